"""Closing a graph: the nodes that a builder returned get their ids, and everything becomes one ResourceGraphDefinition."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Dyn, Expression, Root, describe, expression_of, roots, type_name
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.document import annotated
from typekro.graph.manifests import Rendering
from typekro.graph.order import cycle
from typekro.graph.rules import problems_of_id
from typekro.graph.schema_reference import Schema, schema_root
from typekro.graph.status import render_status
from typekro.nodes import Node, NodeParts, parts_of
from typekro.schema import SimpleSchema, collected

_KRO_LABELS = ("kro.run/", "internal.kro.run/")


@attrs.frozen
class Header:
    """What of a ResourceGraphDefinition is known before its builder ran.

    Args:
        name: its name.
        group: the group of the kind that it defines.
        version: the version of that kind.
        kind: that kind.
        spec: the schema of the kind's spec.
    """

    name: str
    group: str
    version: str
    kind: str
    spec: SimpleSchema


def close(header: Header, schema: Schema[Any, Any], status_class: type, returned: object) -> dict[str, Any]:
    """The manifest of a ResourceGraphDefinition.

    Args:
        header: what was known before the builder ran.
        schema: what the builder was given.
        status_class: the class of the status that the builder should return.
        returned: what the builder returned.

    Raises:
        DefinitionError: kro would refuse it, or it cannot be meant; all reasons are named.
    """
    nodes, status = _pair(header, returned, status_class)
    names: dict[Root, str] = {schema_root(schema): "schema", **{parts_of(node).root: id_ for id_, node in nodes.items()}}
    rendering = Rendering(names)
    rendering.problems.extend(_problems_of_ids(nodes))
    dependencies: dict[str, set[str]] = {}
    resources = [_resource(id_, node, rendering, dependencies) for id_, node in nodes.items()]
    path = cycle(dependencies)
    if path is not None:
        rendering.problems.append(_cycle_text(path))
    rendered = render_status(status, status_class, rendering)
    if rendering.problems:
        raise collected(header.name, [f"{header.name}: {problem}" for problem in dict.fromkeys(rendering.problems)])
    return annotated(_definition(header, rendered, resources))


def _definition(header: Header, status: dict[str, Any], resources: list[dict[str, Any]]) -> dict[str, Any]:
    schema: dict[str, Any] = {"apiVersion": header.version, "group": header.group, "kind": header.kind, "spec": header.spec.spec}
    if header.spec.types:
        schema["types"] = header.spec.types
    if status:
        schema["status"] = status
    return {
        "apiVersion": "kro.run/v1alpha1",
        "kind": "ResourceGraphDefinition",
        "metadata": {"name": header.name},
        "spec": {"schema": schema, "resources": resources},
    }


def _pair(header: Header, returned: object, status_class: type) -> tuple[dict[str, Node], object]:
    if is_sequence(returned) and len(returned) == 2 and is_mapping(returned[0]):  # noqa: PLR2004 - a pair
        nodes = dict(returned[0])
        strangers = {id_: node for id_, node in nodes.items() if not isinstance(node, Node) or not isinstance(id_, str)}
        if not strangers:
            return nodes, returned[1]
        shown = ", ".join(f"{id_!r}: {type(node).__name__}" for id_, node in strangers.items())
        why = "each is an id and what simple.*, external_ref, get_instance or manifest_node made"
        raise collected(header.name, [compose(f"{header.name}: not nodes: {shown}", why)])
    why = f"it returned {'nodes without a status' if is_mapping(returned) else type(returned).__name__}"
    hint = f'return {{"deployment": deployment}}, {status_class.__name__}(...)'
    what = f"{header.name}: a builder returns its nodes by their ids, and the status"
    raise collected(header.name, [compose(what, why, hint)])


def _problems_of_ids(nodes: Mapping[str, Node]) -> Iterator[str]:
    seen: dict[Root, str] = {}
    for id_, node in nodes.items():
        yield from problems_of_id(id_, nodes.keys())
        root = parts_of(node).root
        if root in seen:
            why = "an id is what the others refer to, so that each resource has one"
            yield compose(f"{root.label} is returned under two ids, {seen[root]!r} and {id_!r}", why, "make the resource twice")
        seen.setdefault(root, id_)


def _resource(id_: str, node: Node, rendering: Rendering, dependencies: dict[str, set[str]]) -> dict[str, Any]:
    parts = parts_of(node)
    at = f"resources.{id_}"
    used: set[Root] = set()
    manifest = rendering.value(parts.template, at, used)
    rendering.problems.extend(_problems_of_manifest(manifest, parts, at))
    dependencies[id_] = {rendering.names[root] for root in used if root in rendering.names} - {"schema"}
    resource: dict[str, Any] = {"id": id_, "externalRef" if parts.external else "template": manifest}
    conditions = [_condition(condition, node, f"{at}.readyWhen[{number}]", rendering) for number, condition in enumerate(parts.conditions)]
    if conditions:
        resource["readyWhen"] = conditions
    return resource


def _problems_of_manifest(manifest: dict[str, Any], parts: NodeParts, at: str) -> Iterator[str]:
    for key in ("apiVersion", "kind"):
        value = parts.template.get(key)
        if not isinstance(value, str) or not value or manifest[key] != value:
            why = "kro looks the kind up before it evaluates anything"
            yield compose(f"{at}.{key}: {describe_value(value)} is no constant text", why, 'such as "v1" or "ConfigMap"')
    metadata = manifest.get("metadata")
    if not is_mapping(metadata):
        yield compose(
            f"{at}.metadata: it is not a dict",
            "kro wants the metadata written out",
            f'"metadata": {{"name": "{parts.root.label.lower()}"}}',
        )
        return
    if "name" not in metadata:
        yield compose(f"{at}.metadata.name: there is none", "kro applies a resource by its name", '"metadata": {"name": ...}')
    for field in ("labels", "annotations"):
        entries = metadata.get(field, {})
        if not is_mapping(entries):
            yield compose(f"{at}.metadata.{field}: it is not a dict", "kro and typekro add theirs to it", f'"{field}": {{"key": ...}}')
            continue
        for key in entries:
            if key.startswith(_KRO_LABELS):
                yield compose(f"{at}.metadata.{field}: {key!r} is reserved", "kro keeps kro.run/ to itself", "give it another prefix")


def describe_value(value: object) -> str:
    """A value of the user's as he wrote it, for messages."""
    expression = expression_of(value)
    return repr(value) if expression is None else describe(expression)


