import pytest

from typekro.expressions.library import CelError, Environment
from typekro.expressions.library.aliases import TYPE_NAMES

SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "number": {"type": "integer"}, "texts": {"type": "array", "items": {"type": "string"}}},
}


@pytest.mark.parametrize("name", sorted(TYPE_NAMES))
def test_a_variable_may_be_called_like_a_type(name: str) -> None:
    environment = Environment({name: SCHEMA, "other": SCHEMA})

    compiled = environment.compile(f"{name}.texts.map({name}, {name} + other.text)[0] + string({name}.number) + {name}.text")

    assert str(compiled.type) == "string"
    assert set(compiled.identifiers) == {name, "other"}
    assert environment.compile(f"{name}.text == 'a'").tree.arguments[0].operand.name == name  # type: ignore[union-attr] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # it is that call


def test_where_no_variable_is_called_like_it_a_type_is_a_type() -> None:
    assert str(Environment({"other": SCHEMA}).compile("type(other.number) == int").type) == "bool"


def test_what_is_wrong_is_told_by_the_name_of_the_user_and_at_his_column() -> None:
    with pytest.raises(CelError) as caught:
        Environment({"type": SCHEMA}).compile("type.number == 1 && type.txet == 'x'")

    assert (str(caught.value), caught.value.column) == ("undefined field 'txet' in type; did you mean 'text'?", 25)
