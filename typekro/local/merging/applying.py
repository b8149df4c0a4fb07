"""Server-side apply: what an applier says becomes part of an object, unless others say otherwise."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import attrs

from typekro.local.merging.comparison import compared
from typekro.local.merging.elements import shown
from typekro.local.merging.equality import same
from typekro.local.merging.errors import ApplyConflict, MergeError
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.managed_fields import Writer, after_update, bare, entries_of, settled
from typekro.local.merging.managers import Managed, Owned, read, written
from typekro.local.merging.pruning import pruned
from typekro.local.merging.resetting import STRIPPED
from typekro.local.merging.shapes import is_object
from typekro.local.merging.typed import fields_of, misfits
from typekro.local.merging.typed_merge import merged
from typekro.local.merging.types import Resolve, type_of
from typekro.local.merging.zero import zero
from typekro.local.timestamps import rfc3339
from typekro.openapi.schemas import Schema

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

_BEFORE = "before-first-apply"
_MAX_ANNOTATIONS = 256 * 1024


@attrs.frozen
class Merged:
    """An object after something was applied to it.

    Args:
        object: the object, without managed fields; defaults are not filled in.
        managed_fields: what is to be its `metadata.managedFields`; empty for none.
    """

    object: dict[str, Any]
    managed_fields: list[dict[str, Any]]


class Attempt(Protocol):
    """Applies what is to be applied, by force or not."""

    def __call__(self, *, forced: bool) -> tuple[dict[str, Any], Managed]:
        """The object, and who owns what."""
        ...


def apply(
    live: Mapping[str, Any] | None,
    applied: Mapping[str, Any],
    *,
    manager: str,
    api_version: str,
    force: bool,
    now: datetime,
    schema: Schema,
    resolve: Resolve,
    subresource: str | None = None,
    reset: FieldSet = EMPTY,
    schemas: Mapping[str, Schema] | None = None,
) -> Merged:
    """An object with what is applied in it, and who owns what then.

    Args:
        live: the object as it is stored, in the version of the request; None where there is none.
        applied: the fields that the applier has an opinion on. Those it had one on before are removed if nobody else owns them.
        manager: the name of the field manager.
        api_version: group and version of the kind, as in the request.
        force: whether fields that others own with other values are taken from them.
        now: the moment of the request.
        schema: of the kind in that version.
        resolve: what a `$ref` in it means.
        subresource: which one is written, or None for the object itself.
        reset: what the server sets back, see `reset_fields`.
        schemas: of the kind in each version that is served, by api_version; None if one is enough.

    Raises:
        ApplyConflict: others own fields with other values, and are not forced.
        MergeError: what is applied cannot be.
    """
    _check(live, applied, api_version)
    others = None if schemas is None else {version: type_of(one, resolve) for version, one in schemas.items()}
    writer = Writer(manager, api_version, type_of(schema, resolve), now, subresource, reset, others)
    _check_type(applied, writer)
    managed = _read(live)
    before = {} if live is None else bare(live)
    if not managed and live is not None:
        first = attrs.evolve(writer, manager=_BEFORE)
        managed = after_update(zero(schema, resolve), before, managed, first)

    def attempt(*, forced: bool) -> tuple[dict[str, Any], Managed]:
        return _applied(before, applied, managed, writer, force=forced)

    result, owners = _upgraded(attempt, before, writer, force=force) if manager == "kubectl" else attempt(forced=force)
    if manager == "kubectl":
        result = _with_last_applied(result, applied)
    return Merged(result, written(owners))


def _applied(
    live: Mapping[str, Any], applied: Mapping[str, Any], managed: Managed, writer: Writer, *, force: bool
) -> tuple[dict[str, Any], Managed]:
    identity = writer.identity("Apply")
    owners = writer.fitted(managed)
    last = owners.get(identity)
    fields = fields_of(applied, writer.kind).without(writer.reset)
    result = merged(live, applied, writer.kind)
    time = last.time if last is not None else None
    owners[identity] = Owned(fields, writer.api_version, time)
    if last is not None and not last.fields.issubset(fields):
        result = pruned(result, owners, last, writer)
    if len(owners) > 1:  # else there is nobody who could lose anything
        _, owners = settled(live, result, owners, writer, identity, force=force)
    own = fields.difference(STRIPPED)
    if not same(live, result):
        time = rfc3339(writer.now)
    if not own:
        owners.pop(identity, None)
    elif last is None or last.time != time or last.fields != own or last.api_version != writer.api_version:
        owners[identity] = Owned(own, writer.api_version, time)
    else:
        owners[identity] = last
    return result, owners


def _check(live: Mapping[str, Any] | None, applied: Mapping[str, Any], api_version: str) -> None:
    given = applied.get("apiVersion", "")
    if given != api_version or (live is not None and applied.get("kind") != live.get("kind")):
        group, _, version = given.rpartition("/")
        raise MergeError(f"invalid object type: {group}/{version}, Kind={applied.get('kind', '')}")
    if entries_of(applied) is not None:
        raise MergeError("metadata.managedFields must be nil")


def _check_type(applied: Mapping[str, Any], writer: Writer) -> None:
    problems = misfits(applied, writer.kind)
    if problems:
        metadata: Any = applied.get("metadata")
        about: Mapping[str, Any] = metadata if is_object(metadata) else {}
        group, _, version = writer.api_version.rpartition("/")
        kind = f"{group}/{version}, Kind={applied.get('kind', '')}"
        told = problems[0] if len(problems) == 1 else "\n".join(["errors:", *(f"  {problem}" for problem in problems)])
        name = f"{about.get('namespace', '')}/{about.get('name', '')}; {kind}"
        raise MergeError(f"failed to create typed patch object ({name}): {told}", "InternalError")


def _read(live: Mapping[str, Any] | None) -> Managed:
    try:
        return read(entries_of(live))
    except MergeError as error:
        raise MergeError(f"failed to decode managed fields: {error}", "InternalError") from error


def _upgraded(attempt: Attempt, live: Mapping[str, Any], writer: Writer, *, force: bool) -> tuple[dict[str, Any], Managed]:
    """As `kubectl` applies: what it applied before on the client's side, and nobody changed since, is its own without force."""
    try:
        return attempt(forced=force)
    except ApplyConflict as error:
        allowed = _last_applied(live, writer)
        if allowed is None:
            raise
        left = [conflict for conflict in error.conflicts if conflict.path not in allowed]
        if left:
            raise ApplyConflict(left) from error
    return attempt(forced=True)


