"""An instance as the API server keeps it: what its kind does not know is left out, and what is not given has its default."""

import copy
import marshal
from collections.abc import Mapping
from typing import Any

from typekro.evaluation.definition import Definition
from typekro.evaluation.states import Manifest
from typekro.expressions.guards import is_mapping, is_sequence

_PRESERVE = "x-kubernetes-preserve-unknown-fields"
_PLAIN = 2
"""The version of marshal's format that has no references, which would take time, and keep what was one object one."""
_KEPT = ("apiVersion", "kind", "metadata")


def prepared(definition: Definition, instance: Manifest) -> dict[str, Any]:
    """An instance with its defaults, and without the fields that its kind does not know.

    Args:
        definition: the definition of its kind.
        instance: the instance as it was written; what is left out of apiVersion, kind, and, for a kind with namespaces, the namespace,
            is filled in.

    Example:
        >>> from typekro.openapi.kinds import Kinds
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"size": {"pods": "integer | default=2"}}}
        >>> rgd = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> definition = Definition.of({**rgd, "spec": {"schema": schema, "resources": []}}, Kinds.builtin())
        >>> prepared(definition, {"metadata": {"name": "a"}, "spec": {"color": "red"}})["spec"]
        {'size': {'pods': 2}}
    """
    known: dict[str, Any] = {"apiVersion": definition.api_version, "kind": definition.kind, "metadata": {}}
    whole = {**known, **{key: _copied(part) for key, part in instance.items() if key in {*_KEPT, "spec", "status"}}}
    if definition.scope == "Namespaced":
        whole["metadata"].setdefault("namespace", "default")
    properties = {"type": "object", "properties": {"spec": definition.analysis.spec_schema}}
    spec = {key: part for key, part in whole.items() if key == "spec"}
    found = _defaulted(_pruned(spec, properties), properties)
    status = {key: part for key, part in whole.items() if key == "status"}
    return {**{key: whole[key] for key in _KEPT}, **found, **status}


def stored_status(definition: Definition, status: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a status as the API server keeps them: it drops what kro's inferred schema does not know, and nulls.

    Args:
        definition: the definition of the kind.
        status: the fields that kro writes.

    Example:
        >>> from typekro.openapi.kinds import Kinds
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"a": "string"}, "status": {"a": "${schema.spec.?a}"}}
        >>> rgd = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> definition = Definition.of({**rgd, "spec": {"schema": schema, "resources": []}}, Kinds.builtin())
        >>> stored_status(definition, {"a": None})
        {}
    """
    kept: dict[str, Any] = _pruned(_copied(status), definition.analysis.status_schema)
    return kept


def _copied(value: Any) -> Any:
    """JSON that nobody else holds; `copy.deepcopy` would look for more than there can be in it."""
    try:
        return marshal.loads(marshal.dumps(value, _PLAIN))  # noqa: S302 - what was written in the same line
    except ValueError:  # there are mappings, or something else, that are not Python's own
        return _copied_parts(value)


def _copied_parts(value: Any) -> Any:
    if is_mapping(value):
        return {key: _copied_parts(part) for key, part in value.items()}
    return [_copied_parts(part) for part in value] if is_sequence(value) else value


def _pruned(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value without what the schema does not know, and without nulls that would have no default."""
    if is_sequence(value):
        items = schema.get("items")
        return [_pruned(part, items) if is_mapping(items) else part for part in value]
    if not is_mapping(value):
        return value
    properties: Mapping[str, Any] = schema.get("properties") or {}
    others = schema.get("additionalProperties")
    found: dict[str, Any] = {}
    for key, part in value.items():
        known = properties.get(key, others if is_mapping(others) else None)
        if known is None:
            # Below a field of which nothing is known, everything is kept.
            if schema.get(_PRESERVE) or others is True:
                found[key] = part
        elif part is not None or known.get("nullable") or "default" in known:
            found[key] = _pruned(part, known)
    return found


def _defaulted(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with the defaults of the schema, those inside of defaults too."""
    if is_sequence(value):
        items = schema.get("items")
        return [_defaulted(_or_default(part, items), items) for part in value] if is_mapping(items) else value
    if not is_mapping(value):
        return value
    properties: Mapping[str, Any] = schema.get("properties") or {}
    others = schema.get("additionalProperties")
    found = dict(value)
    for key, known in properties.items():
        default = known.get("default")
        if default is not None and found.get(key) is None and not (key in found and known.get("nullable")):
            found[key] = copy.deepcopy(default)
    for key, part in found.items():
        known = properties.get(key, others if is_mapping(others) else None)
        if known is not None:
            found[key] = _defaulted(part if key in properties else _or_default(part, known), known)
    return found


def _or_default(value: Any, schema: Mapping[str, Any]) -> Any:
    return copy.deepcopy(schema.get("default")) if value is None and not schema.get("nullable") else value
