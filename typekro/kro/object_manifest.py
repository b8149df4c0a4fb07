"""What may be given as the manifest of an object, and what is known of the object before a cluster is asked: pure."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from typekro.errors import DefinitionError, compose
from typekro.expressions import AwaitedRoot, Expression, describe, expression_of, roots
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.kro.ownership import PREFIX
from typekro.nodes import Collection, Node, NodeParts, parts_of
from typekro.openapi.kinds import Kinds
from typekro.orchestrator.secrets import SecretRoot
from typekro.schema import collected, plain
from typekro.schema.names import dns_hint

_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN_LENGTH, _LABEL_LENGTH = 253, 63
# Their names are parts of paths, as in `system:node`; and addresses.
_OTHER_NAMES = {"rbac.authorization.k8s.io", "IPAddress"}
_BY_THE_SERVER = ("uid", "resourceVersion", "generation", "managedFields", "creationTimestamp", "deletionTimestamp", "selfLink")
_EXAMPLE = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {...}}'


def template_of(given: object) -> Any:
    """A manifest as a dict of its own, with the references that stand in it; what is no manifest comes back as it is.

    Args:
        given: a dict, an object of a typed kind, or a node.

    Example:
        >>> from typekro.openapi import k8s
        >>> template_of(k8s.core_v1.Namespace(metadata=k8s.meta_v1.ObjectMeta(name="shop")))
        {'apiVersion': 'v1', 'kind': 'Namespace', 'metadata': {'name': 'shop'}}
    """
    if isinstance(given, Node):
        return given if _problem_of_node(given, parts_of(given)) else template_of(parts_of(given).template)
    if not is_mapping(given):
        return given
    template: dict[str, Any] = _copied(plain(given))
    # `kubectl create --dry-run=client -o yaml` writes these two.
    if is_mapping(template.get("status")) and not template["status"]:
        del template["status"]
    metadata: Any = template.get("metadata")
    if is_mapping(metadata) and metadata.get("creationTimestamp", "") is None:
        template["metadata"] = {key: part for key, part in metadata.items() if key != "creationTimestamp"}
    return template


def check_manifest(id_: str, manifest: object, namespace: object) -> None:
    """Refuses what is no manifest of one object that can be applied.

    Args:
        id_: the id of the resource.
        manifest: what `template_of` gave.
        namespace: the namespace that was given beside it.

    Raises:
        DefinitionError: it is none; all reasons are named.
    """
    problems = list(_problems(manifest, namespace))
    if problems:
        raise collected(id_, [f"{id_}: {problem}" for problem in problems])


def constant(value: Any) -> Any:
    """A value that is known while the script runs; None where it is a reference."""
    return None if _refers(value) else value


def group_of(manifest: Mapping[str, Any]) -> str:
    """The group of its kind; empty for the core group."""
    return str(manifest["apiVersion"]).rpartition("/")[0]


def place_of(manifest: Mapping[str, Any], namespace: Any) -> Any:
    """The namespace of an object, which may be a reference; None for a kind that is known to have none.

    Args:
        manifest: the object.
        namespace: what was given beside it.
    """
    if is_namespaced(manifest) is False:
        return None
    given = manifest["metadata"].get("namespace")
    return given if given is not None else namespace if namespace is not None else "default"


def is_namespaced(manifest: Mapping[str, Any]) -> bool | None:
    """Whether its kind has namespaces; None where that is known to the cluster alone."""
    known = Kinds.builtin().find(manifest["apiVersion"], manifest["kind"])
    return None if known is None else known.namespaced


def in_namespace(manifest: Mapping[str, Any], namespace: Any) -> dict[str, Any]:
    """The manifest with this namespace; with none where it is None."""
    metadata = {key: value for key, value in manifest["metadata"].items() if key != "namespace"}
    return {**manifest, "metadata": metadata if namespace is None else {**metadata, "namespace": namespace}}


def provided_by(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """What an object brings beside itself: a CustomResourceDefinition its kind."""
    if (group_of(manifest), manifest["kind"]) != ("apiextensions.k8s.io", "CustomResourceDefinition"):
        return ()
    spec: Any = manifest.get("spec")
    group = constant(spec.get("group")) if is_mapping(spec) else None
    names: Any = spec.get("names") if is_mapping(spec) else None
    kind = constant(names.get("kind")) if is_mapping(names) else None
    return (f"kind {group}/{kind}",) if group is not None and kind is not None else ()


def _refers(value: object) -> bool:
    try:
        return expression_of(value) is not None
    except DefinitionError:  # a text with what is left of a reference, which is told where the values are looked at
        return True


def _copied(value: Any) -> Any:
    if is_mapping(value):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if is_sequence(value) else value


def _problems(manifest: object, namespace: object) -> Iterator[str]:
    if isinstance(manifest, Node):
        yield _problem_of_node(manifest, parts_of(manifest)) or ""
        return
    if not is_mapping(manifest):
        yield _no_manifest(manifest)
        return
    if is_sequence(manifest.get("items")) and str(constant(manifest.get("kind"))).endswith("List"):
        why = "each object has a record of its own, by which it is updated and deleted"
        yield compose(f"{manifest['kind']} is many objects", why, "for item in manifest['items']: KubernetesObject(...)")
        return
    yield from _problems_of_head(manifest)
    yield from _problems_of_value(manifest, "")
    metadata = manifest.get("metadata")
    if is_mapping(metadata):
        yield from _problems_of_metadata(manifest, metadata)
        yield from _problems_of_place(manifest, metadata.get("namespace"), namespace)


def _problem_of_node(node: Node, parts: NodeParts) -> str | None:
    if parts.external:
        return compose("the node is an external reference", "it is only read, and made by somebody else", "leave it out")
    if isinstance(node, Collection) or parts.dimensions:
        why = "kro makes the nodes of for_each, one for each item of a list that the cluster knows"
        return compose("the node is many objects", why, "for region in regions: KubernetesObject(...)")
    if parts.includes:
        why = "kro asks with_include_when, and the script decides what is declared here"
        return compose("the node has a condition on being made", why, "if ...: KubernetesObject(...)")
    if parts.asked:
        why = "kro asks with_ready_when, and KubernetesObject waits by the rules of the kind"
        return compose("the node has conditions on being ready", why, "leave them out, and say wait=False where none should be waited for")
    return None


def _no_manifest(given: object) -> str:
    hint = _EXAMPLE
    if isinstance(given, str):
        hint = "yaml.safe_load(text)"
    elif is_sequence(given):
        hint = "for manifest in manifests: KubernetesObject(...)"
    return compose("no manifest", f"a manifest is a dict, as for kubectl apply, and this is {type(given).__name__}", hint)


def _problems_of_head(manifest: Mapping[str, Any]) -> Iterator[str]:
    for key, example in {"apiVersion": "apps/v1", "kind": "Deployment"}.items():
        value = manifest.get(key)
        if not isinstance(value, str) or not value or _refers(value):
            shown = "there is none" if value is None else f"{_shown(value)} is no constant text"
            yield compose(f"{key}: {shown}", "the kind has to be known while the script runs", f'"{key}": "{example}"')
    if not is_mapping(manifest.get("metadata")):
        shown = "there is none" if manifest.get("metadata") is None else "it is not a dict"
        yield compose(f"metadata: {shown}", "an object is known by its name", '"metadata": {"name": "..."}')
    if "status" in manifest:
        yield compose("status: it is given", "the cluster writes it: an apply cannot set it", "leave it out")


def _problems_of_metadata(manifest: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[str]:
    name = metadata.get("name")
    if "generateName" in metadata:
        why = "the server would make another object at each apply; typekro finds what it made by its name"
        yield compose("metadata.generateName: it is given", why, '"name": "..."')
    elif name is None:
        yield compose("metadata.name: there is none", "an object is known by its name", '"metadata": {"name": "..."}')
    elif not _refers(name) and not _is_name(manifest, name):
        is_namespace = constant(manifest.get("kind")) == "Namespace"
        longest = _LABEL_LENGTH if is_namespace else _SUBDOMAIN_LENGTH
        letters = "letters, digits and -" if is_namespace else "letters, digits, - and ."
        why = f"Kubernetes wants a lower-case DNS name of at most {longest} characters: {letters}"
        yield compose(f"metadata.name: {name!r} is no name", why, dns_hint(name, '"name": {0}'))
    for key in _BY_THE_SERVER:
        if key in metadata:
            yield compose(f"metadata.{key}: it is given", "the cluster writes it: an apply cannot set it", "leave it out")
    yield from _problems_of_labels(metadata)


def _problems_of_labels(metadata: Mapping[str, Any]) -> Iterator[str]:
    owners = {"labels": {"kro.run/": "kro", PREFIX: "typekro"}, "annotations": {PREFIX: "typekro"}}
    for field, reserved in owners.items():
        entries: object = metadata.get(field)
        if entries is None or _refers(entries):
            continue
        if not is_mapping(entries):
            yield compose(f"metadata.{field}: it is not a dict", "typekro adds its own to it", f'"{field}": {{"key": "value"}}')
            continue
        for key in entries:
            owner = next((owner for prefix, owner in reserved.items() if str(key).startswith(prefix)), None)
            if owner is not None:
                yield compose(f"metadata.{field}: {key!r} is reserved", f"{owner} knows by it what is its own", "leave it out")


def _problems_of_place(manifest: Mapping[str, Any], own: object, beside: object) -> Iterator[str]:
    head = (constant(manifest.get("apiVersion")), constant(manifest.get("kind")))
    given = own if own is not None else beside
    if given is None:
        return
    at = "metadata.namespace" if own is not None else "namespace="
    if all(isinstance(part, str) for part in head) and is_namespaced(manifest) is False:
        yield compose(f"{at}: it is given", f"{manifest['kind']} is a kind of the cluster: its objects have no namespace", "leave it out")
        return
    if own is not None and beside is not None and (_shown(own) != _shown(beside)):
        why = f"metadata.namespace is {_shown(own)}, and namespace= is {_shown(beside)}"
        yield compose("the namespace is given twice", why, "leave one of them out")
    if not _refers(given) and not _is(_LABEL, given, _LABEL_LENGTH):
        why = "Kubernetes wants small letters, digits and -, 63 characters at most"
        yield compose(f"{at}: {given!r} is no name of a namespace", why, dns_hint(given, "{0}"))


def _problems_of_value(value: object, at: str) -> Iterator[str]:
    try:
        expression = expression_of(value)
    except DefinitionError as error:
        yield f"{at}: {error.message}"
        return
    if expression is not None:
        yield from _problems_of_reference(expression, at)
    elif is_mapping(value):
        for key, part in value.items():
            if not isinstance(key, str):
                yield compose(f"{at or 'manifest'}: the key {key!r} is no text", "keys of a manifest are texts", f'"{key}": ...')
            yield from _problems_of_value(part, f"{at}.{key}" if at else str(key))
    elif is_sequence(value):
        for position, part in enumerate(value):
            yield from _problems_of_value(part, f"{at}[{position}]")
    elif isinstance(value, Node):
        yield compose(f"{at}: a whole resource stands where a value should", "its fields are known in the cluster alone")
    elif not (value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))):
        why = "a manifest holds str, int, float, bool, None, lists, dicts and outputs of other resources"
        yield compose(f"{at}: {type(value).__name__} {value}", why, f'"{value}"')


def _problems_of_reference(expression: Expression, at: str) -> Iterator[str]:
    known = roots(expression)
    if not known or not all(isinstance(root, AwaitedRoot | SecretRoot) for root in known):
        why = "kro resolves it in the cluster, for each instance of the graph; this object is in none"
        hint = "return the object as a node of the graph; here, outputs of other resources can stand: other.output..."
        yield compose(f"{at}: {describe(expression)} is a reference into a graph", why, hint)


def _is_name(manifest: Mapping[str, Any], name: object) -> bool:
    kind = constant(manifest.get("kind"))
    if not _OTHER_NAMES.isdisjoint({str(constant(manifest.get("apiVersion"))).rpartition("/")[0], kind}):
        return isinstance(name, str) and name not in {"", ".", ".."} and not {"/", "%"} & set(name)
    if kind == "Namespace":
        return _is(_LABEL, name, _LABEL_LENGTH)
    return _is(_SUBDOMAIN, name, _SUBDOMAIN_LENGTH)


def _is(pattern: re.Pattern[str], name: object, length: int) -> bool:
    return isinstance(name, str) and pattern.fullmatch(name) is not None and len(name) <= length


def _shown(value: object) -> str:
    try:
        expression = expression_of(value)
    except DefinitionError:
        expression = None
    return repr(value) if expression is None else describe(expression)
