import enum
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.errors import DefinitionError, EvaluationError
from typekro.expressions import Root, reference_to
from typekro.schema import from_wire, problem_of_text, to_wire, type_of_class, wire_name


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
class Status:
    host: str
    ports: list[int]
    weight: float = 1.0
    volume: Volume | None = None
    zone: str | None = attrs.field(default="here")


def test_a_status_takes_what_it_declares_and_passes_over_the_rest() -> None:
    data = {"host": "a", "ports": [1], "weight": 2, "volume": {"path": "/", "more": 1}, "zone": None, "state": "ACTIVE", "conditions": []}

    status = from_wire(data, Status)

    assert status == Status("a", [1], 2.0, Volume("/", 1), "here")
    assert isinstance(status.weight, float)


@pytest.mark.parametrize(
    ("data", "message", "path"),
    [
        ({"ports": []}, "status.host has no value\n  the cluster has no host there", "status.host"),
        ({"host": None, "ports": []}, "status.host has no value\n  the cluster has no host there", "status.host"),
        ({"host": 3, "ports": []}, "status.host: expected str, got int 3", "status.host"),
        ({"host": "a", "ports": [1, "b"]}, "status.ports[1]: expected int, got str 'b'", "status.ports[1]"),
        ({"host": "a", "ports": 1}, "status.ports: expected list[int], got int 1", "status.ports"),
        (
            {"host": "a", "ports": [], "volume": {}},
            "status.volume.path has no value\n  the cluster has no path there",
            "status.volume.path",
        ),
    ],
)
def test_a_status_that_lacks_something_or_has_something_else_is_an_error_with_the_path(
    data: dict[str, Any], message: str, path: str
) -> None:
    with pytest.raises(EvaluationError) as caught:
        from_wire(data, Status)

    assert (str(caught.value), caught.value.path) == (message, path)


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
