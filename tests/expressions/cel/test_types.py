"""What type the functions of cel give, and which of the roots they mention."""

from typing import Any

import pytest

from tests.expressions.parts import ROOT, VOLUME, expression, spec
from typekro.expressions import (
    Boolean,
    Dyn,
    Float,
    Integer,
    List,
    Map,
    Omit,
    Root,
    String,
    Type,
    cel,
    reference_to,
    roots,
    roots_of,
    texts,
    tokens,
)

OTHER = Root(List(String()), "other")
other: Any = reference_to(OTHER)
EMPTY: list[Any] = []


@pytest.mark.parametrize(
    ("value", "type_"),
    [
        (cel.has(spec.name), Boolean()),
        (cel.or_else(spec.ratio, 2), Float()),
        (cel.or_else(spec.anything, 2), Integer()),
        (cel.or_else(spec.tags, EMPTY), List(String())),
        (cel.when(spec.on, 1, spec.ratio), Float()),
        (cel.when(spec.on, spec.volume, cel.omit()), VOLUME),
        (cel.when(spec.on, EMPTY, spec.tags), List(String())),
        (cel.map(spec.volumes, lambda volume: volume.size_gb), List(Integer())),
        (cel.map(spec.volumes, lambda volume: {"name": volume.path, "size": volume.size_gb}), List(Map(Dyn()))),
        (cel.filter(spec.volumes, lambda volume: volume.path == ""), List(VOLUME)),
        (cel.sort_by(spec.anything, lambda item: item.name), List(Dyn())),
        (cel.filter(spec.anything, lambda item: item.name), List(Dyn())),
        (cel.flatten(spec.groups), List(String())),
        (cel.sum([spec.ratio, 1]), Float()),
        (cel.max(spec.anything), Dyn()),
        (cel.merge(spec.labels, {}), Map(String())),
        (cel.index_of([spec.ratio], 1), Integer()),
        (cel.json_value("{}"), Dyn()),
        (cel.raw("x"), Dyn()),
        (cel.raw("x", dict[str, list[int]]), Map(List(Integer()))),
        (cel.omit(), Dyn()),
    ],
)
def test_a_function_gives_what_its_operands_say(value: object, type_: Type) -> None:
    assert expression(value).type == type_


def test_a_whole_number_beside_floats_is_one() -> None:
    assert expression(cel.contains(spec.ratios, 1)) == expression(cel.contains(spec.ratios, 1.0))


def test_the_variable_of_a_comprehension_is_no_root() -> None:
    assert roots(expression(cel.map(spec.tags, lambda tag: cel.exists(other, lambda one: one == tag)))) == {ROOT, OTHER}
    assert roots(expression(cel.all(["a"], lambda tag: tag == "a"))) == set()


def test_every_part_of_an_expression_is_walked() -> None:
    value = {
        "a": cel.when(spec.on, cel.raw(f"size({other})", int), -spec.count),
        "b": cel.or_else(spec.labels[other[0]], "fallback"),
        "c": cel.contains([spec.name], f"x{other[1]}"),
        "d": cel.json_text({"key": cel.not_(cel.has(spec.name))}),
    }

    assert roots_of(value) == {ROOT, OTHER}
    assert [text for part in value.values() for text in texts(expression(part))] == ["size(", ")", "fallback", "x", "key"]
    assert roots(Omit()) == set()


def test_what_is_formatted_into_raw_counts_as_found() -> None:
    with tokens() as scope:
        cel.raw(f"{spec.tags}[0] == {spec.name}", bool)

    assert scope.unfound == ()
