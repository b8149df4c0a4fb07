import enum
from typing import Annotated, Any, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.errors import DefinitionError, compose
from typekro.expressions import Root, reference_to
from typekro.schema import MaxItems, Minimum, MinLength, Pattern, from_wire, problem_of_text, to_wire, type_of_class, wire_name


@attrs.frozen
class Volume:
    path: str
    size_gb: int = attrs.field(default=1, metadata=wire_name("sizeGB"))


@attrs.frozen
class Spec:
    connection_string: str
    count: int
    ratio: float
    on: bool
    maybe: str | None
    volumes: list[Volume]
    by_name: dict[str, Volume]


texts = st.text(st.characters(min_codepoint=32, max_codepoint=126))
integers = st.integers(-(2**63), 2**63 - 1)
volumes = st.builds(Volume, path=texts, size_gb=integers)
specs = st.builds(
    Spec,
    connection_string=texts,
    count=integers,
    ratio=st.floats(allow_nan=False, allow_infinity=False),
    on=st.booleans(),
    maybe=st.none() | texts,
    volumes=st.lists(volumes),
    by_name=st.dictionaries(texts, volumes),
)


@given(specs)
def test_what_goes_to_the_cluster_comes_back_as_it_was(spec: Spec) -> None:
    assert from_wire(to_wire(spec, Spec), Spec) == spec


def example(**changes: Any) -> Spec:
    fields: dict[str, Any] = {"connection_string": "a", "count": 1, "ratio": 0.5, "on": True, "maybe": None, "volumes": [], "by_name": {}}
    return Spec(**{**fields, **changes})


