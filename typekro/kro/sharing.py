"""Definitions that several stages or apps share: all say the same, or one says that it takes over; the last one to leave deletes it.

The API server's conflicts do not protect a shared definition, since a field that one owner adds or drops is none: it is compared whole.
"""

from collections.abc import Mapping
from typing import Any

from typekro.errors import RefusedError, compose
from typekro.kro.ownership import PREFIX, Owner
from typekro.kubernetes import ApiError, Client
from typekro.kubernetes.objects import identify
from typekro.orchestrator.plan import field_changes

_SHOWN = 5
_TRIES = 10
CONFLICT = 409
_PROBE = "typekro-compares-this-and-makes-nothing"


def other_owners(live: Mapping[str, Any], owner: Owner) -> list[str]:
    """The other stages and apps that an object belongs to: `infra/dev of user@host`."""
    labels: dict[str, str] = live["metadata"].get("labels") or {}
    said: dict[str, str] = live["metadata"].get("annotations") or {}
    return sorted(said.get(label, label) for label in labels if label.startswith(PREFIX) and label != owner.key)


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


async def release(client: Client, live: Mapping[str, Any], owner: Owner) -> bool:
    """Leaves a shared object to its other owners.

    Args:
        client: the cluster's.
        live: the object, as it was last seen.
        owner: who leaves.

    Returns:
        False where there is no other owner, so that it is to be deleted: nothing was changed then.

    Raises:
        ApiError: the server refused.
    """
    found: Mapping[str, Any] | None = live
    for _ in range(_TRIES):
        if found is None or found["metadata"]["uid"] != live["metadata"]["uid"] or not other_owners(found, owner):
            return False
        name, version = found["metadata"]["name"], found["metadata"]["resourceVersion"]
        share = {"apiVersion": found["apiVersion"], "kind": found["kind"], "metadata": {"name": name, "resourceVersion": version}}
        try:
            # What only this owner had declared goes. Had the last other one left meanwhile, the version would tell.
            await client.apply(share, field_manager=owner.manager, uid=found["metadata"]["uid"])
        except ApiError as error:
            if error.status != CONFLICT:
                raise
            found = await client.get(found["apiVersion"], found["kind"], name)
            continue
        return True
    raise RefusedError(compose(f"{identify(live)} could not be left: others change it all the time", (), "run again"))
