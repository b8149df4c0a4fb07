"""Definitions that several stages or apps share: all say the same, or one says that it takes over; the last one to leave deletes it.

The API server's conflicts do not protect a shared definition, since a field that one owner adds or drops is none: it is compared whole.
"""

from collections.abc import Mapping
from typing import Any

from typekro.errors import RefusedError, compose
from typekro.kro.ownership import PREFIX, Owner, owner_said
from typekro.kubernetes import ApiError, Client
from typekro.kubernetes.objects import identify, lost_fields, managed_fields, managed_subset
from typekro.orchestrator.plan import field_changes

_SHOWN = 5
_TRIES = 10
CONFLICT = 409
_PROBE = "typekro-compares-this-and-makes-nothing"


def other_owners(live: Mapping[str, Any], owner: Owner) -> list[str]:
    """The other stages and apps that an object belongs to: `infra/dev of user@host`."""
    labels: dict[str, str] = live["metadata"].get("labels") or {}
    said: dict[str, str] = live["metadata"].get("annotations") or {}
    return sorted(owner_said(said.get(label, label)) for label in labels if label.startswith(PREFIX) and label != owner.key)


async def check_same(client: Client, manifest: Mapping[str, Any], live: Mapping[str, Any], owner: Owner) -> None:
    """Refuses to change what others have declared otherwise.

    Args:
        client: the cluster's.
        manifest: what would be applied.
        live: what is there, and belongs to others too.
        owner: who would apply it.

    Raises:
        RefusedError: they differ; the other owners are named, and the fields.
    """
    probe = {**manifest, "metadata": {"name": _PROBE}}
    # The server writes its defaults into what it would make.
    wanted = (await client.apply(probe, field_manager=owner.manager, dry_run=True)).live
    changes = list(field_changes(live.get("spec"), wanted.get("spec"), "spec"))
    if not changes:
        return
    fields = [change.path for change in changes]
    shown = ", ".join(fields[:_SHOWN]) + (f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else "")
    others = ", ".join(other_owners(live, owner))
    raise RefusedError(
        compose(
            f"{identify(live)} is shared with {others}, and declared otherwise here: nothing was changed",
            [f"they differ in {shown}", "it is one for all of them, and each would undo what the other does"],
            ["make both say the same, give this one a name of its own, or let this one decide for all:", "take_over=True"],
        ),
        {"object": identify(live), "owners": other_owners(live, owner), "fields": fields},
    )


async def clear(client: Client, live: Mapping[str, Any], owner: Owner) -> Mapping[str, Any]:
    """After a take-over: what the other owners had declared, and the one that decides does not, goes; they own it still.

    Args:
        client: the cluster's.
        live: the object as the one that decides has applied it, by force.
        owner: the one that decides.

    Returns:
        The object as it is then.

    Raises:
        RefusedError: others change it all the time.
        ApiError: the server refused.
    """
    for other in _others(live, owner):
        live = await _drop(client, live, other, owner)
    return live


async def _drop(client: Client, live: Mapping[str, Any], other: Owner, owner: Owner) -> Mapping[str, Any]:
    """The object without what only one of the others had declared; where that one is leaving at this moment, its label must not return."""
    uid = live["metadata"]["uid"]
    for _ in range(_TRIES):
        theirs = {"f:spec": managed_fields(live, other.manager).get("f:spec", {})}
        if not lost_fields(live, owner.manager, theirs):
            return live
        try:
            return (await client.apply(_share(live, other), field_manager=other.manager, uid=uid)).live
        except ApiError as error:
            found = await client.get(live["apiVersion"], live["kind"], live["metadata"]["name"]) if error.status == CONFLICT else None
            if found is None:
                raise
            live = found  # kro wrote its status meanwhile, or somebody left
    raise _changed_all_the_time(live, "taken over")


async def release(client: Client, live: Mapping[str, Any], owner: Owner) -> bool:
    """Leaves a shared object to its other owners, as it is: fields that only this one had declared are handed over to one of them.

    Were they left out of an apply, they would go; were they kept in it, none of the others could ever drop them.

    Args:
        client: the cluster's.
        live: the object, as it was last seen.
        owner: who leaves.

    Returns:
        False where there is no other owner, so that it is to be deleted: nothing was changed then.

    Raises:
        RefusedError: others change it all the time.
        ApiError: the server refused.
    """
    found: Mapping[str, Any] | None = live
    for _ in range(_TRIES):
        if found is None or found["metadata"]["uid"] != live["metadata"]["uid"] or not other_owners(found, owner):
            return False
        try:
            await _leave(client, found, owner)
        except ApiError as error:
            if error.status != CONFLICT:
                raise
            found = await client.get(found["apiVersion"], found["kind"], found["metadata"]["name"])
            continue
        return True
    raise _changed_all_the_time(live, "left")


def _changed_all_the_time(live: Mapping[str, Any], verb: str) -> RefusedError:
    return RefusedError(compose(f"{identify(live)} could not be {verb}: others change it all the time", (), "run again"))


async def _leave(client: Client, found: Mapping[str, Any], owner: Owner) -> None:
    """Leaves an object in the version in which it was found; had the last other owner left meanwhile, the version would tell."""
    uid, spec = found["metadata"]["uid"], {"spec": found["spec"]}
    heir = next(iter(_others(found, owner)), None)
    if heir is not None:
        found = (await client.apply({**_share(found, heir), **spec}, field_manager=heir.manager, uid=uid, force=True)).live
    # Where the labels of the others are from no apply of theirs, nobody can inherit: it stays whole all the same.
    await client.apply({**_share(found, None), **({} if heir is not None else spec)}, field_manager=owner.manager, uid=uid)


def _others(live: Mapping[str, Any], owner: Owner) -> list[Owner]:
    """The other owners, as far as applies of theirs can be told."""
    labels: dict[str, str] = live["metadata"].get("labels") or {}
    fields: list[dict[str, Any]] = live["metadata"].get("managedFields") or []
    managers = sorted({str(entry.get("manager")) for entry in fields if entry["operation"] == "Apply"})
    known = [other for manager in managers if (other := Owner.named(manager)) is not None]
    return [other for other in known if other.key in labels and other.key != owner.key]


def _share(live: Mapping[str, Any], other: Owner | None) -> dict[str, Any]:
    """An object in this version, with nothing but what tells that another owner is one."""
    metadata = {name: live["metadata"][name] for name in ("name", "resourceVersion")}
    said: dict[str, Any] = {} if other is None else managed_subset(live, other.manager).get("metadata", {})
    kept = {name: said[name] for name in ("labels", "annotations") if name in said}
    return {"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": {**kept, **metadata}}
