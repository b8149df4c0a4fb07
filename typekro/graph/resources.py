"""One node as a resource of the definition: its manifest, what it is made for each of, and when it is made and ready."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Dyn, Expression, Root, describe, expression_of, roots, type_name
from typekro.expressions.guards import is_mapping, parameters_of, takes
from typekro.graph.manifests import Rendering, describe_value
from typekro.graph.rules import problems_of_iterator
from typekro.nodes import Dimension, Node, NodeParts, parts_of
from typekro.schema import camel_case

_KRO_LABELS = ("kro.run/", "internal.kro.run/")


@attrs.frozen
class Rendered:
    """A node of a graph, as the definition has it.

    Args:
        resource: the entry of the definition.
        needs: the roots of the nodes that have to be there before it.
    """

    resource: dict[str, Any]
    needs: frozenset[Root]


def render_resource(id_: str, node: Node, rendering: Rendering, ids: Mapping[str, Node]) -> Rendered:
    """A node as a resource of the definition; what is wrong is added to the rendering's problems.

    Args:
        id_: its id.
        node: the node.
        rendering: the graph's.
        ids: all nodes of the graph.
    """
    parts, at, used = parts_of(node), f"resources.{id_}", set[Root]()
    resource: dict[str, Any] = {"id": id_}
    for_each = _for_each(parts, at, rendering, used)
    if for_each:
        resource["forEach"] = for_each
        rendering.problems.extend(_problems_of_iterators(parts, at, ids))
    inner = rendering.naming({dimension.root: camel_case(dimension.root.label) for dimension in parts.dimensions})
    manifest = inner.value(parts.template, at, used)
    rendering.problems.extend(_problems_of_manifest(manifest, parts, at))
    resource["externalRef" if parts.external else "template"] = manifest
    includes = [_include(each, parts, f"{at}.includeWhen[{number}]", inner, used) for number, each in enumerate(parts.includes)]
    conditions = [_condition(each, node, f"{at}.readyWhen[{number}]", inner) for number, each in enumerate(parts.conditions)]
    if includes:
        resource["includeWhen"] = includes
    if conditions:
        resource["readyWhen"] = conditions
    return Rendered(resource, frozenset(used))


def _for_each(parts: NodeParts, at: str, rendering: Rendering, used: set[Root]) -> list[dict[str, str]]:
    return [
        {camel_case(each.root.label): rendering.expression(each.items, f"{at}.forEach[{number}]", used)}
        for number, each in enumerate(parts.dimensions)
    ]


def _problems_of_iterators(parts: NodeParts, at: str, ids: Mapping[str, Node]) -> Iterator[str]:
    seen: dict[str, str] = {}
    unused = [dimension for dimension in parts.dimensions if dimension.root not in _identity(parts)]
    for dimension in parts.dimensions:
        parameter = dimension.root.label
        name = camel_case(parameter)
        yield from (f"{at}: {problem}" for problem in problems_of_iterator(parameter, name, ids))
        if name in seen:
            yield compose(
                f"{at}.forEach: the parameters {seen[name]!r} and {parameter!r} are both {name} for kro", (), "give one another name"
            )
        seen.setdefault(name, parameter)
    if unused:
        yield _unused_text(unused, at)


def _identity(parts: NodeParts) -> frozenset[Root]:
    """The roots that the name and the namespace mention."""
    metadata = parts.template.get("metadata")
    found: frozenset[Root] = frozenset()
    for field in ("name", "namespace"):
        value = metadata.get(field) if is_mapping(metadata) else getattr(metadata, field, None)
        try:
            expression = expression_of(value)
        except DefinitionError:  # told where the manifest is rendered
            continue
        found |= roots(expression) if expression is not None else frozenset()
    return found


def _unused_text(unused: list[Dimension], at: str) -> str:
    names = [dimension.root.label for dimension in unused]
    why = "kro tells the resources of a collection apart by their names, so that each item has to be in the name or in the namespace"
    hint = f'name=f"{"-".join(["...", *(f"{{{name}}}" for name in names)])}"'
    return compose(f"{at}.forEach: {' and '.join(names)} {'is' if len(names) == 1 else 'are'} not in the name", why, hint)


def _problems_of_manifest(manifest: dict[str, Any], parts: NodeParts, at: str) -> Iterator[str]:
    for key in ("apiVersion", "kind"):
        value = parts.template.get(key)
        if not isinstance(value, str) or not value or manifest[key] != value:
            why = "kro looks the kind up before it evaluates anything"
            yield compose(f"{at}.{key}: {describe_value(value)} is no constant text", why, 'such as "v1" or "ConfigMap"')
    metadata = manifest.get("metadata")
    if not is_mapping(metadata):
        hint = f'"metadata": {{"name": "{parts.root.label.lower()}"}}'
        yield compose(f"{at}.metadata: it is not a dict", "kro wants the metadata written out", hint)
        return
    if "name" not in metadata and "selector" not in metadata:
        yield compose(f"{at}.metadata.name: there is none", "kro applies a resource by its name", '"metadata": {"name": ...}')
    for field in ("labels", "annotations"):
        entries = metadata.get(field, {})
        if isinstance(entries, str) and expression_of(parts.template["metadata"].get(field)) is not None:
            continue
        if not is_mapping(entries):
            yield compose(f"{at}.metadata.{field}: it is not a dict", "kro and typekro add theirs to it", f'"{field}": {{"key": ...}}')
            continue
        for key in entries:
            if key.startswith(_KRO_LABELS):
                yield compose(f"{at}.metadata.{field}: {key!r} is reserved", "kro keeps kro.run/ to itself", "give it another prefix")


def _include(value: object, parts: NodeParts, at: str, rendering: Rendering, used: set[Root]) -> str:
    expression = rendering.found(value, at)
    if expression is None:
        why = "a condition is asked in the cluster, for each instance, and a constant never changes its answer"
        hint = "with_include_when(schema.spec.debug) for one that does; leave the resource out of what the builder returns, or put it in"
        shown = "a function" if callable(value) else describe_value(value)
        rendering.problems.append(compose(f"{at}: {shown} is no expression", why, hint))
        return ""
    rendering.problems.extend(_not_bool(expression, at, rendering))
    own = {dimension.root: dimension.root.label for dimension in parts.dimensions}
    for root in sorted(roots(expression) & own.keys(), key=lambda root: root.label):
        why = "kro decides once about all resources of a collection"
        hint = f"for_each(cel.filter(items, lambda {root.label}: ...), ...) leaves items out"
        rendering.problems.append(compose(f"{at}: it asks about the item {root.label}", why, hint))
    if parts.root in roots(expression) or (parts.each is not None and parts_of(parts.each).root in roots(expression)):
        why = "kro decides before it makes it"
        what = f"{at}: {describe(expression, rendering.names)} asks about the resource itself"
        rendering.problems.append(compose(what, why, "ask about the schema or about another resource"))
        return ""
    return rendering.expression(expression, at, used)


def _condition(condition: Any, node: Node, at: str, rendering: Rendering) -> str:
    parts = parts_of(node)
    if parts.external and parts.each is not None:
        why = "kro asks no conditions of what labels select: it takes what is there"
        rendering.problems.append(compose(f"{at}: a condition on external references", why, "with_ready_when() for none"))
        return ""
    subject = parts.each or node
    is_asked = expression_of(condition) is None and callable(condition)
    if is_asked and not takes(condition, 1):
        what = f"{at}: the function takes {parameters_of(condition)}, and is given one argument, the resource"
        rendering.problems.append(compose(what, (), "with_ready_when(lambda node: node.status.replicas >= 1)"))
        return ""
    try:
        value = condition(subject) if is_asked else condition
    except DefinitionError as error:
        rendering.problems.append(f"{at}: {error.message}")
        return ""
    own = rendering.naming({parts_of(subject).root: "each"}) if parts.each is not None else rendering
    expression = own.found(value, at)
    if expression is None:
        why = "a condition is asked in the cluster, again and again, and a constant never changes its answer"
        hint = "with_ready_when() for no conditions, with_ready_when(lambda node: node.status.replicas >= 1) for one"
        rendering.problems.append(compose(f"{at}: {value!r} is no expression", why, hint))
        return ""
    rendering.problems.extend(_not_bool(expression, at, own))
    rendering.problems.extend(_asks_others(expression, parts_of(subject).root, at, own))
    return own.expression(expression, at, set())


def _not_bool(expression: Expression, at: str, rendering: Rendering) -> Iterator[str]:
    if not isinstance(expression.type, Boolean | Dyn):
        shown = describe(expression, rendering.names)
        yield compose(f"{at}: {shown} is {type_name(expression.type)}, not bool", (), f"{shown} == ...")


def _asks_others(expression: Expression, own: Root, at: str, rendering: Rendering) -> Iterator[str]:
    others = sorted(rendering.names[root] for root in roots(expression) - {own} if root in rendering.names)
    if others:
        why = f"kro lets a condition ask about its own resource alone, and this one asks about {' and '.join(others)}"
        hint = "leave the others out; what a resource refers to is ready before it is made"
        yield compose(f"{at}: {describe(expression, rendering.names)}", why, hint)