def test_names_are_the_clusters_and_none_is_left_out() -> None:
    assert to_wire(example(volumes=[Volume("/", 2)]), Spec) == {
        "connectionString": "a",
        "count": 1,
        "ratio": 0.5,
        "on": True,
        "volumes": [{"path": "/", "sizeGB": 2}],
        "byName": {},
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"connection_string": 3}, "spec.connection_string: expected str, got int 3"),
        ({"connection_string": None}, "spec.connection_string: expected str, got None"),
        ({"count": True}, "spec.count: expected int, got bool True"),
        ({"count": 2**63}, f"spec.count: expected int, got int {2**63}\n  an integer of the cluster has 64 bits"),
        ({"ratio": float("nan")}, "spec.ratio: expected float, got float nan\n  JSON has no such number"),
        ({"on": 1}, "spec.on: expected bool, got int 1"),
        ({"volumes": [Volume("/"), "x"]}, "spec.volumes[1]: expected Volume, got str 'x'"),
        ({"volumes": {}}, "spec.volumes: expected list[Volume], got dict {}"),
        ({"by_name": {"a": Volume("/", "x")}}, "spec.by_name['a'].size_gb: expected int, got str 'x'"),  # type: ignore[arg-type] # that is it
        ({"by_name": {1: Volume("/")}}, "spec.by_name: the key 1 is not a str"),
        (
            {"connection_string": "\ud800"},
            "spec.connection_string: expected str, got str '\\ud800'\n  it holds half of a surrogate pair, which is no text in JSON",
        ),
        (
            {"maybe": "a\x7fb"},
            f"spec.maybe: expected str, got str 'a\\x7fb'\n  {problem_of_text(chr(127))}",
        ),
    ],
)
def test_a_value_that_is_not_of_its_declared_type_is_told_with_its_path(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        to_wire(example(**changes), Spec)

    assert str(caught.value) == message


def test_all_wrong_values_are_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        to_wire(example(count="a", on="b"), Spec, at="DatabaseSpec")

    assert str(caught.value) == (
        "DatabaseSpec: 2 problems\nDatabaseSpec.count: expected int, got str 'a'\nDatabaseSpec.on: expected bool, got str 'b'"
    )


other: Any = reference_to(Root(type_of_class(Spec), "other"))


def test_references_stay_where_they_are() -> None:
    text = f"x{other.count}"

    wire = to_wire(example(connection_string=text, count=other.count, volumes=other.volumes), Spec)

    assert wire["connectionString"] is text
    assert repr(wire["count"]) == "<typekro reference other.count>"
    assert repr(wire["volumes"]) == "<typekro reference other.volumes>"


def test_a_reference_has_to_be_of_the_declared_type() -> None:
    with pytest.raises(DefinitionError) as caught:
        to_wire(example(count=other.connection_string), Spec)

    assert str(caught.value) == "spec.count: expected int, but other.connection_string is str"


def test_a_damaged_reference_is_told_with_its_path() -> None:
    with pytest.raises(DefinitionError) as caught:
        to_wire(example(connection_string=repr(other.on)), Spec)

    assert str(caught.value).startswith("spec.connection_string: a text holds the repr of other.on\n")


@attrs.frozen
class Loose:
    anything: Any


class Size(enum.StrEnum):
    SMALL = "small"


class Level(enum.IntEnum):
    HIGH = 3


def test_a_member_of_an_enum_that_is_a_text_or_a_number_is_that() -> None:
    wire = to_wire(example(connection_string=Size.SMALL, count=Level.HIGH), Spec)

    assert [(type(wire[key]), wire[key]) for key in ("connectionString", "count")] == [(str, "small"), (int, 3)]


def test_what_is_not_known_is_not_checked() -> None:
    assert from_wire(to_wire(Loose({"a": [1]}), Loose), Loose) == Loose({"a": [1]})


@attrs.frozen
class Port:
    number: Annotated[int, Minimum(1)] = 80


OPEN = "Any is an object in the cluster, whose fields may be anything"


@attrs.frozen
class Ruled:
    name: Annotated[str, Pattern("^[a-z]+$"), MinLength(2)] = "web"
    size: Literal["small", "big"] = "small"
    level: Level = Level.HIGH
    ports: Annotated[list[Port], MaxItems(1)] = attrs.Factory(list[Port])
    limits: dict[str, Annotated[float, Minimum(0)]] = attrs.Factory(dict[str, float])
    values: dict[str, Any] = attrs.Factory(dict[str, Any])
    anything: Any | None = None
    extra: list[Any] = attrs.Factory(list[Any])
    zone: Annotated[str, MinLength(3)] | None = None


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"name": "A1"}, "spec.name: 'A1' does not match pattern=^[a-z]+$"),
    ({"name": "a"}, "spec.name: 'a' is shorter than minLength=2"),
    ({"size": "bigg"}, compose("spec.size: 'bigg' is none of 'small', 'big'", (), "'big'")),
    ({"level": 4}, "spec.level: 4 is none of 3"),
    ({"level": "3"}, "spec.level: expected int, got str '3'"),
    ({"ports": [Port(), Port()]}, "spec.ports: 2 items are more than maxItems=1"),
    ({"ports": [Port(0)]}, "spec.ports[0].number: 0 is less than minimum=1"),
    ({"limits": {"a": -0.5}}, "spec.limits['a']: -0.5 is less than minimum=0"),
    ({"zone": "ab"}, "spec.zone: 'ab' is shorter than minLength=3"),
    ({"values": {"a": [{"b": {1}}]}}, "spec.values['a'][0]['b']: set {1} is no value of JSON"),
    ({"values": {"a": {1: 2}}}, "spec.values['a']: the key 1 is not a str"),
    ({"values": {"a": float("inf")}}, "spec.values['a']: expected float, got float inf\n  JSON has no such number"),
    (
        {"anything": 3},
        compose(
            "spec.anything: expected a dict, got int 3",
            OPEN,
            "anything={...}",
        ),
    ),
    (
        {"extra": [{}, "a"]},
        compose(
            "spec.extra[1]: expected a dict, got str 'a'",
            OPEN,
            "extra[1]={...}",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "message"), BROKEN)
def test_a_value_that_breaks_a_marker_is_told_with_its_path(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        to_wire(Ruled(**changes), Ruled)

    assert str(caught.value) == message


def test_values_that_keep_to_the_markers_pass() -> None:
    values = {"a": (1, None, {"b": True, "c": Size.SMALL, "d": Level.HIGH})}
    spec = Ruled(size="big", ports=[Port(1)], limits={"a": 0.5}, values=values, anything={"x": 1}, extra=[{}])

    assert to_wire(spec, Ruled) == {
        "name": "web",
        "size": "big",
        "level": 3,
        "ports": [{"number": 1}],
        "limits": {"a": 0.5},
        "values": {"a": [1, None, {"b": True, "c": "small", "d": 3}]},
        "anything": {"x": 1},
        "extra": [{}],
    }


def test_a_member_of_an_enum_in_what_may_be_anything_is_its_text_or_number() -> None:
    found = to_wire(Ruled(values={"a": Size.SMALL, "b": [Level.HIGH]}), Ruled)["values"]

    assert [type(part) for part in (found["a"], *found["b"])] == [str, int]


def test_markers_are_not_held_against_references() -> None:
    spec = Ruled(name=f"{other.connection_string}!", size=other.connection_string, ports=other.volumes, limits={"a": other.ratio})

    wire = to_wire(attrs.evolve(spec, ports=[]), Ruled)

    assert sorted(wire) == ["extra", "level", "limits", "name", "ports", "size", "values"]
