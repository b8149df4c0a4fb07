"""The objects that a node is to have: its template with values, once, or for each item of its forEach."""

from collections.abc import Iterable, Mapping
from typing import Any

from typekro.checking import CheckedExpression, CheckedNode
from typekro.evaluation.expanding import combinations
from typekro.evaluation.filling import filled
from typekro.evaluation.scope import ExpressionError, Scope
from typekro.evaluation.states import Manifest, Read, metadata_of
from typekro.evaluation.words import Halted
from typekro.expressions.guards import is_mapping
from typekro.schema.go_texts import quoted

_SELECTOR = frozenset({"matchLabels", "matchExpressions"})


def desired(scope: Scope, node: CheckedNode) -> tuple[dict[str, Any], ...]:
    """The objects of a node, or what its external reference comes to.

    Args:
        scope: what its expressions read.
        node: which one.

    Raises:
        Halted: an expression has no value, two items are the same, or there is no namespace.
    """
    expressions = scope.definition.expressions_of_template(node.id)
    common = [one for one in expressions if node.iterators == () or not set(one.references) & set(node.iterators)]
    values = _common(scope, node, common)
    if node.type != "Collection":
        made = [_made(scope, node, values)]
    else:
        own = [one for one in expressions if one.text not in values]
        made = [_made(scope, node, {**values, **_of_item(scope, own, item)}) for item in combinations(scope, node)]
        _check_identities(node, made)
    return tuple(_with_namespace(scope, node, one) for one in made)


def read_of(node: CheckedNode, reference: Manifest) -> Read:
    """What is to be read for an external reference.

    Args:
        node: the reference.
        reference: what it comes to, with values.

    Raises:
        Halted: its selector is none.
    """
    metadata = metadata_of(reference)
    namespaced = node.schema is None or node.schema.namespaced
    namespace = str(metadata.get("namespace") or "") or None if namespaced else None
    if node.type == "External":
        return Read(node.api_version, node.kind, namespace, name=str(metadata.get("name") or ""))
    selector = metadata.get("selector")
    unknown = sorted(str(key) for key in selector if key not in _SELECTOR) if is_mapping(selector) else []
    if unknown:
        message = f"failed to convert selector for {node.id}: json: unknown field {quoted(unknown[0])}"
        raise Halted(message, f"resources.{node.id}.metadata.selector: there is no {unknown[0]!r} in a label selector")
    return Read(node.api_version, node.kind, namespace, selector=dict(selector) if is_mapping(selector) else {})


def identity(manifest: Manifest) -> str:
    """What kro tells objects apart by: group, version, kind, namespace and name."""
    group, _, version = str(manifest.get("apiVersion")).rpartition("/")
    metadata = metadata_of(manifest)
    return "/".join([group, version, str(manifest.get("kind")), str(metadata.get("namespace") or ""), str(metadata.get("name") or "")])


def _common(scope: Scope, node: CheckedNode, expressions: Iterable[CheckedExpression]) -> dict[str, Any]:
    """The values that are the same in each item."""
    values: dict[str, Any] = {}
    for expression in expressions:
        try:
            values[expression.text] = scope.run(expression)
        except ExpressionError as error:
            if error.pending:
                message = f"failed to evaluate expression: {error.told} (data pending)"
                named = message if node.type == "Collection" else f"node {quoted(node.id)}: {message}"
                raise Halted(named, error.reason, pending=True) from error
            base = " base eval" if node.type == "Collection" else ""
            raise Halted(f"node {quoted(node.id)}{base}: {error.told}", error.reason) from error
    return values


def _of_item(scope: Scope, expressions: Iterable[CheckedExpression], item: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for expression in expressions:
        try:
            values[expression.text] = scope.run(expression, {name: item[name] for name in expression.references if name in item})
        except ExpressionError as error:
            message = f"collection iteration eval {quoted(expression.text)}: {error.told}"
            raise Halted("data pending" if error.pending else message, error.reason, pending=error.pending) from error
    return values


def _made(scope: Scope, node: CheckedNode, values: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = filled(scope.definition.templates[node.id], lambda one: values[one.text])
    return made


def _check_identities(node: CheckedNode, manifests: Iterable[Manifest]) -> None:
    seen: set[str] = set()
    for manifest in manifests:
        key = identity(manifest)
        if key in seen:
            name = metadata_of(manifest).get("name")
            message = f"node {quoted(node.id)} identity collision: duplicate identity: {key}"
            raise Halted(message, f"resources.{node.id}: two items of its forEach are called {name}")
        seen.add(key)


def _with_namespace(scope: Scope, node: CheckedNode, manifest: dict[str, Any]) -> dict[str, Any]:
    """The object in the namespace of the instance where it names none itself."""
    if node.type == "ExternalCollection" or (node.schema is not None and not node.schema.namespaced):
        return manifest
    metadata = metadata_of(manifest)
    if metadata.get("namespace"):
        return manifest
    namespace = metadata_of(scope.instance).get("namespace")
    if not namespace:
        message = f"node {quoted(node.id)} is namespaced and must resolve metadata.namespace when the instance is cluster-scoped"
        raise Halted(
            message, f"resources.{node.id}.metadata.namespace: it is empty, and the instance lives in no namespace to take it from"
        )
    return {**manifest, "metadata": {**metadata, "namespace": namespace}}
