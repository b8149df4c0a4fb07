"""Server-side apply in the name of an app: creates what is free, changes what is ours, repairs only what was ours."""

from collections.abc import Mapping
from typing import Any, cast

from typekro.kro.ownership import Footprint, Owner, refuse_foreign
from typekro.kubernetes import Client, ConflictError
from typekro.kubernetes.objects import identify, lost_fields
from typekro.orchestrator import Context


async def create(context: Context, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Creates an object where its name is free; what an interrupted run of ours left under it is taken up.

    Raises:
        RefusedError: the name is somebody else's.
        ApiError: the server refused.
    """
    client: Client = context.connection
    owner = Owner.of(context)
    ours = await refuse_foreign(context, manifest)
    applied = await client.apply(owner.sign(manifest), field_manager=owner.manager)
    if not (applied.created or applied.retried or ours):
        context.not_created_by_us()
        context.note(f"{identify(manifest)} was made by somebody else at the same moment: it is changed, and will not be deleted")
    return dict(applied.live)


async def update(context: Context, manifest: Mapping[str, Any], old: Footprint) -> dict[str, Any]:
    """Changes an object that is ours, and only that one: not another one that has its name by now.

    What others took from us is taken back where they changed it by hand; from another apply, or through `scale`, it is not.

    Raises:
        ConflictError: fields are managed by others who mean it.
        PreconditionFailedError: it is gone or was replaced.
        ApiError: the server refused.
    """
    client: Client = context.connection
    owner = Owner.of(context)
    signed = owner.sign(manifest)
    try:
        return dict((await client.apply(signed, field_manager=owner.manager, uid=old.uid)).live)
    except ConflictError as error:
        if not await _only_by_hand(client, owner, signed, old, error):
            raise
    return dict((await client.apply(signed, field_manager=owner.manager, uid=old.uid, force=True)).live)


async def _only_by_hand(client: Client, owner: Owner, manifest: Mapping[str, Any], old: Footprint, error: ConflictError) -> bool:
    metadata = manifest["metadata"]
    live = await client.get(manifest["apiVersion"], manifest["kind"], metadata["name"], metadata.get("namespace"))
    if live is None:
        return False
    lost = {field.field for field in lost_fields(live, owner.manager, old.fields)}
    return all(each.operation == "Update" and not each.subresource and each.field in lost for each in error.conflicts)


def describe_drift(before: Footprint, now: Footprint) -> str | None:
    """What others changed of what we applied, in a few words; None where they changed nothing of it."""
    paths = changed_paths(before.managed, now.managed)
    return f"changed outside: {', '.join(paths[:3])}" if paths else None


def changed_paths(before: Any, after: Any, path: str = "") -> list[str]:
    """Paths at which two JSON values differ, for telling people: `.spec.replicas`."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict | None) and before:  # of what is gone as a whole, each field is named
        now = cast("dict[str, Any]", after or {})
        keys: list[str] = sorted({*before, *now})  # pyright: ignore[reportUnknownArgumentType] - JSON has no narrower type
        return [found for key in keys for found in changed_paths(before.get(key), now.get(key), f"{path}.{key}")]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
    return [path]
