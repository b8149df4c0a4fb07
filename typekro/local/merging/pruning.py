"""Removes from an object what an applier applied before and applies no more, where nobody else owns it."""

from collections.abc import Mapping
from typing import Any

from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.managed_fields import Writer
from typekro.local.merging.managers import Managed, Owned
from typekro.local.merging.reconciling import with_named
from typekro.local.merging.typed import fields_of
from typekro.local.merging.typed_merge import without
from typekro.local.merging.types import Type


def pruned(result: Mapping[str, Any], owners: Managed, last: Owned, writer: Writer) -> dict[str, Any]:
    """An object without what its applier gave up.

    Args:
        result: the object, with what is applied now in it.
        owners: who owns what, the applier what it applies now.
        last: what the applier owned before.
        writer: the applier.
    """
    kind = writer.type_in(last.api_version)
    if kind is None:
        return dict(result)
    left = without(result, with_named(last.fields, kind), kind)
    left = _with_owned(result, left, owners, last.api_version, writer)
    dangling = _all(result, kind).difference(_all(left, kind)).intersection(with_named(last.fields, kind))
    return without(result, dangling, kind) or {}


def _with_owned(result: Mapping[str, Any], left: Any, owners: Managed, first: str, writer: Writer) -> Any:
    """What is left, and what somebody owns of the rest: version by version, that of the applier's last time first."""
    owned: dict[str, FieldSet] = {first: EMPTY}
    for one in owners.values():
        owned[one.api_version] = owned.get(one.api_version, EMPTY).union(one.fields)
    for version, fields in owned.items():
        kind = writer.type_in(version)
        if kind is not None and (fields or version != first):
            kept = _all(left, kind).union(with_named(fields, kind))
            left = without(result, _all(result, kind).difference(kept), kind)
    return left


def _all(value: Any, kind: Type) -> FieldSet:
    return with_named(fields_of(value, kind), kind)
