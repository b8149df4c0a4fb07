"""The objects of an instance as a set: what its annotations say is in it, and what is found in the cluster."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from typekro.kubernetes.objects import part
from typekro.local.api import ApiServer
from typekro.local.kro.labels import (
    APPLYSET_ID,
    GROUP_KINDS,
    INVENTORY_HASH,
    NAMESPACES,
    PART_OF,
    TOOLING,
    VERSION,
    applyset_id,
    inventory_hash,
)
from typekro.local.schemas.names import dns_label, dns_subdomain
from typekro.schema.go_texts import quoted

GroupKind = tuple[str, str]
"""A group, empty for the core one, and a kind."""


class InventoryError(Exception):
    """What an instance says of its objects cannot be trusted; the text says why, in kro's words."""


@attrs.frozen
class Inventory:
    """Where the objects of an instance are.

    Args:
        identity: the set's.
        kinds: the kinds of its objects.
        namespaces: where they are, beside the instance's own namespace.
    """

    identity: str
    kinds: frozenset[GroupKind] = frozenset()
    namespaces: frozenset[str] = frozenset()

    @classmethod
    def said_by(cls, instance: Mapping[str, Any]) -> "Inventory":
        """What the annotations of an instance say.

        Args:
            instance: it.

        Raises:
            InventoryError: they are not such as kro writes.
        """
        annotations: Mapping[str, str] = part(instance["metadata"], "annotations")
        try:
            kinds = frozenset(_group_kind(entry) for entry in _entries(annotations.get(GROUP_KINDS, "")))
        except ValueError as error:
            raise InventoryError(f"invalid {GROUP_KINDS} annotation: {error}") from error
        names = _entries(annotations.get(NAMESPACES, ""))
        for name in names:
            problems = dns_label(name)
            if problems:
                raise InventoryError(f"invalid {NAMESPACES} annotation: invalid namespace {quoted(name)}: {', '.join(problems)}")
        return cls(applyset_id(instance), kinds, frozenset(names))

    def with_objects(self, manifests: Iterable[Mapping[str, Any]], own: str | None) -> "Inventory":
        """The set with these objects too.

        Args:
            manifests: the objects.
            own: the instance's own namespace.
        """
        found = list(manifests)
        kinds = {(group_of(each["apiVersion"]), str(each["kind"])) for each in found}
        namespaces = {each["metadata"]["namespace"] for each in found if each["metadata"].get("namespace") not in {None, own}}
        return Inventory(self.identity, self.kinds | kinds, self.namespaces | namespaces)

    def only(self, manifests: Iterable[Mapping[str, Any]], own: str | None) -> "Inventory":
        """The set with these objects alone."""
        return Inventory(self.identity).with_objects(manifests, own)

    def metadata(self) -> dict[str, Any]:
        """The labels and annotations of the instance that say it."""
        kinds = ",".join(sorted(f"{kind}.{group}" if group else kind for group, kind in self.kinds))
        namespaces = ",".join(sorted(self.namespaces))
        annotations = {
            TOOLING: f"kro/{VERSION}",
            GROUP_KINDS: kinds,
            NAMESPACES: namespaces,
            INVENTORY_HASH: inventory_hash(self.identity, kinds, namespaces),
        }
        return {"labels": {APPLYSET_ID: self.identity}, "annotations": annotations}

    def members(self, server: ApiServer, own: str | None) -> list[dict[str, Any]]:
        """The objects in the cluster that carry the set's label.

        Args:
            server: the API server.
            own: the instance's own namespace.
        """
        selector = f"{PART_OF}={self.identity}"
        found: list[dict[str, Any]] = []
        for group, kind in sorted(self.kinds):
            resource = server.stored_as(group, kind)
            if resource is None:
                continue
            places = sorted({*self.namespaces, own or "default"}) if resource.namespaced else [None]
            for namespace in places:
                found += server.list(resource.api_version, kind, namespace, labels=selector)
        return found


def check_inventory(instance: Mapping[str, Any]) -> None:
    """Looks whether what an instance says of its objects is whole: what is deleted is found by it alone.

    Raises:
        InventoryError: it is not.
    """
    expected = applyset_id(instance)
    metadata = instance["metadata"]
    actual = part(metadata, "labels").get(APPLYSET_ID, "")
    if actual != expected:
        raise InventoryError(f"invalid {APPLYSET_ID} label: got {quoted(actual)}, want {quoted(expected)}")
    annotations: Mapping[str, str] = part(metadata, "annotations")
    if not annotations.get(TOOLING, "").startswith("kro/"):
        raise InventoryError(f"invalid {TOOLING} annotation: {quoted(annotations.get(TOOLING, ''))} is not owned by kro")
    missing = next((name for name in (GROUP_KINDS, NAMESPACES) if name not in annotations), None)
    if missing is not None:
        raise InventoryError(f"missing required {missing} annotation")
    wanted = Inventory.said_by(instance).metadata()["annotations"][INVENTORY_HASH]
    found = annotations.get(INVENTORY_HASH, wanted)
    if found != wanted:
        raise InventoryError(f"invalid {INVENTORY_HASH} annotation: got {quoted(found)}, want {quoted(wanted)}")


def has_inventory(instance: Mapping[str, Any]) -> bool:
    """Whether an instance says anything of its objects, be it in part."""
    metadata = instance["metadata"]
    names = {TOOLING, GROUP_KINDS, NAMESPACES, INVENTORY_HASH}
    return APPLYSET_ID in part(metadata, "labels") or bool(names & part(metadata, "annotations").keys())


def group_of(api_version: str) -> str:
    """The group of a group and version; empty for the core one."""
    return api_version.rpartition("/")[0]


def _entries(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",")] if text else []


def _group_kind(entry: str) -> GroupKind:
    kind, dot, group = entry.partition(".")
    if not entry:
        raise ValueError("contains an empty group-kind")
    if not kind or any(letter in " \t\r\n" for letter in kind):
        raise ValueError(f"invalid kind {quoted(kind)}")
    problems = dns_subdomain(group) if dot else []
    if problems:
        raise ValueError(f"invalid group {quoted(group)}: {', '.join(problems)}")
    return group, kind
