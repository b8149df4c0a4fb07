"""Deleting an instance: its objects in waves, those first that need others, and then kro's hold on it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from typekro.kubernetes.objects import part
from typekro.local.api import ApiServer, StatusError
from typekro.local.kro.applying import delete
from typekro.local.kro.finalizers import remove_finalizer
from typekro.local.kro.inventory import Inventory, InventoryError, check_inventory
from typekro.local.kro.labels import APPLY_ORDER

DELETING: Final = "deleting resources"


@attrs.frozen
class Deletion:
    """How far a deletion got.

    Args:
        told: what the status says of it; None where the instance was let go.
        deleted: whether an object was told to go just now.
    """

    told: str | None = None
    deleted: bool = False


def delete_wave(server: ApiServer, instance: dict[str, Any]) -> Deletion:
    """Deletes the objects of the highest wave, or lets the instance go where there are none.

    Args:
        server: the API server.
        instance: it, with its deletion timestamp.
    """
    own = instance["metadata"].get("namespace")
    try:
        check_inventory(instance)
        members = Inventory.said_by(instance).members(server, own)
    except InventoryError as error:
        return Deletion(f"deletion blocked: validate deletion inventory: {error}")
    if not members:
        remove_finalizer(server, instance)
        return Deletion()
    try:
        tried = [delete(server, member) for member in highest_wave(members) if "deletionTimestamp" not in member["metadata"]]
    except StatusError as error:
        return Deletion(f"deletion blocked: {error.message}")
    told = DELETING if all(tried) else "deletion blocked: deletion encountered UID conflicts; retrying"
    return Deletion(told, deleted=any(tried))


def highest_wave(members: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The objects that are deleted next: those of the highest order; those without one come last.

    Example:
        >>> def member(name, order): return {"metadata": {"name": name, "annotations": {"internal.kro.run/apply-order": order}}}
        >>> [each["metadata"]["name"] for each in highest_wave([member("a", "1"), member("b", "2"), member("c", "x")])]
        ['b']
    """
    orders = [_order(member) for member in members]
    return [member for member, order in zip(members, orders, strict=True) if order == max(orders)]


def _order(member: Mapping[str, Any]) -> int:
    written = part(member["metadata"], "annotations").get(APPLY_ORDER, "")
    return max(0, int(written)) if written.removeprefix("-").isascii() and written.removeprefix("-").isdigit() else 0
