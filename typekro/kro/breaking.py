"""Changes of a kind that kro refuses, going on with the old kind: found before anything is applied; pure (kro 0.9)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.errors import DefinitionError
from typekro.kubernetes.objects import part
from typekro.schema import openapi_schema

ALLOWED: Final = "kro.run/allow-breaking-changes"
"""The annotation by which a ResourceGraphDefinition says that kro is to let them through."""

_LOWER: Final = ("minimum", "minLength", "minItems")
_UPPER: Final = ("maximum", "maxLength", "maxItems")
# kro writes these into every status itself.
_OF_KRO: Final = frozenset({"state", "conditions"})


def breaking_changes(live: Mapping[str, Any], graph: Mapping[str, Any]) -> Iterator[str]:
    """What of a graph's kind kro would not change, each in a few words; a kind of another version has none of them.

    Args:
        live: the CustomResourceDefinition as it is.
        graph: the ResourceGraphDefinition that would be applied.
    """
    schema = graph["spec"]["schema"]
    version = next((each for each in live["spec"]["versions"] if each["name"] == schema["apiVersion"]), None)
    if version is None:
        return
    try:
        wanted = openapi_schema(schema.get("spec") or {}, schema.get("types") or {})
    except DefinitionError:  # what we would refuse is kro's to judge
        return
    served = part(part(part(version, "schema"), "openAPIV3Schema"), "properties")
    yield from _broken(part(served, "spec"), wanted, "spec")
    yield from _removed(part(part(served, "status"), "properties"), schema.get("status") or {}, "status")


def _broken(old: Mapping[str, Any], new: Mapping[str, Any], at: str) -> Iterator[str]:
    if old.get("type") != new.get("type"):
        yield f"{at} was {old.get('type')}, and would be {new.get('type')}"
        return
    if new.get("pattern") and new["pattern"] != old.get("pattern"):
        yield f"{at} would have the pattern {new['pattern']}" + (f" instead of {old['pattern']}" if old.get("pattern") else "")
    yield from _tightened(old, new, at)
    dropped = [json.dumps(each) for each in old.get("enum") or () if new.get("enum") and each not in new["enum"]]
    if dropped:
        yield f"{at} would not take {', '.join(dropped)} any more"
    yield from _of_fields(old, new, at)
    if "items" in old and "items" in new:
        yield from _broken(part(old, "items"), part(new, "items"), f"{at}[]")


def _tightened(old: Mapping[str, Any], new: Mapping[str, Any], at: str) -> Iterator[str]:
    for name in (*_LOWER, *_UPPER):
        before, after = old.get(name), new.get(name)
        if after is None or (before is not None and (after <= before if name in _LOWER else after >= before)):
            continue
        yield f"{at} would have a {name} of {after}" + ("" if before is None else f" instead of {before}")


def _of_fields(old: Mapping[str, Any], new: Mapping[str, Any], at: str) -> Iterator[str]:
    before, after = part(old, "properties"), part(new, "properties")
    were, are = set[str](old.get("required") or ()), set[str](new.get("required") or ())
    for name, field in before.items():
        if name not in after:
            yield f"{at}.{name} would be gone"
            continue
        yield from _broken(field, after[name], f"{at}.{name}")
        if name in are and name not in were:
            yield f"{at}.{name} would be required"
        elif name in are and "default" in field and "default" not in after[name]:
            yield f"{at}.{name} is required, and would have no default any more"
    for name, field in after.items():
        if name not in before and name in are and "default" not in field:
            yield f"{at}.{name} would be new, and required without a default"


def _removed(old: Mapping[str, Any], new: Mapping[str, Any], at: str) -> Iterator[str]:
    """Fields of the status that would be gone; their types are inferred by kro alone."""
    for name, field in old.items():
        if name in _OF_KRO and at == "status":
            continue
        if name not in new:
            yield f"{at}.{name} would be gone"
        elif isinstance(new[name], dict):
            yield from _removed(part(field, "properties"), part(new, name), f"{at}.{name}")