def _annotations(manifest: Mapping[str, Any]) -> dict[str, Any]:
    metadata: Any = manifest.get("metadata")
    annotations: Any = metadata.get("annotations") if is_object(metadata) else None
    return annotations if is_object(annotations) else {}


def _last_applied(live: Mapping[str, Any], writer: Writer) -> frozenset[str] | None:
    """The fields that `kubectl apply` set on the client's side and that still are as it set them; None if it never did."""
    try:
        last: Any = json.loads(_annotations(live).get(LAST_APPLIED) or "null")
        if not is_object(last) or last.get("apiVersion") != writer.api_version or misfits(last, writer.kind) or misfits(live, writer.kind):
            return None
        found = compared(last, live, writer.kind)
        fields = fields_of(last, writer.kind).difference(found.set).difference(found.removed)
    except (ValueError, MergeError):
        return None
    return frozenset("".join(map(shown, path)) for path in fields.paths())


def _with_last_applied(result: dict[str, Any], applied: Mapping[str, Any]) -> dict[str, Any]:
    """An object whose annotation of `kubectl apply` tells what was applied now, if it has one: it may go back to the client's side."""
    if not _annotations(result).get(LAST_APPLIED):
        return result
    told = _with_annotations(applied, {name: text for name, text in _annotations(applied).items() if name != LAST_APPLIED})
    text = json.dumps(told, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n"
    annotations = {**_annotations(result), LAST_APPLIED: text}
    if sum(len(name.encode()) + len(value.encode()) for name, value in annotations.items()) > _MAX_ANNOTATIONS:
        del annotations[LAST_APPLIED]
    return _with_annotations(result, annotations)


def _with_annotations(manifest: Mapping[str, Any], annotations: dict[str, Any]) -> dict[str, Any]:
    metadata = {name: value for name, value in manifest.get("metadata", {}).items() if name != "annotations"}
    return {**manifest, "metadata": {**metadata, **({"annotations": annotations} if annotations else {})}}
