from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, problems_of, resources
from typekro.errors import compose
from typekro.graph import Schema, external_ref, for_each

CONSTANT = "a condition is asked in the cluster, for each instance, and a constant never changes its answer"
HINT = "with_include_when(schema.spec.debug) for one that does; leave the resource out of what the builder returns, or put it in"


def test_a_resource_is_included_where_its_conditions_hold() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        secret = external_ref("v1", "Secret", "a").with_include_when(schema.spec.debug)
        one = config_map("one", a="yes")
        two = config_map("two").with_include_when(False).with_include_when(schema.spec.debug, one.data["a"] == "yes")  # noqa: FBT003 - replaced
        return {"two": two, "one": one, "secret": secret}, Nothing()

    graph = graph_of(builder)

    found = resources(graph)
    assert found["two"]["includeWhen"] == ["${schema.spec.debug}", '${one.data["a"] == "yes"}']
    assert found["secret"]["includeWhen"] == ["${schema.spec.debug}"]
    assert graph.analysis is not None
    assert graph.analysis.dependencies["two"] == ("one",)


def _of_itself(_: Schema[Spec, Nothing]) -> Any:
    one = config_map("one")
    return {"one": one.with_include_when(one.metadata.name == "b")}, Nothing()


def _of_one_of_itself(schema: Schema[Spec, Nothing]) -> Any:
    one = for_each(schema.spec.regions, lambda region: config_map(f"a-{region}"))
    return {"one": one.with_include_when(one[0].metadata.name == "b")}, Nothing()


def _of_an_item(schema: Schema[Spec, Nothing]) -> Any:
    return {"one": for_each(schema.spec.regions, lambda region: config_map(f"a-{region}").with_include_when(region != "eu"))}, Nothing()


def _of_a_function(schema: Schema[Spec, Nothing]) -> Any:
    condition: Any = lambda: schema.spec.debug  # noqa: E731 - as it would be written
    return {"one": config_map().with_include_when(condition)}, Nothing()


def _of_a_text(schema: Schema[Spec, Nothing]) -> Any:
    name: Any = schema.spec.name
    return {"one": config_map().with_include_when(name)}, Nothing()


REFUSED: list[tuple[Callable[[Schema[Spec, Any]], Any], str]] = [
    (
        lambda _: ({"one": config_map().with_include_when(*[True])}, Nothing()),
        compose("resources.one.includeWhen[0]: True is no expression", CONSTANT, HINT),
    ),
    (
        _of_a_function,
        compose("resources.one.includeWhen[0]: a function is no expression", CONSTANT, HINT),
    ),
    (
        _of_a_text,
        compose("resources.one.includeWhen[0]: schema.spec.name is str, not bool", (), "schema.spec.name == ..."),
    ),
    (
        _of_itself,
        compose(
            "resources.one.includeWhen[0]: (one.metadata.name == 'b') asks about the resource itself",
            "kro decides before it makes it",
            "ask about the schema or about another resource",
        ),
    ),
    (
        _of_one_of_itself,
        compose(
            "resources.one.includeWhen[0]: (one[0].metadata.name == 'b') asks about the resource itself",
            "kro decides before it makes it",
            "ask about the schema or about another resource",
        ),
    ),
    (
        _of_an_item,
        compose(
            "resources.one.includeWhen[0]: it asks about the item region",
            "kro decides once about all resources of a collection",
            "for_each(cel.filter(items, lambda region: ...), ...) leaves items out",
        ),
    ),
]


@pytest.mark.parametrize(("builder", "problem"), REFUSED)
def test_a_condition_that_kro_could_not_decide_by_is_refused(builder: Any, problem: str) -> None:
    assert problems_of(builder) == [problem]


@attrs.frozen
class Inner:
    uid: str
    other: str | None = None


@attrs.frozen
class Maybe:
    inner: Inner
    uids: list[str] | None


def test_a_status_field_that_is_always_there_reads_nothing_that_is_not() -> None:
    def builder(schema: Schema[Spec, Status]) -> Any:
        one = config_map("one").with_include_when(schema.spec.debug)
        two = config_map("two", uid=one.metadata.uid)
        return {"one": one, "two": two}, Status(f"{schema.spec.name}-{two.metadata.uid}")

    assert problems_of(builder, Status) == [
        compose(
            'status.host: f"{schema.spec.name}-{two.metadata.uid}" is not always there',
            "one is made only where its include_when holds; an instance without it would not become ready for want of this field",
            "host: str | None",
        )
    ]


def test_a_status_field_that_may_be_missing_may_read_it() -> None:
    def builder(schema: Schema[Spec, Maybe]) -> Any:
        one = config_map("one").with_include_when(schema.spec.debug)
        two = config_map("two")
        return {"one": one, "two": two}, Maybe(Inner(two.metadata.uid, one.metadata.uid), [one.metadata.uid])

    graph = graph_of(builder, Maybe)

    assert graph.awaited_status == (("inner", "uid"),)
    (problem,) = problems_of(lambda schema: (builder(schema)[0], Maybe(Inner(builder(schema)[0]["one"].metadata.uid), None)), Maybe)
    assert problem.splitlines()[0].startswith("status.inner.uid: ")
