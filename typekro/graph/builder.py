"""From a builder function to a factory: the builder runs once, on references, and what it returns is closed."""

import inspect
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs

from typekro.checking.problems import Lint
from typekro.errors import DefinitionError, TypeKroWarning, compose
from typekro.expressions import Root, TokenScope, describe, tokens
from typekro.expressions.guards import parameters_of, takes
from typekro.graph.closing import Header, close
from typekro.graph.columns import PrinterColumn
from typekro.graph.options import FeatureGate, Options, Scope, render_options
from typekro.graph.resource_graph import ResourceGraph
from typekro.graph.rules import problems_of_api_version, problems_of_graph_name, problems_of_kind
from typekro.graph.schema_reference import Schema
from typekro.graph.source_lint import problems_of_source
from typekro.nodes import Node, NodeRoot, parts_of
from typekro.nodes.making import nodes_made
from typekro.schema import SimpleSchema, collected, problems_of_class, simple_schema

S = TypeVar("S")
T = TypeVar("T")

_BUILDER: Final = "def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ..."

Graph: TypeAlias = tuple[Mapping[str, Node], T]


@attrs.frozen
class SchemaDefinition(Options, Generic[S, T]):
    """The kind that a graph defines.

    Args:
        api_version: its group and version (`example.com/v1alpha1`).
        kind: the kind (`Database`).
        spec: the class of its instances' spec.
        status: the class of their status.
        **options: `scope`, `printer_columns`, `short_names`, `categories`, `labels`, `annotations`, `feature_gates` and `allow`, as for
            `resource_graph`.
    """

    api_version: str
    kind: str
    spec: type[S]
    status: type[T]


