"""The managed fields of an object: which manager owns which fields, since when, and how it came to them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import attrs

from typekro.local.merging.errors import MergeError
from typekro.local.merging.field_sets import FieldSet
from typekro.local.merging.shapes import is_list, is_object

UpdateOrApply: TypeAlias = Literal["Apply", "Update"]

MAX_UPDATERS = 10
"""How many managers that update may be told apart; what the oldest ones own becomes one entry."""

ANCIENT = "ancient-changes"


class Manager(NamedTuple):
    """Who owns fields: two entries of one manager are one if all of this is the same.

    Attributes:
        name: as the client tells it.
        operation: whether it applies or updates.
        api_version: the version that it updates in; empty for one that applies, which is the same in all versions.
        subresource: such as `status`; empty for the object itself.
    """

    name: str
    operation: UpdateOrApply
    api_version: str = ""
    subresource: str = ""

    @classmethod
    def of(cls, name: str, operation: UpdateOrApply, api_version: str, subresource: str | None) -> "Manager":
        """Who writes in a request."""
        return cls(name or "unknown", operation, api_version if operation == "Update" else "", subresource or "")

    @property
    def described(self) -> str:
        """How a conflict names it.

        Example:
            >>> Manager("kubectl", "Update", "apps/v1", "scale").described
            '"kubectl" with subresource "scale" using apps/v1'
        """
        quoted = json.dumps(self.name, ensure_ascii=False)
        place = f' with subresource "{self.subresource}"' if self.subresource else ""
        return f"{quoted}{place}" + (f" using {self.api_version}" if self.operation == "Update" else "")


@attrs.frozen
class Owned:
    """What a manager owns.

    Args:
        fields: the fields.
        api_version: the version that they are told in.
        time: since when, as text, or None.
        entry: as it was written, as long as it is the same.
    """

    fields: FieldSet
    api_version: str
    time: str | None = None
    entry: dict[str, Any] | None = attrs.field(default=None, eq=False, repr=False)

    def owning(self, fields: FieldSet) -> "Owned":
        """The same with other fields."""
        return self if fields is self.fields else Owned(fields, self.api_version, self.time)


Managed: TypeAlias = dict[Manager, Owned]

_decoded: dict[int, tuple[dict[str, Any], FieldSet]] = {}
_KEPT = 4096


def read(entries: Any) -> Managed:
    """What `metadata.managedFields` tells.

    Args:
        entries: the list, or None.

    Raises:
        MergeError: it cannot be read.
    """
    if entries is not None and not is_list(entries):
        raise MergeError("managedFields is not a list")
    found: Managed = {}
    for index, entry in enumerate(entries or ()):
        manager, owned = _read(entry, index)
        found[manager] = owned
    return found


def written(managed: Mapping[Manager, Owned]) -> list[dict[str, Any]]:
    """What to write as `metadata.managedFields`, in the order of Kubernetes: those that apply first, then by time and name.

    Args:
        managed: who owns what.
    """

    def place(item: tuple[Manager, Owned]) -> tuple[str, str, str, str, str]:
        manager, owned = item
        return manager.operation, owned.time or "", manager.name, owned.api_version, manager.subresource

    return [owned.entry or _written(manager, owned) for manager, owned in sorted(managed.items(), key=place)]


def capped(managed: Managed) -> Managed:
    """Managed fields with at most ten managers that update: what the oldest ones own in one version becomes one entry.

    Args:
        managed: who owns what.
    """
    updaters = [manager for manager in managed if manager.operation == "Update"]
    count = len(updaters)
    if count <= MAX_UPDATERS:
        return managed
    updaters.sort(key=lambda one: (managed[one].time or "", _identity(one)))
    left = dict(managed)
    first: dict[str, Manager] = {}
    for manager in updaters:
        if count <= MAX_UPDATERS:
            break
        owned = managed[manager]
        if (oldest := first.setdefault(owned.api_version, manager)) is manager:
            continue
        bucket = Manager(ANCIENT, "Update", owned.api_version)
        if bucket not in left:
            left[bucket] = left.pop(oldest)
        fields = owned.fields.union(left[bucket].fields)
        left.pop(manager, None)
        left[bucket] = Owned(fields, owned.api_version, owned.time)
        count -= 1
    return left


def with_old_times(entries: Sequence[dict[str, Any]], old: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Managed fields with the times that they had, where only times are other: for them alone nothing is written.

    Args:
        entries: as they would be written.
        old: as they are.

    Returns:
        `old`, if only times are other, else `entries`.
    """
    alike = len(entries) == len(old) and all(_timeless(new) == _timeless(was) for new, was in zip(entries, old, strict=True))
    return list(old if alike else entries)


def _timeless(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "time"}


def _identity(manager: Manager) -> str:
    """By what Kubernetes orders managers of one moment: their JSON."""
    given: Iterable[tuple[str, str]] = (
        ("manager", manager.name),
        ("operation", manager.operation),
        ("apiVersion", manager.api_version),
        ("subresource", manager.subresource),
    )
    return json.dumps({name: value for name, value in given if value}, separators=(",", ":"))


def _read(entry: Any, index: int) -> tuple[Manager, Owned]:
    if not is_object(entry) or entry.get("operation") not in {"Apply", "Update"}:
        raise MergeError("operation must be `Apply` or `Update`")
    api_version = entry.get("apiVersion")
    if not api_version:
        raise MergeError("apiVersion must not be empty")
    if not entry.get("fieldsType"):
        raise MergeError(f"missing fieldsType in managed fields entry {index}")
    if entry["fieldsType"] != "FieldsV1":
        raise MergeError(f'invalid fieldsType "{entry["fieldsType"]}" in managed fields entry {index}')
    operation: UpdateOrApply = entry["operation"]
    manager = Manager(entry.get("manager", ""), operation, api_version if operation == "Update" else "", entry.get("subresource", ""))
    return manager, Owned(_fields(entry.get("fieldsV1") or {}), api_version, entry.get("time"), entry)


def _fields(fields: dict[str, Any]) -> FieldSet:
    """The set that somebody wrote; the same dict, which nobody changes, is not read twice."""
    known = _decoded.get(id(fields))
    if known is not None and known[0] is fields:
        return known[1]
    found = FieldSet.from_fields(fields)
    _remember(fields, found)
    return found


def _remember(fields: dict[str, Any], found: FieldSet) -> None:
    if len(_decoded) >= _KEPT:
        _decoded.clear()
    _decoded[id(fields)] = fields, found


def _written(manager: Manager, owned: Owned) -> dict[str, Any]:
    fields = owned.fields.to_fields()
    _remember(fields, owned.fields)
    entry: dict[str, Any] = {"apiVersion": owned.api_version, "fieldsType": "FieldsV1", "fieldsV1": fields, "manager": manager.name}
    entry["operation"] = manager.operation
    if manager.subresource:
        entry["subresource"] = manager.subresource
    if owned.time is not None:
        entry["time"] = owned.time
    return entry
