"""Kinds for tests, and what a request is to our functions."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.local.merging.making import CRD
from typekro.local.merging import Merged, apply, updated
from typekro.openapi.kinds import Kinds

Manifest = dict[str, Any]

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _kinds() -> Kinds:
    crd = copy.deepcopy(CRD)
    crd["spec"]["group"] = "example.com"
    return Kinds.builtin().with_crd(crd)


KINDS = _kinds()


def config_map(**data: str) -> Manifest:
    """A ConfigMap with data."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data}


def parcel(**spec: Any) -> Manifest:
    """An object of the tests' own kind."""
    return {"apiVersion": "example.com/v1", "kind": "Parcel", "metadata": {"name": "p"}, "spec": spec}


def request(manifest: Manifest, manager: str, seconds: int = 0, **more: Any) -> dict[str, Any]:
    """What our functions are told of a request."""
    known = KINDS.find(manifest["apiVersion"], manifest["kind"])
    assert known is not None
    given: dict[str, Any] = {
        "manager": manager,
        "api_version": manifest["apiVersion"],
        "now": NOW + timedelta(seconds=seconds),
        "schema": known.schema,
        "resolve": KINDS.resolve,
    }
    return given | more


def stored(merged: Merged) -> Manifest:
    """An object as it is stored after something was applied."""
    return with_entries(merged.object, merged.managed_fields)


def with_entries(manifest: Manifest, entries: list[Manifest]) -> Manifest:
    """An object with managed fields."""
    metadata = {name: value for name, value in manifest["metadata"].items() if name != "managedFields"}
    return {**manifest, "metadata": metadata | ({"managedFields": entries} if entries else {})}


def apply_as(live: Manifest | None, manifest: Manifest, manager: str, seconds: int = 0, *, force: bool = False, **more: Any) -> Manifest:
    """The object after a manager applied something."""
    return stored(apply(live, manifest, force=force, **request(manifest, manager, seconds, **more)))


def update_as(live: Manifest | None, manifest: Manifest, manager: str, seconds: int = 0, **more: Any) -> Manifest:
    """The object after a manager wrote it."""
    return with_entries(manifest, updated(live, manifest, **request(manifest, manager, seconds, **more)))


def owners(manifest: Manifest) -> dict[str, Any]:
    """Who owns what, by manager."""
    entries: list[Manifest] = manifest["metadata"].get("managedFields", [])
    return {f"{entry['manager']} {entry['operation']}": entry["fieldsV1"] for entry in entries}
