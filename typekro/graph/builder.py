"""From a builder function to a factory: the builder runs once, on references, and what it returns is closed."""

import inspect
import warnings
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import attrs

from typekro.errors import DefinitionError, TypeKroWarning, compose
from typekro.expressions import TokenScope, describe, tokens
from typekro.graph.closing import Header, close
from typekro.graph.resource_graph import ResourceGraph
from typekro.graph.rules import problems_of_api_version, problems_of_graph_name, problems_of_kind
from typekro.graph.schema_reference import Schema
from typekro.nodes import Node
from typekro.schema import SimpleSchema, collected, problems_of_class, simple_schema

S = TypeVar("S")
T = TypeVar("T")

Graph: TypeAlias = tuple[Mapping[str, Node], T]


@attrs.frozen
class SchemaDefinition(Generic[S, T]):
    """The kind that a graph defines.

    Args:
        api_version: its group and version (`example.com/v1alpha1`).
        kind: the kind (`Database`).
        spec: the class of its instances' spec.
        status: the class of their status.
    """

    api_version: str
    kind: str
    spec: type[S]
    status: type[T]


def resource_graph(name: str, *, api_version: str, kind: str) -> Callable[[Callable[[Schema[S, T]], Graph[T]]], ResourceGraph[S, T]]:
    """Makes a factory of a builder, whose annotations say what spec and status are.

    Args:
        name: the name of the ResourceGraphDefinition, cluster-wide.
        api_version: group and version of the kind that it defines (`example.com/v1alpha1`).
        kind: that kind (`Database`).

    Raises:
        DefinitionError: kro would refuse it, or it cannot be meant; all reasons are named.

    Example:
        >>> from typekro.graph import manifest_node
        >>> @attrs.frozen
        ... class Spec:
        ...     text: str
        >>> @attrs.frozen
        ... class Status:
        ...     name: str
        >>> def builder(schema: Schema[Spec, Status]) -> Graph[Status]:
        ...     manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "note"}, "data": {"text": schema.spec.text}}
        ...     note = manifest_node(manifest)
        ...     return {"note": note}, Status(name=note.metadata.name)
        >>> resource_graph("notes", api_version="example.com/v1alpha1", kind="Note")(builder)
        <typekro graph notes: Note of example.com/v1alpha1>
    """

    def decorate(builder: Callable[[Schema[S, T]], Graph[T]]) -> ResourceGraph[S, T]:
        spec, status = _classes(name, builder)
        return to_kro_resource_graph(name, builder, SchemaDefinition(api_version, kind, spec, status))

    return decorate


def to_kro_resource_graph(
    name: str, builder: Callable[[Schema[S, T]], Graph[T]], schema_definition: SchemaDefinition[S, T]
) -> ResourceGraph[S, T]:
    """Makes a factory of a builder: the long form of `resource_graph`, for builders without annotations.

    Args:
        name: the name of the ResourceGraphDefinition, cluster-wide.
        builder: takes the schema, and returns the nodes by their ids, and the status.
        schema_definition: the kind that the graph defines.

    Raises:
        DefinitionError: kro would refuse it, or it cannot be meant; all reasons are named.
    """
    header = _header(name, schema_definition)
    schema = Schema(name, schema_definition.spec, schema_definition.status)
    with tokens() as scope:
        definition = close(header, schema, schema_definition.status, builder(schema))
        _warn(name, scope)
    return ResourceGraph(
        name=name,
        api_version=schema_definition.api_version,
        kind=schema_definition.kind,
        spec_class=schema_definition.spec,
        status_class=schema_definition.status,
        schema=schema,
        manifest=definition,
    )


def _header(name: str, definition: SchemaDefinition[Any, Any]) -> Header:
    group, _, version = definition.api_version.rpartition("/")
    problems = [*problems_of_graph_name(name), *problems_of_kind(definition.kind), *problems_of_api_version(definition.api_version)]
    spec = SimpleSchema({}, {})
    try:
        spec = simple_schema(definition.spec)
    except DefinitionError as error:
        problems += error.problems
    problems += problems_of_class(definition.status, "status")
    if problems:
        raise collected(name, [f"{name}: {problem}" for problem in dict.fromkeys(problems)])
    return Header(name, group, version, definition.kind, spec)


def _classes(name: str, builder: Callable[..., Any]) -> tuple[type[Any], type[Any]]:
    parameters = list(inspect.signature(builder).parameters)
    hint = "def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ..."
    long_form = "to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments"
    try:
        annotation = get_type_hints(builder).get(parameters[0]) if parameters else None
    except NameError as error:
        why = f"its annotations name {error.name!r}, which is not to be found in {builder.__module__}"
        raise DefinitionError(compose(f"{name}: the annotations of the builder cannot be read", why, [hint, long_form])) from error
    arguments = get_args(annotation)
    if get_origin(annotation) is not Schema or not all(isinstance(argument, type) for argument in arguments):
        why = "the annotation of its first parameter says what spec and status are"
        raise DefinitionError(compose(f"{name}: the builder has no Schema[Spec, Status]", why, [hint, long_form]))
    return arguments[0], arguments[1]


def _warn(name: str, scope: TokenScope) -> None:
    for issued in scope.unfound:
        why = "it was measured, compared, encoded or printed, which does nothing in the cluster"
        text = compose(f"{name}: {describe(issued.expression)} was formatted into a text that is nowhere in the graph", why)
        warnings.warn_explicit(text, TypeKroWarning, issued.place.filename, issued.place.line)
