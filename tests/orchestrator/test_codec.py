"""Values of users' classes to JSON and back."""

import datetime as dt
import enum
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orchestrator.parts import Local
from typekro.errors import UsageError
from typekro.orchestrator.codec import as_recorded, decode, encode


class Colour(enum.Enum):
    """A colour."""

    RED = "red"
    BLUE = "blue"


@attrs.frozen
class Inner:
    """A part."""

    name: str
    sizes: tuple[int, ...] = ()


@attrs.frozen
class Outer:
    """A whole."""

    text: str
    number: int
    share: float
    yes: bool
    colour: Colour
    day: dt.date
    inner: Inner
    more: list[Inner] = attrs.field(factory=list[Inner])
    labels: dict[str, str] = attrs.field(factory=dict[str, str])
    ports: dict[int, str] = attrs.field(factory=dict[int, str])
    maybe: Inner | None = None


inners = st.builds(Inner, name=st.text(), sizes=st.lists(st.integers()).map(tuple))
outers = st.builds(
    Outer,
    text=st.text(),
    number=st.integers(),
    share=st.floats(allow_nan=False),
    yes=st.booleans(),
    colour=st.sampled_from(Colour),
    day=st.dates(),
    inner=inners,
    more=st.lists(inners, max_size=3),
    labels=st.dictionaries(st.text(), st.text(), max_size=3),
    ports=st.dictionaries(st.integers(), st.text(), max_size=3),
    maybe=st.none() | inners,
)
plain: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=10,
)


@settings(max_examples=40, deadline=None)
@given(value=outers)
def test_what_is_encoded_and_recorded_decodes_to_the_same(value: Outer) -> None:
    assert decode(as_recorded(encode(value)), Outer) == value


@settings(max_examples=40, deadline=None)
@given(value=outers)
def test_what_is_encoded_is_json(value: Outer) -> None:
    assert as_recorded(as_recorded(encode(value))) == as_recorded(encode(value))


@settings(max_examples=40, deadline=None)
@given(value=plain)
def test_json_is_encoded_as_it_is(value: Any) -> None:
    assert encode(value) == value
    assert decode(value, Any) == value


@settings(max_examples=40, deadline=None)
@given(names=st.sets(st.text(), max_size=8))
def test_sets_are_recorded_in_one_order(names: set[str]) -> None:
    assert encode(names) == sorted(names, key=json.dumps)
    assert encode({"c", "a", "b"}) == ["a", "b", "c"]
    assert decode(encode(names), set[str]) == names


def test_a_path_is_its_text() -> None:
    assert encode(Path("/etc/hosts")) == "/etc/hosts"
    assert decode("/etc/hosts", Path) == Path("/etc/hosts")


@pytest.mark.parametrize("value", [object(), [object()], {"deep": [{"in": object()}]}])
def test_what_cannot_be_recorded_is_told(value: Any) -> None:
    with pytest.raises(UsageError) as caught:
        encode(value)

    lines = str(caught.value).splitlines()
    assert lines[0] == "a object cannot be recorded"  # the value may be a secret, so it is not shown
    assert lines[1:] == [
        "  inputs and outputs of resources are kept as JSON",
        "hint: texts, numbers, lists, dicts and attrs classes of these",
    ]


def test_keys_are_texts_or_numbers() -> None:
    with pytest.raises(UsageError, match=r"^a NoneType cannot be recorded\n"):
        encode({None: "x"})


def test_the_text_of_an_encoded_value_does_not_depend_on_the_process() -> None:
    assert json.dumps(encode(Inner("a", (1, 2)))) == '{"name": "a", "sizes": [1, 2]}'


class Labelled(Local):
    """A resource that got a field."""

    labels: list[str] = attrs.field(factory=list[str])
    upper: str = attrs.field(default=attrs.Factory(lambda self: self.text.upper(), takes_self=True))


def test_a_field_that_is_newer_than_the_record_has_its_default() -> None:
    found = Labelled.decode("a", {"text": "one"})

    assert (found.id, found.text, found.labels, found.upper) == ("a", "one", [], "ONE")
