"""Closing a graph: the nodes that a builder returned get their ids, and everything becomes one ResourceGraphDefinition."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.checking import Report
from typekro.errors import compose
from typekro.expressions import Root
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.checked import beside, linted, report_of
from typekro.graph.document import annotated
from typekro.graph.manifests import Rendering
from typekro.graph.order import conditional, cycle
from typekro.graph.resources import render_resource
from typekro.graph.rules import problems_of_id
from typekro.graph.schema_reference import Schema, schema_root
from typekro.graph.status import awaited_paths, render_status
from typekro.nodes import Node, parts_of
from typekro.schema import SimpleSchema, collected


@attrs.frozen
class Header:
    """What of a ResourceGraphDefinition is known before its builder ran.

    Args:
        name: its name.
        group: the group of the kind that it defines.
        version: the version of that kind.
        kind: that kind.
        spec: the schema of the kind's spec.
        options: what else the definition's schema says.
        feature_gates: features of kro that are on.
    """

    name: str
    group: str
    version: str
    kind: str
    spec: SimpleSchema
    options: Mapping[str, Any]
    feature_gates: tuple[str, ...]
    allow: tuple[str, ...]


@attrs.frozen
class Closed:
    """A closed graph.

    Args:
        manifest: the ResourceGraphDefinition.
        report: what the check of it found, which is no problem.
    """

    manifest: dict[str, Any]
    report: Report


def close(header: Header, schema: Schema[Any, Any], status_class: type, returned: object, found: Sequence[str] = ()) -> Closed:
    """The ResourceGraphDefinition of a graph.

    Args:
        header: what was known before the builder ran.
        schema: what the builder was given.
        status_class: the class of the status that the builder should return.
        returned: what the builder returned.
        found: what is known to be wrong already, each as the text of an error.

    Raises:
        DefinitionError: kro would refuse it, or it cannot be meant; all reasons are named.
    """
    nodes, status = _pair(header, returned, status_class)
    names: dict[Root, str] = {schema_root(schema): "schema", **{parts_of(node).root: id_ for id_, node in nodes.items()}}
    of_ids = list(_problems_of_ids(nodes))
    rendering = Rendering(names, _items(nodes), [*found, *of_ids], header.allow)
    rendered = {id_: render_resource(id_, node, rendering, nodes) for id_, node in nodes.items()}
    needs = {id_: {names[root] for root in each.needs if root in names} - {"schema"} for id_, each in rendered.items()}
    path = cycle(needs)
    if path is not None:
        rendering.problems.append(_cycle_text(path))
    rendered_status = render_status(status, status_class, rendering, conditional(needs, nodes))
    definition = _definition(header, rendered_status, [each.resource for each in rendered.values()])
    report = report_of(definition, nodes.values(), header.feature_gates)
    # Where an id is none, every expression that names it is wrong too.
    told = [] if of_ids else [*report.problems, *linted(report, nodes, header.allow, _awaited(status_class))]
    problems = [*rendering.problems, *beside(rendering.problems, told, nodes.keys())]
    if problems:
        raise collected(header.name, [f"{header.name}: {problem}" for problem in dict.fromkeys(problems)])
    return Closed(annotated(definition), report)


def _awaited(status_class: type) -> list[str]:
    return [".".join(["status", *path]) for path in awaited_paths(status_class)]


def _items(nodes: Mapping[str, Node]) -> dict[Root, str]:
    """The roots of single items of collections, with the collections' ids."""
    return {parts_of(each).root: id_ for id_, node in nodes.items() if (each := parts_of(node).each) is not None}


def _definition(header: Header, status: dict[str, Any], resources: list[dict[str, Any]]) -> dict[str, Any]:
    schema: dict[str, Any] = {"apiVersion": header.version, "group": header.group, "kind": header.kind, "spec": header.spec.spec}
    if header.spec.types:
        schema["types"] = header.spec.types
    if status:
        schema["status"] = status
    schema |= header.options
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


def _cycle_text(path: list[str]) -> str:
    if len(path) == 2:  # noqa: PLR2004 - from a node straight to itself
        return compose(f"resources.{path[0]}: it refers to itself", "kro makes a resource from what is there before it")
    why = "kro makes a resource after those that it refers to"
    return compose(f"resources refer to each other in a circle: {' -> '.join(path)}", why, "take one of these references out")
