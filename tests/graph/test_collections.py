from collections.abc import Callable
from typing import Any

import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, problems_of, resources
from typekro.errors import compose
from typekro.expressions import cel
from typekro.graph import Schema, external_refs, for_each
from typekro.openapi import k8s

IDENTITY = "kro tells the resources of a collection apart by their names, so that each item has to be in the name or in the namespace"


def problem_of_collection(make: Any, *lists: Any) -> str:
    """What is wrong with a graph of one collection."""
    (problem,) = problems_of(lambda schema: ({"one": for_each(*(lists or [schema.spec.regions]), make)}, Nothing()))
    return problem


def test_one_resource_for_each_combination() -> None:
    def make(region: str, a_tier: str) -> k8s.core_v1.ConfigMap:
        meta = k8s.meta_v1.ObjectMeta(name=f"a-{region}-{a_tier}")
        return k8s.core_v1.ConfigMap(metadata=meta, data={"region": region})

    def builder(schema: Schema[Spec, Status]) -> Any:
        many = for_each(schema.spec.regions, ["web", "db"], make).with_ready_when(lambda each: each.data["region"] != "")
        reader = config_map(names=cel.join(cel.map(many, lambda it: it.metadata.name), ","), first=many[0].metadata.uid)
        return {"many": many.with_include_when(schema.spec.debug), "reader": reader}, Nothing()

    found = resources(graph_of(builder))

    assert found == {
        "many": {
            "forEach": [{"region": "${schema.spec.regions}"}, {"aTier": '${["web", "db"]}'}],
            "template": {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "a-${region}-${aTier}"},
                "data": {"region": "${region}"},
            },
            "includeWhen": ["${schema.spec.debug}"],
            "readyWhen": ['${each.data["region"] != ""}'],
        },
        "reader": {
            "template": {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": "settings"},
                "data": {"names": '${many.map(it, it.metadata.name).join(",")}', "first": "${many[0].metadata.uid}"},
            }
        },
    }


def test_a_collection_depends_on_what_its_lists_come_from() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        many = for_each(schema.spec.regions, lambda region: config_map(f"a-{region}"))
        copies = for_each(many, lambda one: config_map(f"copy-{one.metadata.name}"))
        return {"copies": copies, "many": many}, Nothing()

    graph = graph_of(builder)

    assert graph.analysis is not None
    assert graph.analysis.topological_order == ("many", "copies")
    assert graph.children[0].id == "copies"


REFUSED: list[tuple[Callable[[Any], Any], str | None]] = [
    (
        lambda item: config_map(f"a-{item}"),
        compose(
            "resources.one: the parameter 'item' of the function is reserved",
            "kro keeps the word to itself",
            "lambda my_item: ...",
        ),
    ),
    (
        lambda namespace: config_map(f"a-{namespace}"),
        compose(
            "resources.one: the parameter 'namespace' of the function is reserved",
            "CEL keeps the word to itself",
            "lambda my_namespace: ...",
        ),
    ),
    (
        lambda one: config_map(f"a-{one}"),
        compose(
            "resources.one: the parameter 'one' of the function is an id of this graph",
            "kro knows the item and the node by one name",
            "lambda one_one: ...",
        ),
    ),
    (
        lambda __x: config_map(f"a-{__x}"),
        compose(
            "resources.one: the parameter '__x' of the function is no name",
            "it names an item for kro, which wants a small letter, then letters and digits",
            "lambda region: ...",
        ),
    ),
    (
        lambda region: config_map("a", region=region),
        compose("resources.one.forEach: region is not in the name", IDENTITY, 'name=f"...-{region}"'),
    ),
    (
        lambda region: config_map(repr(region)),
        None,
    ),
]


@pytest.mark.parametrize(("make", "problem"), REFUSED)
def test_items_that_kro_could_not_name_or_tell_apart_are_refused(make: Any, problem: str | None) -> None:
    if problem is not None:
        assert problem_of_collection(make) == problem
    else:
        _, damaged = problems_of(lambda schema: ({"one": for_each(schema.spec.regions, make)}, Nothing()))
        assert damaged.startswith("resources.one.metadata.name: a text holds the repr of region\n")


def test_two_items_of_one_name_and_two_that_are_in_no_name_are_told() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        regions = schema.spec.regions
        return {
            "one": for_each(regions, regions, lambda a_b, aB: config_map(f"{a_b}-{aB}")),  # noqa: N803 - that is it
            "two": for_each(regions, regions, lambda one_x, y: config_map("a", x=one_x, y=y)),
        }, Nothing()

    assert problems_of(builder) == [
        compose("resources.one.forEach: the parameters 'a_b' and 'aB' are both aB for kro", (), "give one another name"),
        compose("resources.two.forEach: one_x and y are not in the name", IDENTITY, 'name=f"...-{one_x}-{y}"'),
    ]


def test_an_item_means_nothing_outside_of_the_function_that_it_was_given_to() -> None:
    kept: list[Any] = []

    def make(region: str) -> Any:
        kept.extend((region, config_map(f"a-{region}")))
        return kept[1]

    def builder(schema: Schema[Spec, Nothing]) -> Any:
        many = for_each(schema.spec.regions, make)
        return {"many": many, "reader": config_map(item=kept[0], one=kept[1].metadata.uid)}, Nothing()

    item, one = problems_of(builder)

    assert item.splitlines()[0] == "resources.reader.data.item: region is not known in this graph"
    assert item.splitlines()[1].startswith(f"  region is one item of the for_each at {__file__}:")
    assert item.splitlines()[2] == "hint: refer to it inside of that function alone"
    assert one == compose(
        "resources.reader.data.one: ConfigMap.metadata.uid is not known in this graph",
        "it is one of the collection many, and leaves the function that makes one",
        "many[0] for one at a known position, cel.map(many, lambda each: ...) for all",
    )


def test_conditions_of_a_collection_ask_about_each_alone() -> None:
    def builder(schema: Schema[Spec, Nothing]) -> Any:
        many = for_each(
            schema.spec.regions, lambda region: config_map(f"a-{region}").with_ready_when(lambda each: each.metadata.name == region)
        )
        other = for_each(schema.spec.regions, lambda region: config_map(f"b-{region}"))
        return {"many": many, "other": other.with_ready_when(lambda each: each.metadata.uid != other[0].metadata.uid)}, Nothing()

    hint = "leave the others out; what a resource refers to is ready before it is made"
    why = "kro lets a condition ask about its own resource alone, and this one asks about"
    assert problems_of(builder) == [
        compose("resources.many.readyWhen[0]: (each.metadata.name == region)", f"{why} region", hint),
        compose("resources.other.readyWhen[0]: (each.metadata.uid != other[0].metadata.uid)", f"{why} other", hint),
    ]


def test_what_labels_select_has_no_conditions() -> None:
    peers = external_refs("v1", "ConfigMap", match_labels={"a": "b"}).with_ready_when(lambda each: each.metadata.name != "")

    assert problems_of(lambda _: ({"peers": peers}, Nothing())) == [
        compose(
            "resources.peers.readyWhen[0]: a condition on external references",
            "kro asks no conditions of what labels select: it takes what is there",
            "with_ready_when() for none",
        )
    ]
