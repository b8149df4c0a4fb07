import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schema.kro_markers import default_of_string
from typekro.errors import DefinitionError
from typekro.schema import simple_schema


@attrs.frozen
class Inner:
    name: str = "x"


@attrs.frozen
class Volume:
    path: str
    inner: Inner = Inner()


@attrs.frozen
class Spec:
    connection_string: str
    needed: Volume
    count: int = 3
    ratio: float = 2
    small: float = 1e-7
    on: bool = False
    maybe: int | None = None
    spare: Volume | None = None
    tags: list[str] = attrs.Factory(list[str])
    many: dict[str, list[Volume]] = attrs.Factory(lambda: {"a": [Volume("/a")]})
    main: Volume = Volume("/", Inner("y"))


def test_every_field_says_its_type_and_whether_it_is_required_or_has_a_default() -> None:
    schema = simple_schema(Spec)

    assert schema.spec == {
        "connectionString": "string | required=true",
        "needed": "Volume | required=true",
        "count": "integer | default=3",
        "ratio": "float | default=2.0",
        "small": "float | default=1e-07",
        "on": "boolean | default=false",
        "maybe": "integer",
        "spare": "Volume",
        "tags": "[]string | default=[]",
        "many": 'map[string][]Volume | default={"a": [{"path": "/a", "inner": {"name": "x"}}]}',
        "main": 'Volume | default={"path": "/", "inner": {"name": "y"}}',
    }
    assert schema.types == {
        "Volume": {"path": "string | required=true", "inner": 'Inner | default={"name": "x"}'},
        "Inner": {"name": 'string | default="x"'},
    }


def test_fields_keep_the_order_of_their_declaration() -> None:
    assert list(simple_schema(Spec).spec)[:3] == ["connectionString", "needed", "count"]


def _with_default(value: Any, annotation: Any) -> str:
    cls = attrs.frozen(type("Spec", (), {"field": attrs.field(default=value), "__annotations__": {"field": annotation}}))
    text: str = simple_schema(cls).spec["field"]
    return text


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"])) | st.text(
    '"\\ab|{[ =\n'
)


@given(texts)
def test_the_default_of_a_text_is_read_by_kro_as_the_text(text: str) -> None:
    assert default_of_string(_with_default(text, str)) == text


@given(st.lists(texts))
def test_the_default_of_a_list_is_its_json(items: list[str]) -> None:
    assert json.loads(_with_default(items, list[str]).removeprefix("[]string | default=")) == items


def test_two_classes_of_one_name_are_refused() -> None:
    other = attrs.frozen(type("Inner", (), {"__annotations__": {"port": int}}))
    cls = attrs.frozen(type("Spec", (), {"__annotations__": {"one": Inner, "two": other}}))

    with pytest.raises(DefinitionError) as caught:
        simple_schema(cls)

    assert (
        str(caught.value)
        == "Inner: two types are called so\n  types of kro's have one name each\nhint: give one class another name than Inner"
    )
