"""Server-side apply in the name of an app: creates what is free, changes what is ours, repairs only what was ours."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from typekro.graph import GRAPH_ANNOTATION
from typekro.kro.ownership import PREFIX, Claim, Footprint, Owner, claim, of_another, whose
from typekro.kubernetes import ApiError, Applied, Client, ConflictError, PreconditionFailedError
from typekro.kubernetes.objects import field_paths, identify, managed_subset
from typekro.kubernetes.retry import CONFLICT
from typekro.orchestrator import Context
from typekro.orchestrator.plan import Preview, field_changes

Join = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""Makes an object that others record ours as well."""

_LOOKS = 3
_OUR_OWN = (GRAPH_ANNOTATION, PREFIX)  # which change with what they tell about


async def create(context: Context, manifest: Mapping[str, Any], found: Claim | None = None, *, join: Join | None = None) -> dict[str, Any]:
    """Creates an object where its name is free; what an interrupted run of ours left under it is taken up, and what may be adopted too.

    What somebody else makes at the same moment is not touched: it is looked at then, as if it had been there before.

    Args:
        context: the handler's.
        manifest: what is created.
        found: whose the name is, where that was looked up before.
        join: makes what other stages and apps record ours as well, and gives it as it is then; None where it cannot be shared.

    Raises:
        RefusedError: the name is somebody else's.
        ConflictError: what may be adopted is managed by others who mean it.
        ApiError: the server refused.
    """
    found = found if found is not None else await claim(context, manifest, share=join is not None)
    for _ in range(_LOOKS):
        try:
            return await _created(context, manifest, found, join)
        except ApiError as error:
            if not _is_taken(error, found):
                raise
            found = await _looked_again(context, manifest, error, share=join is not None)
    return await _created(context, manifest, found, join)


async def _created(context: Context, manifest: Mapping[str, Any], found: Claim, join: Join | None) -> dict[str, Any]:
    client: Client = context.connection
    owner = Owner.of(context)
    if found.claim == "shared" and join is not None:
        return await join(found.live)
    if found.claim == "free":
        return dict((await client.apply(owner.sign(manifest), field_manager=owner.manager, new=True)).live)
    applied, taken = await _take_over(client, owner, manifest, found.live)
    if found.claim == "adopted":
        context.note(f"{identify(manifest)} was there already: it is adopted, and will not be deleted")
    elif taken:
        context.note(f"{identify(manifest)} is as declared again, where it was changed outside: {', '.join(taken)}")
    return dict(applied.live)


def _is_taken(error: ApiError, found: Claim) -> bool:
    """Whether an object cannot be created since its name is not whose it was found to be."""
    return isinstance(error, PreconditionFailedError) or (found.claim == "free" and error.status == CONFLICT)


async def _looked_again(context: Context, manifest: Mapping[str, Any], error: ApiError, *, share: bool) -> Claim:
    """Whose the name is by now; where somebody made the object a moment ago, that may have been a try of ours whose answer was lost."""
    client: Client = context.connection
    metadata = manifest["metadata"]
    live = await client.get(manifest["apiVersion"], manifest["kind"], metadata["name"], metadata.get("namespace"))
    if live is not None:
        found, owner = whose(context, live, share=share), Owner.of(context)
        if found.claim == "ours" and owner.of_object(live).resource != context.resource_id:
            raise of_another(live, owner)
        return found
    if not isinstance(error, PreconditionFailedError):
        raise error  # nobody has it: the conflict is another one
    context.created_by_us = True  # also where what is gone was to be adopted
    return Claim("free")


async def update(context: Context, manifest: Mapping[str, Any], old: Footprint, *, force: bool = False) -> dict[str, Any]:
    """Changes an object that is ours, and only that one: not another one that has its name by now.

    What was ours is taken back where others wrote it by hand; from another apply, or through `scale`, it is not.

    Args:
        context: the handler's.
        manifest: what it becomes.
        old: what our last apply left on it.
        force: take it from whoever has it.

    Raises:
        ConflictError: fields are managed by others who mean it.
        PreconditionFailedError: it is gone or was replaced.
        ApiError: the server refused.
    """
    client: Client = context.connection
    owner = Owner.of(context)
    signed = owner.sign(manifest)
    try:
        return dict((await client.apply(signed, field_manager=owner.manager, uid=old.uid, force=force)).live)
    except ConflictError as error:
        if not _only_by_hand(context, old, error):
            raise
    return dict((await client.apply(signed, field_manager=owner.manager, uid=old.uid, force=True)).live)


async def preview(
    context: Context, manifest: Mapping[str, Any], old: Footprint | None, live: Mapping[str, Any] | None, *, force: bool = False
) -> Preview:
    """What applying an object would change: the server tries it, with its defaults and its checks, and changes nothing.

    Args:
        context: the handler's.
        manifest: what would be applied.
        old: what our last apply left on it; None where it would be created.
        live: the object as it is now; None where nothing is there.
        force: whether it would be taken from whoever has it.

    Raises:
        RefusedError: the name is somebody else's.
        ConflictError: fields are managed by others who mean it.
        ApiError: the server would refuse it.
    """
    client: Client = context.connection
    owner = Owner.of(context)
    if old is None:
        found = await claim(context, manifest)
        if found.claim != "free":
            applied, _ = await _take_over(client, owner, manifest, found.live, dry_run=True)
            return _compared(found.live, applied, owner) if found.claim == "adopted" else Preview()
        await client.apply(owner.sign(manifest), field_manager=owner.manager, dry_run=True)
        return Preview()
    signed = owner.sign(manifest)
    try:
        applied = await client.apply(signed, field_manager=owner.manager, uid=old.uid, dry_run=True, force=force)
    except ConflictError as error:
        if not _only_by_hand(context, old, error):
            raise
        applied = await client.apply(signed, field_manager=owner.manager, uid=old.uid, force=True, dry_run=True)
    return _compared(live or {}, applied, owner)


def _compared(live: Mapping[str, Any], applied: Applied, owner: Owner) -> Preview:
    """The fields that an apply would have set, as they are and as they would be."""
    fields: Any = applied.live["metadata"].get("managedFields") or []
    now = {**live, "metadata": {**live.get("metadata", {}), "managedFields": fields}}
    changes = field_changes(managed_subset(now, owner.manager), managed_subset(applied.live, owner.manager))
    return Preview(changes=tuple(change for change in changes if not any(word in change.path for word in _OUR_OWN)))


async def _take_over(
    client: Client, owner: Owner, manifest: Mapping[str, Any], live: Mapping[str, Any], *, dry_run: bool = False
) -> tuple[Applied, list[str]]:
    """Applies onto what is there: what was written by hand is overwritten, and told; what another program applies is not."""
    signed, uid = owner.sign(manifest), live["metadata"]["uid"]
    try:
        return await client.apply(signed, field_manager=owner.manager, uid=uid, dry_run=dry_run), []
    except ConflictError as error:
        if not _all_by_hand(error):
            raise
        taken = [f"{each.field} by {each.manager}" for each in error.conflicts]
    return await client.apply(signed, field_manager=owner.manager, uid=uid, force=True, dry_run=dry_run), taken


def _only_by_hand(context: Context, old: Footprint, error: ConflictError) -> bool:
    """Whether others have nothing of it but what was ours too, by hand; nobody knows what was, after a run that was cut off."""
    return _all_by_hand(error) and (context.cut_off or {each.field for each in error.conflicts} <= field_paths(old.fields))


def _all_by_hand(error: ConflictError) -> bool:
    return all(each.operation == "Update" and not each.subresource for each in error.conflicts)


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
