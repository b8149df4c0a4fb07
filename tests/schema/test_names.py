import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.schema import camel_case, python_name, wire_name


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


@given(st.from_regex(r"[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", fullmatch=True))
def test_a_name_in_the_cluster_suggests_the_name_in_python(name: str) -> None:
    assert camel_case(python_name(camel_case(name))) == camel_case(name)


def test_a_name_can_be_given_where_the_rule_gives_another() -> None:
    assert wire_name("clusterIP") == {"typekro_name": "clusterIP"}
