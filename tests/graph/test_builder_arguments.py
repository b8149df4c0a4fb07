"""What a graph is made of, where it is not what it should be: told at the user's line, before anything of typekro fails of it."""

import functools
from typing import Any, cast

import pytest

from tests.graph.parts import Nothing, Spec, config_map, graph_of, problems_of
from typekro.errors import DefinitionError, compose
from typekro.graph import PrinterColumn, Schema, SchemaDefinition, resource_graph, to_kro_resource_graph

HINT = "def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ..."
FUNCTION = "a builder is a function that takes the schema, and returns the nodes by their ids, and the status"
ALONE = "kro knows the schema of an instance, and nothing else; what is the same for all of them is found around the builder"


def nothing(_: Any) -> Any:
    return {}, Nothing()


def none_at_all() -> Any:
    return {}, Nothing()


def two(schema: Schema[Spec, Nothing], region: str) -> Any:
    return {region: schema}, Nothing()


def by_name(schema: Schema[Spec, Nothing], *, region: str) -> Any:
    return {region: schema}, Nothing()


async def later(schema: Any) -> Any:
    return nothing(schema)


def decorated(builder: Any) -> Any:
    return resource_graph("web", api_version="example.com/v1alpha1", kind="Web")(builder)


def test_a_builder_of_the_long_form_takes_the_schema() -> None:
    with pytest.raises(DefinitionError) as raised:
        given(none_at_all)

    assert raised.value.message == compose("web: the builder takes (), and is given one argument, the schema", ALONE, HINT)


def given(builder: Any) -> Any:
    return to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Spec, Nothing))


ONCE = "it runs once, as the graph is defined, and what is known later is a reference in it"
BUILDERS: list[tuple[Any, str, str]] = [
    (None, "None, no function", FUNCTION),
    ("web", "'web', no function", FUNCTION),
    (later, "an async function, which nobody awaits", ONCE),
    (two, "takes (schema, region), and is given one argument, the schema", ALONE),
    (by_name, "takes (schema, *, region), and is given one argument, the schema", ALONE),
]


@pytest.mark.parametrize(("builder", "what", "why"), BUILDERS)
@pytest.mark.parametrize("way", [decorated, given])
def test_a_builder_takes_the_schema_and_nothing_else(builder: Any, what: str, why: str, way: Any) -> None:
    with pytest.raises(DefinitionError) as raised:
        way(builder)

    assert raised.value.message == compose(f"web: the builder {'' if what.startswith('takes') else 'is '}{what}", why, HINT)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"short_names": 5}, 'short names and categories: 5 is no list\nhint: ["db"]'),
        ({"printer_columns": 3}, "printer_columns: 3 is no list\nhint: printer_columns=[PrinterColumn(...)]"),
        ({"feature_gates": 3}, 'feature_gates: 3 is no list\nhint: feature_gates=["CELOmitFunction"]'),
        ({"allow": 3}, 'allow: 3 is no list\nhint: allow=["unset-field"]'),
    ],
)
def test_options_that_are_several_come_in_lists(options: dict[str, Any], text: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        graph_of(nothing, **options)

    assert raised.value.message == text


def test_a_function_of_a_condition_takes_the_resource() -> None:
    condition = cast("Any", lambda: True)

    assert problems_of(lambda _: ({"one": config_map().with_ready_when(condition)}, Nothing())) == [
        (
            "resources.one.readyWhen[0]: the function takes (), and is given one argument, the resource\n"
            "hint: with_ready_when(lambda node: node.status.replicas >= 1)"
        )
    ]


def test_a_function_of_a_column_takes_the_instance() -> None:
    def pair(instance: Any, more: Any) -> Any:
        return instance, more

    column = PrinterColumn("Port", cast("Any", pair))

    with pytest.raises(DefinitionError) as raised:
        graph_of(nothing, printer_columns=[column])

    assert raised.value.message == (
        "web: printer_columns[0].path: the function takes (instance, more), and is given one argument, the instance\n"
        "hint: lambda instance: instance.status.host"
    )


@pytest.mark.parametrize("builder", [dict, functools.partial(nothing)])
def test_what_is_decorated_is_a_function(builder: Any) -> None:
    with pytest.raises(DefinitionError) as raised:
        resource_graph("web", api_version="example.com/v1", kind="Web")(builder)

    assert raised.value.message == (
        f"web: the builder is {builder!r}, which is no function\n"
        "  annotations are read of a function, and say what spec and status are\n"
        f"hint: {HINT}\n"
        "hint: to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments"
    )
