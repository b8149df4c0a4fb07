"""Builders in which Python decides about references; the lines that it does so on are found by their numbers."""

import ast
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.graph.parts import Nothing, Spec, Status, config_map, graph_of, problems_of
from typekro.errors import compose
from typekro.expressions import cel
from typekro.factories import simple
from typekro.graph import ManifestNode, Schema, for_each, manifest_node
from typekro.graph.source_lint import problems_of_source
from typekro.graph.source_names import bindings
from typekro.openapi import k8s

NEVER = "a reference is no value yet: Python decides this while the script runs, the same way for every instance"
DEBUG = False
FILE = Path(__file__).name
Builder = Callable[[Schema[Any, Nothing]], Any]


def at(function: Callable[..., Any], line: int) -> str:
    """A line of a function, from 1, which is that of its def."""
    return f"{FILE}:{function.__code__.co_firstlineno + line - 1}"


def test_asking_for_none_is_told_with_its_line_and_what_to_write() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        note = schema.spec.note
        text = "" if note is None else note
        more = schema.spec.regions[0] if schema.spec.note is not None else "x"
        return {"one": config_map(text=text, more=more)}, Nothing()

    lint = problems_of_source(builder)

    assert lint == [
        compose(
            f"{at(builder, 3)}: note is None",
            NEVER,
            "when(not_(has(note)), ..., ...) for a value, with_include_when(not_(has(note))) for a whole resource",
        ),
        compose(
            f"{at(builder, 4)}: schema.spec.note is not None",
            NEVER,
            "when(has(schema.spec.note), ..., ...) for a value, with_include_when(has(schema.spec.note)) for a whole resource",
        ),
    ]
    assert problems_of(builder)[:2] == lint


def test_identity_with_anything_else_is_a_comparison() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        return schema.spec.debug is True, None is not schema.spec.port

    assert problems_of_source(builder) == [
        compose(f"{at(builder, 2)}: schema.spec.debug is True", NEVER, "schema.spec.debug == True"),
        compose(
            f"{at(builder, 2)}: None is not schema.spec.port",
            NEVER,
            "when(has(schema.spec.port), ..., ...) for a value, with_include_when(has(schema.spec.port)) for a whole resource",
        ),
    ]


def test_the_class_of_a_reference_is_not_asked_for() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        name = schema.spec.name + "-x"
        return isinstance(name, str)

    assert problems_of_source(builder) == [
        compose(
            f"{at(builder, 3)}: isinstance(name, str)",
            [NEVER, "what it will be is known from its declaration: it poses as that, and is of no other class"],
            "use name as what it is declared to be",
        )
    ]


def test_a_reference_is_not_matched() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        match schema.spec.name:
            case "prod":
                return 3
            case _:
                return 1

    assert problems_of_source(builder) == [
        compose(f"{at(builder, 2)}: match schema.spec.name", NEVER, "when(schema.spec.name == ..., ..., ...)")
    ]


def test_the_namespace_that_an_instance_was_given_may_be_none() -> None:
    web = graph_of(lambda _: ({"settings": config_map()}, Nothing()))

    def builder(schema: Schema[Spec, Nothing]) -> Any:
        one = web.get_instance(schema.spec)
        return {"one": one}, one.namespace is None, one.spec.note is None

    assert problems_of_source(builder) == [
        compose(
            f"{at(builder, 3)}: one.spec.note is None",
            NEVER,
            "when(not_(has(one.spec.note)), ..., ...) for a value, with_include_when(not_(has(one.spec.note))) for a whole resource",
        )
    ]


def node_of(name: str) -> ManifestNode:
    return config_map(name)


def by_annotation(schema: Schema[Any, Nothing]) -> Any:
    made: Any = node_of(schema.spec.name)
    return made.data.x is None


def by_class(schema: Schema[Any, Nothing]) -> Any:
    made: Any = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name)).with_ready_when()
    return made.data["x"] is None


def by_maker(schema: Schema[Any, Nothing]) -> Any:
    made: Any = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.spec.name}})
    return made.data["x"].y is None


def by_lambda(schema: Schema[Any, Nothing]) -> Any:
    return for_each(schema.spec.regions, lambda region: config_map("a" if region is None else region))


def by_condition(_: Schema[Spec, Nothing]) -> Any:
    return config_map().with_ready_when(lambda node: node.data.x is None)


def by_function(schema: Schema[Any, Nothing]) -> Any:
    size: Any = cel.size(schema.spec.regions)
    return size is None


def by_method(schema: Schema[Any, Nothing]) -> Any:
    return schema.spec.name.upper() is None


def by_choice(schema: Schema[Any, Nothing]) -> Any:
    chosen = schema.spec.name if DEBUG else schema.spec.note
    return chosen is None


def by_loop(schema: Schema[Any, Nothing]) -> Any:
    for each in (schema.spec.name, schema.spec.note):
        if each is None:
            return each
    return (walrus := schema.spec.note) is None or walrus


def by_unpacking(schema: Schema[Any, Nothing]) -> Any:
    name, note = schema.spec.name, schema.spec.note
    return name is None, note is None


