import enum
import json
from typing import Annotated, Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schema.kro_markers import default_of_string
from typekro.errors import DefinitionError
from typekro.schema import (
    Immutable,
    ListMapKey,
    ListType,
    Maximum,
    Minimum,
    MinLength,
    Name,
    Pattern,
    UniqueItems,
    Validation,
    markers,
    openapi_schema,
    simple_schema,
    wire_name,
)


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


class Tier(enum.StrEnum):
    DEV = "dev"
    PROD = "prod"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


@attrs.frozen
class Port:
    port_name: Annotated[str, MinLength(1)]
    number: int = attrs.field(default=80, metadata=markers(Minimum(1), Maximum(65535)))


@attrs.frozen
class Marked:
    tier: Tier
    level: Level = Level.HIGH
    mode: Literal["fast", "safe"] | None = None
    weight: Literal[1, 2] = 2
    cluster_ip: Annotated[str, Name("clusterIP"), Immutable] = ""
    other_ip: str = attrs.field(default="", metadata=wire_name("otherIP"))
    names: Annotated[list[Annotated[str, Pattern(r"^\w+$")]], UniqueItems()] = attrs.Factory(list[str])
    tiers: list[Tier] = attrs.Factory(list[Tier])
    levels: dict[str, list[Level]] = attrs.Factory(dict[str, list[Level]])
    ratios: list[list[Annotated[float, Maximum(1)]]] = attrs.Factory(list[list[float]])
    ports: Annotated[list[Port], ListType("map"), ListMapKey("port_name")] = attrs.Factory(list[Port])
    values: dict[str, Any] = attrs.Factory(lambda: {"a": [1, None]})
    anything: Any | None = None
    more: list[Any] = attrs.Factory(list[Any])
    ruled: Annotated[int, Validation("self > 0")] | None = None


def test_markers_literals_and_enums_are_printed() -> None:
    schema = simple_schema(Marked)

    assert schema.spec == {
        "tier": 'string | required=true enum="dev,prod"',
        "level": 'integer | default=2 enum="1,2"',
        "mode": 'string | enum="fast,safe"',
        "weight": 'integer | default=2 enum="1,2"',
        "clusterIP": 'string | default="" immutable=true',
        "otherIP": 'string | default=""',
        "names": "[]MarkedNamesItem | default=[] uniqueItems=true",
        "tiers": "[]Tier | default=[]",
        "levels": "map[string][]Level | default={}",
        "ratios": "[][]MarkedRatiosItemItem | default=[]",
        "ports": '[]Port | default=[] listType=map listMapKey="portName"',
        "values": 'object | default={"a": [1, null]}',
        "anything": "object",
        "more": "[]object | default=[]",
        "ruled": 'integer | validation="self > 0"',
    }
    assert schema.types == {
        "MarkedNamesItem": 'string | pattern="^\\\\w+$"',
        "Tier": 'string | enum="dev,prod"',
        "Level": 'integer | enum="1,2"',
        "MarkedRatiosItemItem": "float | maximum=1",
        "Port": {"portName": "string | required=true minLength=1", "number": "integer | default=80 minimum=1 maximum=65535"},
    }


def test_what_is_printed_is_read_by_kro_as_it_was_meant() -> None:
    schema = simple_schema(Marked)

    found = openapi_schema(schema.spec, schema.types)["properties"]

    assert found["names"] == {
        "type": "array",
        "items": {"type": "string", "pattern": r"^\w+$"},
        "default": [],
        "x-kubernetes-list-type": "set",
    }
    assert found["levels"]["additionalProperties"]["items"] == {"type": "integer", "enum": [1, 2]}
    assert found["ports"]["x-kubernetes-list-map-keys"] == ["portName"]
    assert found["clusterIP"]["x-kubernetes-validations"] == [{"rule": "self == oldSelf", "message": "field is immutable"}]


@attrs.frozen
class Kept:
    name: Annotated[str, Immutable()]


@attrs.frozen
class Listed:
    kept: list[Kept]


def test_what_only_shows_when_kro_reads_it_is_told_of_the_class() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple_schema(Listed)

    assert str(caught.value).splitlines()[:2] == [
        "Listed.kept[].name: it is immutable in a list",
        "  it is inside of a list, and Kubernetes cannot tell which item was which before, unless the list is of listType=map",
    ]


def test_a_name_of_kro_s_own_is_taken() -> None:
    string = enum.StrEnum("string", {"A": "a"})
    annotations: dict[str, Any] = {"one": list[string]}
    cls = attrs.frozen(type("Spec", (), {"__annotations__": annotations}))

    with pytest.raises(DefinitionError) as caught:
        simple_schema(cls)

    assert str(caught.value).splitlines()[0] == "string: two types are called so"


def test_one_enum_in_two_lists_is_one_type() -> None:
    cls = attrs.frozen(type("Spec", (), {"__annotations__": {"one": list[Tier], "two": dict[str, Tier]}}))

    schema = simple_schema(cls)

    assert (schema.spec, schema.types) == (
        {"one": "[]Tier | required=true", "two": "map[string]Tier | required=true"},
        {"Tier": 'string | enum="dev,prod"'},
    )