def resource_graph(
    name: str,
    *,
    api_version: str,
    kind: str,
    scope: Scope = "Namespaced",
    printer_columns: Sequence[PrinterColumn] = (),
    short_names: Sequence[str] = (),
    categories: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    feature_gates: Sequence[FeatureGate] = (),
    allow: Sequence[Lint] = (),
) -> Callable[[Callable[[Schema[S, T]], Graph[T]]], ResourceGraph[S, T]]:
    """Makes a factory of a builder, whose annotations say what spec and status are.

    Args:
        name: the name of the ResourceGraphDefinition, cluster-wide.
        api_version: group and version of the kind that it defines (`example.com/v1alpha1`).
        kind: that kind (`Database`).
        scope: `Namespaced`, or `Cluster` for a kind whose instances have no namespace; kro lets nobody change it later.
        printer_columns: what `kubectl get` shows in place of kro's own columns; `DEFAULT_COLUMNS` are these.
        short_names: other names of the kind for kubectl (`db`).
        categories: groups of kinds that `kubectl get CATEGORY` shows together (`all`).
        labels: labels of the CustomResourceDefinition that kro makes.
        annotations: annotations of that CustomResourceDefinition.
        feature_gates: features of kro that are off by default, and on in the clusters that the graph is for: `CELOmitFunction` allows
            `omit()`.
        allow: what else would be refused though kro takes it, and is meant here: `unset-field`, `unresolved-status`, `never-ready`,
            `unasked-readiness`, `literal-secret`, `written-reference`, `refused-object`.

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
        _check_function(name, builder)
        spec, status = _classes(name, builder)
        definition = SchemaDefinition(
            api_version,
            kind,
            spec,
            status,
            scope=scope,
            printer_columns=printer_columns,
            short_names=short_names,
            categories=categories,
            labels=labels,
            annotations=annotations,
            feature_gates=feature_gates,
            allow=allow,
        )
        return to_kro_resource_graph(name, builder, definition)

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
    _check_definition(name, schema_definition)
    _check_builder(name, builder)
    header = _header(name, schema_definition)
    schema = Schema(name, schema_definition.spec, schema_definition.status, schema_definition.scope)
    found = problems_of_source(builder)
    with tokens() as scope, nodes_made() as made:
        returned = _built(name, builder, schema, found)
        closed = close(header, schema, schema_definition.status, returned, found)
        _warn(name, scope)
        _warn_of_forgotten(name, made, returned[0].values())
    return ResourceGraph(
        name=name,
        api_version=schema_definition.api_version,
        kind=schema_definition.kind,
        spec_class=schema_definition.spec,
        status_class=schema_definition.status,
        schema=schema,
        manifest=closed.manifest,
        analysis=closed.report.analysis,
        unchecked=closed.report.unchecked,
    )


def _built(name: str, builder: Callable[[Schema[S, T]], Graph[T]], schema: Schema[S, T], found: Sequence[str]) -> Graph[T]:
    """What the builder returns; where it fails, that is told beside what its source was found to have wrong."""
    try:
        return builder(schema)
    except DefinitionError as error:
        if not found:
            raise
        raise collected(name, [*(f"{name}: {problem}" for problem in found), *(error.problems or [error.message])]) from error


def _check_function(name: str, builder: object) -> None:
    if not callable(builder):
        why = "a builder is a function that takes the schema, and returns the nodes by their ids, and the status"
        raise DefinitionError(compose(f"{name}: the builder is {builder!r}, no function", why, _BUILDER))
    if inspect.iscoroutinefunction(builder):
        why = "it runs once, as the graph is defined, and what is known later is a reference in it"
        raise DefinitionError(compose(f"{name}: the builder is an async function, which nobody awaits", why, _BUILDER))


def _check_builder(name: str, builder: object) -> None:
    _check_function(name, builder)
    if not takes(builder, 1):
        why = "kro knows the schema of an instance, and nothing else; what is the same for all of them is found around the builder"
        what = f"{name}: the builder takes {parameters_of(builder)}, and is given one argument, the schema"
        raise DefinitionError(compose(what, why, _BUILDER))


def _check_definition(name: str, definition: Any) -> None:
    if not isinstance(definition, SchemaDefinition):
        what = f"{name}: {type(definition).__name__} is no SchemaDefinition"
        raise DefinitionError(compose(what, (), f'to_kro_resource_graph("{name}", builder, SchemaDefinition(...))'))
    for role in ("spec", "status"):
        cls: object = getattr(cast("Any", definition), role)
        if not isinstance(cls, type):
            raise DefinitionError(
                compose(f"{name}: {role}={cls!r} is no class", f"it says what a {role} is", f"{role}={type(cls).__name__}")
            )


def _header(name: str, definition: SchemaDefinition[Any, Any]) -> Header:
    problems = [*problems_of_graph_name(name), *problems_of_kind(definition.kind), *problems_of_api_version(definition.api_version)]
    spec = SimpleSchema({}, {})
    try:
        spec = simple_schema(definition.spec)
    except DefinitionError as error:
        problems += error.problems or [error.message]
    try:
        problems += problems_of_class(definition.status, "status")
    except DefinitionError as error:
        problems += error.problems or [error.message]
    options = render_options(definition, definition.spec, definition.status, problems)
    if problems:
        raise collected(name, [f"{name}: {problem}" for problem in dict.fromkeys(problems)])
    group, _, version = definition.api_version.rpartition("/")
    return Header(name, group, version, definition.kind, spec, options, definition.feature_gates, definition.allow)


def _classes(name: str, builder: Callable[..., Any]) -> tuple[type[Any], type[Any]]:
    long_form = "to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments"
    try:
        parameters = list(inspect.signature(builder).parameters)
        annotation = get_type_hints(builder).get(parameters[0]) if parameters else None
    except NameError as error:
        why = f"its annotations name {error.name!r}, which is not to be found in {builder.__module__}"
        raise DefinitionError(compose(f"{name}: the annotations of the builder cannot be read", why, [_BUILDER, long_form])) from error
    except (TypeError, ValueError) as error:
        why = "annotations are read of a function, and say what spec and status are"
        raise DefinitionError(compose(f"{name}: the builder is {builder!r}, which is no function", why, [_BUILDER, long_form])) from error
    arguments = get_args(annotation)
    if get_origin(annotation) is not Schema or not all(isinstance(argument, type) for argument in arguments):
        why = "the annotation of its first parameter says what spec and status are"
        raise DefinitionError(compose(f"{name}: the builder has no Schema[Spec, Status]", why, [_BUILDER, long_form]))
    return arguments[0], arguments[1]


def _warn(name: str, scope: TokenScope) -> None:
    for issued in scope.unfound:
        why = "it was measured, compared, encoded or printed, which does nothing in the cluster"
        text = compose(f"{name}: {describe(issued.expression)} was formatted into a text that is nowhere in the graph", why)
        warnings.warn_explicit(text, TypeKroWarning, issued.place.filename, issued.place.line)


def _warn_of_forgotten(name: str, made: Iterable[Root], returned: Collection[Node]) -> None:
    """Warns of each node that was made and is not returned; had another one referred to it, that would have been an error."""
    known = {parts_of(node).root for node in returned}
    known |= {parts_of(each).root for node in returned if (each := parts_of(node).each) is not None}
    for root in made:
        if isinstance(root, NodeRoot) and root not in known:
            label = f"{root.label[:1].lower()}{root.label[1:]}"
            why = "it is not among the nodes that the builder returns, and nothing refers to it: kro does not know of it"
            hints = [f'return {{..., "{label}": {label}}}, status', "where that depends on something, make it only where it is returned"]
            text = compose(f"{name}: the {root.label} made here is forgotten", why, hints)
            warnings.warn_explicit(text, TypeKroWarning, root.place.filename, root.place.line)