def _condition(condition: Any, node: Node, at: str, rendering: Rendering) -> str:
    try:
        value = condition(node) if expression_of(condition) is None and callable(condition) else condition
    except DefinitionError as error:
        rendering.problems.append(f"{at}: {error.message}")
        return ""
    expression = rendering.found(value, at)
    if expression is None:
        why = "a condition is asked in the cluster, again and again, and a constant never changes its answer"
        hint = "with_ready_when() for no conditions, with_ready_when(lambda node: node.status.replicas >= 1) for one"
        rendering.problems.append(compose(f"{at}: {value!r} is no expression", why, hint))
        return ""
    rendering.problems.extend(_problems_of_condition(expression, node, at, rendering))
    used: set[Root] = set()
    return rendering.expression(expression, at, used)


def _problems_of_condition(expression: Expression, node: Node, at: str, rendering: Rendering) -> Iterator[str]:
    if not isinstance(expression.type, Boolean | Dyn):
        yield compose(
            f"{at}: {describe(expression, rendering.names)} is {type_name(expression.type)}, not bool",
            (),
            f"{describe(expression, rendering.names)} == ...",
        )
    others = sorted(rendering.names[root] for root in roots(expression) - {parts_of(node).root} if root in rendering.names)
    if others:
        why = f"kro lets a condition ask about its own resource alone, and this one asks about {' and '.join(others)}"
        yield compose(
            f"{at}: {describe(expression, rendering.names)}",
            why,
            "leave the others out; what a resource refers to is ready before it is made",
        )


def _cycle_text(path: list[str]) -> str:
    if len(path) == 2:  # noqa: PLR2004 - from a node straight to itself
        return compose(f"resources.{path[0]}: it refers to itself", "kro makes a resource from what is there before it")
    why = "kro makes a resource after those that it refers to"
    return compose(f"resources refer to each other in a circle: {' -> '.join(path)}", why, "take one of these references out")
