"""The door to merging: patches of every form, and who manages which field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause, StatusError, about
from typekro.local.api.go_errors import go_kind
from typekro.local.api.refusals import bad_request, unprocessable
from typekro.local.api.registry import Registry
from typekro.local.api.resources import Resource
from typekro.local.merging import (
    MAX_OPERATIONS,
    ApplyConflict,
    FieldSet,
    MergeError,
    apply,
    json_patch,
    merge_patch,
    reset_fields,
    strategic_merge,
    updated,
    with_old_times,
)
from typekro.local.merging.shapes import is_list, is_object
from typekro.openapi.kinds import Kinds
from typekro.openapi.schemas import Schema

APPLY: Final = "application/apply-patch+yaml"
JSON_PATCH: Final = "application/json-patch+json"
MERGE: Final = "application/merge-patch+json"
STRATEGIC: Final = "application/strategic-merge-patch+json"

_CODES: Final = {"BadRequest": 400, "Invalid": 422, "InternalError": 500}
_TOO_LARGE: Final = 413


def patched(resource: Resource, old: Manifest, form: str, patch: Any, kinds: Kinds) -> Any:
    """An object with a patch in it.

    Args:
        resource: its kind.
        old: the object.
        form: the content type of the patch.
        patch: the patch.
        kinds: what `$ref` means.

    Raises:
        StatusError: the patch cannot be done.
    """
    try:
        if form == JSON_PATCH:
            return json_patch(old, _operations(patch))
        if not is_object(patch):
            raise bad_request(
                f"error decoding patch: json: cannot unmarshal {go_kind(patch)} into Go value of type map[string]interface {{}}"
            )
        if form == STRATEGIC:
            return strategic_merge(old, patch, resource.schema, kinds.resolve)
        return merge_patch(old, patch)
    except MergeError as error:
        if form == JSON_PATCH:
            raise unprocessable("the server rejected our request due to an error in our request") from error
        raise _refused(error) from error


def _operations(patch: Any) -> list[dict[str, Any]]:
    if not is_list(patch):
        raise bad_request(f"error decoding patch: json: cannot unmarshal {go_kind(patch)} into Go value of type []handlers.jsonPatchOp")
    operations: list[dict[str, Any]] = patch
    if len(operations) > MAX_OPERATIONS:
        message = f"The allowed maximum operations in a JSON patch is {MAX_OPERATIONS}, got {len(operations)}"
        raise StatusError(_TOO_LARGE, "RequestEntityTooLarge", message)
    return operations


def applied(
    resource: Resource,
    live: Manifest | None,
    wanted: Manifest,
    *,
    manager: str,
    force: bool,
    now: datetime,
    registry: Registry,
    kinds: Kinds,
    subresource: str | None,
) -> tuple[Manifest, list[dict[str, Any]]]:
    """An object after a server-side apply, without defaults, and its managed fields.

    Args:
        resource: its kind.
        live: the object as it is stored, in this version; None where there is none.
        wanted: what is applied, as it was sent.
        manager: who applies.
        force: takes fields over from others.
        now: the moment.
        registry: what other versions there are.
        kinds: what `$ref` means.
        subresource: what of it is applied.

    Raises:
        StatusError: others own fields, or what is applied cannot be.
    """
    try:
        merged = apply(
            live,
            wanted,
            manager=manager,
            api_version=resource.api_version,
            force=force,
            now=now,
            schema=resource.schema,
            resolve=kinds.resolve,
            subresource=subresource,
            reset=reset(resource, subresource),
            schemas=_schemas(resource, registry),
        )
    except ApplyConflict as error:
        causes = [StatusCause("FieldManagerConflict", each.message, each.path) for each in error.conflicts]
        raise StatusError(409, "Conflict", error.message, about("", "", "", causes)) from error
    except MergeError as error:
        raise _refused(error) from error
    return merged.object, _with_old_times(merged.managed_fields, live)


def managed(
    resource: Resource,
    old: Manifest | None,
    new: Manifest,
    *,
    manager: str,
    now: datetime,
    registry: Registry,
    kinds: Kinds,
    subresource: str | None,
) -> list[dict[str, Any]]:
    """What `managedFields` is after a create or an update.

    Args:
        resource: the kind of the object.
        old: what it was; None where it is created.
        new: what it is to be.
        manager: who writes.
        now: the moment.
        registry: what other versions there are.
        kinds: what `$ref` means.
        subresource: what of it is written.
    """
    entries = updated(
        old,
        new,
        manager=manager,
        api_version=resource.api_version,
        now=now,
        schema=resource.schema,
        resolve=kinds.resolve,
        subresource=subresource,
        reset=reset(resource, subresource),
        schemas=_schemas(resource, registry),
    )
    return _with_old_times(entries, old)


def _with_old_times(entries: list[dict[str, Any]], old: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    before: list[dict[str, Any]] = [] if old is None else old["metadata"].get("managedFields") or []
    return with_old_times(entries, before) if before else entries


def reset(resource: Resource, subresource: str | None) -> FieldSet:
    """The fields that the server sets back, so that nobody owns them through this request."""
    return reset_fields(
        resource.api_version, resource.kind, subresource, has_status="status" in resource.subresources, custom=resource.custom
    )


def _schemas(resource: Resource, registry: Registry) -> Mapping[str, Schema] | None:
    if not resource.custom:
        return None
    versions = registry.versions(resource)
    return {each.api_version: each.schema for each in versions} if len(versions) > 1 else None


def _refused(error: MergeError) -> StatusError:
    code = _CODES.get(error.reason, 400)
    return StatusError(code, "" if error.reason == "InternalError" else error.reason, error.message)
