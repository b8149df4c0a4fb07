"""What the functions of cel do not take, and what they say to it."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from tests.expressions.parts import spec
from typekro.errors import DefinitionError, compose
from typekro.expressions import cel

ONE_TYPE = "CEL wants one type on both sides, and converts nothing by itself"
NOTHING = "only a field or an item of a reference can lead to nothing"
CONDITION = "CEL takes nothing but true and false for a condition"
OMITTED = "omit() leaves a field of a resource out, so that it stands where a field's value does, or in a branch of when() there"
TAKES = "a function of the cluster takes references, str, int, float, bool, and lists and dicts of these"
ITEM = "it is called with a reference to any item"
ENDLESS = "it counts { and }, and passes over those in double quotes alone; what has no end is text to it"
IN_DOUBLE_QUOTES = "write texts in double quotes, and close what is opened"
QUOTED = "in a string of CEL there is text, and a reference would be its own name there"
UNQUOTED = "raw(f'quantity({reference})'), or + between texts"


def anything(value: object) -> Any:
    """A value that no type checker looks at."""
    return value


def two_items(index: Any, tag: Any) -> Any:
    """What would take two."""
    return index == tag


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: cel.has("a"), compose("has: 'a' is not a path", NOTHING)),
    (lambda: cel.has(spec.count + 1), compose("has: (spec.count + 1) is not a path", NOTHING)),
    (lambda: cel.or_else(3, 4), compose("or_else: 3 is not a path", NOTHING)),
    (lambda: cel.or_else(cel.size(spec.tags), 4), compose("or_else: cel.size(spec.tags) is not a path", NOTHING)),
    (lambda: cel.or_else(spec.name, 1), compose("or_else(spec.name, ...): spec.name is str, and the fallback int", ONE_TYPE)),
    (lambda: cel.or_else(spec.count, spec.ratio), compose("or_else(spec.count, ...): spec.count is int, and the fallback float", ONE_TYPE)),
    (
        lambda: cel.or_else(spec.name, None),
        compose("or_else(spec.name, ...): None is no value", TAKES, "has(...) tells whether there is a value"),
    ),
    (lambda: cel.when(spec.on, spec.name, 1), compose("when(spec.on, ...): one branch is str, and the other int", ONE_TYPE)),
    (lambda: cel.when(spec.count, 1, 2), compose("when(spec.count, ...): spec.count is int, not bool", CONDITION, "spec.count == ...")),
    (lambda: cel.not_(spec.name), compose("not_(spec.name): spec.name is str, not bool", CONDITION, "spec.name == ...")),
    (lambda: cel.all_of(spec.on, spec.name), compose("all_of(...): spec.name is str, not bool", CONDITION, "spec.name == ...")),
    (cel.any_of, compose("any_of(): there is no condition", (), "any_of(one, other)")),
    (lambda: cel.not_(cel.omit()), compose("not_(...): omit() may be omitted", OMITTED)),
    (
        lambda: cel.size(cel.when(spec.on, spec.tags, cel.omit())),
        compose("cel.size(...): when(spec.on, spec.tags, omit()) may be omitted", OMITTED),
    ),
    (
        lambda: cel.size(spec.count),
        compose(
            "cel.size(spec.count): it does not take (int)",
            "it takes (str) or (list[T]) or (dict[str, T]), and CEL converts nothing by itself",
        ),
    ),
    (
        lambda: cel.join(spec.numbers, ","),
        compose(
            "cel.join(spec.numbers, ','): it does not take (list[int], str)",
            "it takes (list[str], str), and CEL converts nothing by itself",
        ),
    ),
    (
        lambda: cel.contains(spec.tags, spec.count),
        compose(
            "cel.contains(spec.tags, spec.count): it does not take (list[str], int)",
            "it takes (list[T], T) or (dict[str, T], str), and CEL converts nothing by itself",
        ),
    ),
    (
        lambda: cel.contains(spec.volume, "path"),
        compose(
            "cel.contains(spec.volume, ...): a Volume contains nothing",
            "it takes a list, a map or a text",
            "has(...) tells whether an object has a field",
        ),
    ),
    (
        lambda: cel.merge(spec.labels, {"a": spec.count}),
        compose(
            "cel.merge(spec.labels, {'a': spec.count}): it does not take (dict[str, str], dict[str, int])",
            "it takes (dict[str, T], dict[str, T]), and CEL converts nothing by itself",
        ),
    ),
    (lambda: cel.json_text(object), compose(f"cel.json_text(...): type {object!r} is no value", TAKES)),
    (
        lambda: cel.map(spec.labels, lambda item: item),
        compose("cel.map(...): spec.labels is dict[str, str], not a list", "it asks about each item of a list"),
    ),
    (
        lambda: cel.filter(spec.tags, lambda tag: tag),
        compose("cel.filter(...): tag is str, not bool", CONDITION, "tag == ..."),
    ),
    (
        lambda: cel.exists(spec.tags, lambda tag: tag.find("a")),
        compose("cel.exists(...): tag.find('a') is int, not bool", CONDITION, "tag.find('a') == ..."),
    ),
    (
        lambda: cel.map(spec.tags, str.upper),
        compose("cel.map(...): str.upper is no function of an item", ITEM, "cel.map(items, lambda item: ...)"),
    ),
    (lambda: cel.map(spec.tags, int), "int(item), which %d asks for too: a reference cannot do that"),
    (
        lambda: cel.filter(spec.tags, anything(spec.count)),
        compose("cel.filter(...): spec.count is no function of an item", ITEM, "cel.filter(items, lambda item: ...)"),
    ),
    (
        lambda: cel.map(anything(str.upper), anything(spec.tags)),
        compose(
            "cel.map(...): the function stands before the list",
            "the list comes first, and then the function of one item",
            "cel.map(items, lambda item: ...)",
        ),
    ),
    (
        lambda: cel.map(spec.tags, anything(3)),
        compose("cel.map(...): 3 is no function of an item", ITEM, "cel.map(items, lambda item: ...)"),
    ),
    (
        lambda: cel.all(spec.tags, anything(two_items)),
        compose(
            "cel.all(...): the function takes one item",
            "it takes 2, and is called with one: a reference to any item",
            "cel.all(items, lambda item: ...)",
        ),
    ),
    (
        lambda: cel.map(spec.tags, anything(lambda: "a")),
        compose(
            "cel.map(...): the function takes one item",
            "it takes 0, and is called with one: a reference to any item",
            "cel.map(items, lambda item: ...)",
        ),
    ),
    (
        lambda: cel.map(spec.tags, lambda _: cel.omit()),
        compose("cel.map(...): omit() may be omitted", OMITTED),
    ),
    (
        lambda: cel.sort_by(spec.groups, lambda group: group),
        compose("cel.sort_by(...): group is list[str]", "CEL has an order for str, int, float and bool alone"),
    ),
    (
        lambda: cel.raw(spec.name, bool),
        compose("raw: spec.name is no constant text", "the CEL has to be known while the script runs", 'raw(f"... {spec.name} ...", bool)'),
    ),
    (
        lambda: cel.raw("${schema.spec.name}", str),
        compose("raw: '${schema.spec.name}' has a ${ in it", "typekro writes ${ and } around it", "leave them out"),
    ),
    (lambda: cel.raw(" ", str), compose("raw: the text is empty", "it is an expression of CEL", 'raw("size(schema.spec.hosts)", int)')),
    (
        lambda: cel.raw("x", bytes),
        compose(
            "raw: bytes is no type of an expression",
            "raw knows str, int, float, bool, and list[...] and dict[str, ...] of these",
            "raw(text) without a type, whose fields have their names in the cluster",
        ),
    ),
    (lambda: cel.raw("x", cast("Any", dict[int, str])), "raw: dict is no type of an expression"),
    (
        lambda: cel.raw(f"{spec.name} + '{{'", str),
        compose("raw: kro does not find the end of {spec.name} + '{'", ENDLESS, IN_DOUBLE_QUOTES),
    ),
    (lambda: cel.raw("name + '\"'", str), compose("raw: kro does not find the end of name + '\"'", ENDLESS, IN_DOUBLE_QUOTES)),
    (lambda: cel.raw("name + '}'", str), compose("raw: kro does not find the end of name + '}'", ENDLESS, IN_DOUBLE_QUOTES)),
    (
        lambda: cel.raw(f"quantity('{spec.name}').isInteger()", bool),
        compose("raw: a reference stands in quotes: quantity('{spec.name}').isInteger()", QUOTED, UNQUOTED),
    ),
    (
        lambda: cel.raw(f'{spec.name} == "a-{spec.name}"', bool),
        compose('raw: a reference stands in quotes: {spec.name} == "a-{spec.name}"', QUOTED, UNQUOTED),
    ),
]


@pytest.mark.parametrize(("attempt", "message"), REFUSED, ids=[message.splitlines()[0] for _, message in REFUSED])
def test_what_cel_does_not_take_is_refused_where_it_is_written(attempt: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        attempt()

    text = str(caught.value)
    assert text == message if "\n" in message else text.splitlines()[0] == message


@pytest.mark.parametrize("text", ["{{'a': {0}}}", '"{{" + {0}', '{0} + "it\'s" + {0}', "{0} // it's"])
def test_raw_takes_braces_that_are_closed_and_quotes_without_references_in_them(text: str) -> None:
    assert cel.raw(text.format(spec.name)) is not None
