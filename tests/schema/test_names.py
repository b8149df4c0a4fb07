import pytest

from typekro.schema import camel_case, wire_name


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("name", "name"),
        ("connection_string", "connectionString"),
        ("from_", "from"),
        ("ipv4_address", "ipv4Address"),
        ("camelCase", "camelCase"),
    ],
)
def test_a_name_in_python_has_a_name_in_the_cluster(name: str, wire: str) -> None:
    assert camel_case(name) == wire


def test_a_name_can_be_given_where_the_rule_gives_another() -> None:
    assert wire_name("clusterIP") == {"typekro_name": "clusterIP"}
