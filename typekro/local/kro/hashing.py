"""The spec of a definition as kro's own types have it: what a revision keeps of it, and the hash that tells it from another; pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from typekro.expressions.encoding import json_text
from typekro.expressions.guards import is_mapping, is_sequence

_OFFSET, _PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, 0xFFFFFFFFFFFFFFFF
# The fields as kro's Go types have them, in their order; those that are free objects are null where there is nothing.
_SCHEMA: Final = (
    "kind",
    "apiVersion",
    "group",
    "spec!",
    "types!",
    "status!",
    "scope",
    "additionalPrinterColumns",
    "shortNames",
    "categories",
)
_COLUMN: Final = ("name", "type", "format", "description", "priority", "jsonPath")
_EMPTY: Final[tuple[Any, ...]] = ("", [], {}, 0)
_RESOURCE: Final = ("id", "template!", "externalRef", "readyWhen", "includeWhen", "forEach")


def spec_hash(spec: Mapping[str, Any]) -> str:
    """What tells one spec from another, where the order of resources and of their conditions does not count.

    Args:
        spec: the spec of a definition.

    Example:
        >>> spec_hash({"schema": {"kind": "App", "apiVersion": "v1alpha1"}, "resources": []})
        '985edf63bbadb8db'
    """
    given = spec["schema"]
    schema = _schema({**given, "group": given.get("group") or "kro.run", "scope": given.get("scope") or "Namespaced"})
    resources = sorted(spec.get("resources") or (), key=lambda each: str(each.get("id") or ""))
    parts = {"schema": schema, "resources": _list(map(_resource, resources))}
    found = _OFFSET
    for byte in _object(parts).encode(errors="surrogatepass"):
        found = ((found ^ byte) * _PRIME) & _MASK
    return f"{found:016x}"


def snapshot_of(spec: Mapping[str, Any]) -> dict[str, Any]:
    """What a revision keeps of a spec: what is empty goes, but where anything may stand.

    Args:
        spec: the spec of a definition.

    Example:
        >>> snapshot_of({"schema": {"kind": "App", "spec": {}, "shortNames": []}, "resources": []})
        {'schema': {'kind': 'App', 'spec': {}}}
    """
    schema = _kept(spec["schema"], _SCHEMA)
    if schema.get("additionalPrinterColumns"):
        schema["additionalPrinterColumns"] = [_kept(column, _COLUMN) for column in schema["additionalPrinterColumns"]]
    if "metadata" in schema:
        schema["metadata"] = _kept(schema["metadata"], ())
    resources = [_kept(each, _RESOURCE) for each in spec.get("resources") or ()]
    for each in resources:
        if "externalRef" in each:
            each["externalRef"] = {**each["externalRef"], "metadata": _kept(each["externalRef"].get("metadata") or {}, ("selector!",))}
    return {"schema": schema, **({"resources": resources} if resources else {})}


def _kept(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    free = {name.removesuffix("!") for name in names if name.endswith("!")} | {"metadata", "externalRef"}
    return {key: part for key, part in given.items() if part is not None and (key in free or part not in _EMPTY)}


def _schema(schema: Mapping[str, Any]) -> str:
    parts = _fields(schema, _SCHEMA) | {"additionalPrinterColumns": _list(map(_column, schema.get("additionalPrinterColumns") or ()))}
    metadata = schema.get("metadata")
    if metadata is not None:
        parts["metadata"] = _object(_fields(metadata, ("labels", "annotations"))) or "{}"
    return _object(parts)


def _column(column: Mapping[str, Any]) -> str:
    parts = _fields(column, _COLUMN)
    return _object({**dict.fromkeys(("name", "type"), '""'), **parts, "jsonPath": parts.get("jsonPath", '""')})


def _resource(resource: Mapping[str, Any]) -> str:
    conditions = {key: sorted(resource.get(key) or ()) for key in ("readyWhen", "includeWhen")}
    parts = _fields({**resource, **conditions}, _RESOURCE)
    reference = resource.get("externalRef")
    if reference is not None:
        parts["externalRef"] = _reference(reference)
    return _object(parts)


def _reference(reference: Mapping[str, Any]) -> str:
    metadata = _fields(reference.get("metadata") or {}, ("name", "namespace", "selector!"))
    return _object({key: json_text(reference.get(key, "")) for key in ("apiVersion", "kind")} | {"metadata": _object(metadata)})


def _fields(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Fields as JSON, in the order of their names; what is empty is left out, unless its name ends with `!`."""
    plain = {name.removesuffix("!"): given.get(name.removesuffix("!")) for name in names}
    free = {name.removesuffix("!") for name in names if name.endswith("!")}
    return {name: json_text(_doubles(value)) for name, value in plain.items() if name in free or value not in (None, *_EMPTY)}


def _object(parts: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{json_text(name)}:{text}" for name, text in parts.items() if text) + "}"


def _list(parts: Iterable[str]) -> str:
    """A list as JSON; none where it is empty."""
    text = ",".join(parts)
    return f"[{text}]" if text else ""


def _doubles(value: Any) -> Any:
    """JSON as Go reads it: all numbers are of double precision."""
    if is_mapping(value):
        return {key: _doubles(part) for key, part in value.items()}
    if is_sequence(value):
        return [_doubles(part) for part in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
