"""What becomes of the kind that kro makes: rules that it cannot write, and lists, defaults and rules that Kubernetes refuses."""

import re
from collections.abc import Iterator
from typing import Any

import attrs

from typekro.schema.cel_rules import TEXTS, problems_of_default_by_rules, problems_of_rules
from typekro.schema.marker_rules import unwritable
from typekro.schema.markers import IMMUTABLE_RULE, LIST_KEYS, LIST_TYPE, RULES
from typekro.schema.problems import RefusedError, SchemaProblem
from typekro.schema.rule_costs import costs_of_rules, problems_of_costs, problems_of_total, times_within
from typekro.schema.values import problems_of_value

_PAST = re.compile(r"\boldSelf\b")


def problems_of_schema(schema: dict[str, Any], place: str) -> list[SchemaProblem]:
    """Each reason why kro could not write a schema that it made, or the API server would refuse it.

    Args:
        schema: the schema.
        place: what it is called in messages.
    """
    problems = [error.at(at) for at, error in _problems(schema, place, _Around())]
    if problems:
        return problems
    costs = [cost for part, around in _parts(schema, _Around()) for _, cost in costs_of_rules(part, around.times)]
    return [error.at(place) for error in problems_of_total(costs)]


@attrs.frozen
class _Around:
    """What a schema stands in.

    Args:
        in_list: whether it is in a list whose items cannot be told apart.
        in_map: whether it is in the values of a map.
        times: how often it is there at most; None of no bound.
    """

    in_list: bool = False
    in_map: bool = False
    times: int | None = 1


def _problems(schema: dict[str, Any], place: str, around: _Around) -> Iterator[tuple[str, RefusedError]]:
    yield from ((place, error) for error in (*unwritable(schema), *_of_list(schema)))
    broken = [*problems_of_rules(schema), *(_of_past(schema) if around.in_list else ())]
    yield from ((place, error) for error in broken or problems_of_costs(schema, around.times))
    if not around.in_map:  # there Kubernetes looks at no default
        yield from ((place, error) for error in _of_default(schema, place))
    for at, part, within in _below(schema, around):
        yield from _problems(part, f"{place}{at}", within)


def _below(schema: dict[str, Any], around: _Around) -> Iterator[tuple[str, dict[str, Any], _Around]]:
    """The schemas in one: what comes after its place, the schema, and what that stands in."""
    yield from ((f".{name}", part, around) for name, part in schema.get("properties", {}).items())
    if "additionalProperties" in schema:
        yield "[]", schema["additionalProperties"], attrs.evolve(around, in_map=True, times=None)
    if "items" in schema:
        untold = around.in_list or schema.get(LIST_TYPE) != "map"
        yield "[]", schema["items"], attrs.evolve(around, in_list=untold, times=times_within(schema, around.times))


def _parts(schema: dict[str, Any], around: _Around) -> Iterator[tuple[dict[str, Any], _Around]]:
    yield schema, around
    for _, part, within in _below(schema, around):
        yield from _parts(part, within)


def _of_default(schema: dict[str, Any], place: str) -> Iterator[RefusedError]:
    if schema.get("default") is None or any(True for _ in unwritable(schema)):
        return
    for problem in problems_of_value(schema["default"], schema, place):
        first, *rest = problem.removeprefix(place).removeprefix(": ").splitlines()
        hints = [line.removeprefix("hint: ") for line in rest]
        why = "Kubernetes holds a default against the schema of its field"
        yield RefusedError(f"its default cannot stand there: {first.removeprefix('.')}", why, hints, "Kubernetes")
    yield from problems_of_default_by_rules(schema)


def _of_past(schema: dict[str, Any]) -> Iterator[RefusedError]:
    for rule in schema.get(RULES, ()):
        if not _PAST.search(TEXTS.sub("", rule["rule"])):
            continue
        what = "it is immutable" if rule["rule"] == IMMUTABLE_RULE else "its validation reads oldSelf"
        why = "it is inside of a list, and Kubernetes cannot tell which item was which before, unless the list is of listType=map"
        hint = ["immutable=true at the list itself", "listType=map listMapKey=name at the list"]
        yield RefusedError(f"{what} in a list", why, hint, "Kubernetes")


def _of_list(schema: dict[str, Any]) -> Iterator[RefusedError]:
    items = schema.get("items", {})
    match schema.get(LIST_TYPE):
        case "set" if items.get("type") == "object":
            why = "the items of a set are texts, numbers or truth values in Kubernetes, or lists of listType=atomic"
            yield RefusedError("a set of objects", why, "listType=map listMapKey=name", "Kubernetes")
        case "set" if items.get(LIST_TYPE, "atomic") != "atomic":
            why = "a list in a set is of listType=atomic in Kubernetes"
            yield RefusedError(f"a set of lists of listType={items[LIST_TYPE]}", why, "listType=atomic", "Kubernetes")
        case "map":
            yield from _of_list_map(schema.get(LIST_KEYS, []), items)
        case _:
            pass


def _of_list_map(keys: list[str], items: dict[str, Any]) -> Iterator[RefusedError]:
    if not keys:
        why = "Kubernetes wants to know which fields tell the items apart"
        yield RefusedError("listType=map without listMapKey", why, "listType=map listMapKey=name", "Kubernetes")
    if items.get("type") != "object":
        why = "its items are told apart by their fields in Kubernetes"
        yield RefusedError("listType=map for items that are no objects", why, "listType=set", "Kubernetes")
        return
    properties: dict[str, Any] = items.get("properties", {})
    for key in keys:
        part = properties.get(key)
        if part is None:
            known = ", ".join(properties) or "no fields"
            yield RefusedError(f"listMapKey={key} is no field of the items", f"they have {known}", (), "Kubernetes")
        elif part["type"] in {"array", "object"}:
            why = "a key is a text, a number or a truth value in Kubernetes"
            yield RefusedError(f"listMapKey={key} is no scalar", why, (), "Kubernetes")
        elif key not in items.get("required", ()) and part.get("default") is None:
            why = "each item has to have its key in Kubernetes"
            yield RefusedError(f"listMapKey={key} may be left out", why, f"{key}: {part['type']} | required=true", "Kubernetes")