@pytest.mark.parametrize(
    ("builder", "found"),
    [
        (by_annotation, ["made.data.x is None"]),
        (by_class, ["made.data['x'] is None"]),
        (by_maker, ["made.data['x'].y is None"]),
        (by_lambda, ["region is None"]),
        (by_condition, ["node.data.x is None"]),
        (by_function, ["size is None"]),
        (by_method, ["schema.spec.name.upper() is None"]),
        (by_choice, ["chosen is None"]),
        (by_loop, ["each is None", "(walrus := schema.spec.note) is None"]),
        (by_unpacking, ["name is None", "note is None"]),
    ],
)
def test_references_are_followed_through_names_and_calls(builder: Builder, found: list[str]) -> None:
    first_lines = [problem.splitlines()[0].partition(": ")[2] for problem in problems_of_source(builder)]

    assert sorted(first_lines) == sorted(found)


def decided_by_python(schema: Any, image: Any = None) -> Any:
    debug = config_map("debug") if DEBUG else None
    note = schema.spec.note if DEBUG else None
    later: Any = None
    if DEBUG:
        later = schema.spec.name
    parts = {"one": config_map(), "debug": debug}
    nodes = {id_: node for id_, node in parts.items() if node is not None}
    kept = list(filter(lambda part: part is not None, [later, note, image]))

    def helper(text: str | None = None) -> str:
        return "" if text is None else text

    text: Any = f"{schema.spec.name}"
    one: Any = nodes["one"]
    with_text = isinstance(text, str) and isinstance(one, ManifestNode)
    match image:
        case None:
            image = helper()
        case _:
            pass
    return (later is None, note is None, debug is None, schema is None, kept, with_text, image is None, nodes), Nothing()


def test_what_python_may_decide_is_left_to_it() -> None:
    assert problems_of_source(decided_by_python) == []


def _source_is_nowhere() -> Builder:
    names: dict[str, Any] = {}
    exec("def builder(schema): return schema.spec.note is None", names)  # noqa: S102 - a function without a source
    builder: Builder = names["builder"]
    return builder


@pytest.mark.parametrize(
    "builder",
    [
        _source_is_nowhere(),
        functools.partial(by_choice),
        len,
        lambda: None,
    ],
)
def test_where_there_is_no_source_nothing_is_known(builder: Any) -> None:
    assert problems_of_source(builder) == []


def test_a_builder_that_is_a_lambda_is_read_where_it_is_the_only_one() -> None:
    builder: Builder = lambda schema: ({"one": config_map()} if schema.spec.note is None else {}, Nothing())  # noqa: E731 - that is it

    assert [problem.splitlines()[0] for problem in problems_of_source(builder)] == [f"{at(builder, 1)}: schema.spec.note is None"]


def test_other_graphs_instances_are_nodes() -> None:
    other = graph_of(lambda schema: ({"one": config_map()}, Status(schema.spec.name)), Status)

    def builder(schema: Schema[Any, Nothing]) -> Any:
        shop: Any = other.get_instance(Spec(schema.spec.name))
        return shop.status.host is None, shop is None

    assert [problem.splitlines()[0] for problem in problems_of_source(builder)] == [f"{at(builder, 3)}: shop.status.host is None"]


def test_every_way_to_bind_a_name_is_known() -> None:
    source = """
def f(schema):
    a = b = schema.x
    (c, [d, *e]) = 1, 2
    g: int = 3
    h: int
    a += 1
    with open(p) as i, open(q): pass
    for j in [1, schema.y]: pass
    for k in j: pass
    [l for l in k if (m := l)]
    def n(o, p=1): pass
    schema.z = 4
"""
    found = {name: [ast.unparse(value) for value in values] for name, values in bindings(_function(source)).items()}

    assert found == {
        "a": ["schema.x", "()"],
        "b": ["schema.x"],
        "c": ["1"],
        "d": ["()"],
        "g": ["3"],
        "i": ["()"],
        "j": ["1", "schema.y"],
        "k": ["()"],
        "l": ["()"],
        "m": ["l"],
        "o": ["()"],
        "p": ["()"],
    }


def _function(source: str) -> ast.FunctionDef:
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    return function


def test_conditions_that_are_dropped_are_told() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        one = config_map(text=schema.spec.note)
        one.with_ready_when(lambda node: node.data["x"] != "")
        made = one.with_include_when(schema.spec.debug)
        made.with_include_when(schema.spec.debug).with_ready_when()
        return {"one": made}, Nothing()

    why = "it leaves the resource as it is, and gives another one with these conditions, which is dropped here"
    dropped = "one.with_ready_when(lambda node: node.data['x'] != '')"
    chained = "made.with_include_when(schema.spec.debug).with_ready_when()"
    assert problems_of_source(builder) == [
        compose(f"{at(builder, 3)}: {dropped}", why, f"one = {dropped}"),
        compose(f"{at(builder, 5)}: {chained}", why, f"made = {chained}"),
    ]


def test_what_simple_makes_is_known_for_a_node() -> None:
    def builder(schema: Schema[Any, Nothing]) -> Any:
        service = simple.service(name=schema.spec.note, selector={"app": "web"}, ports=[80])
        return {"one": service}, 1 if service.spec.cluster_ip is None else 2  # type: ignore[redundant-expr] # pyright: ignore[reportUnnecessaryComparison] # the mistake

    assert [text.splitlines()[0] for text in problems_of_source(builder)] == [f"{at(builder, 3)}: service.spec.cluster_ip is None"]
