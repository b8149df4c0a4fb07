"""CustomResourceDefinitions at work: what they define is served from the moment that they are stored, and goes with them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.changes import Change, Manifest
from typekro.local.api.creating import DEFINITIONS
from typekro.local.api.custom_resources import resources_of
from typekro.local.api.definition_names import Granted, granted, taken
from typekro.local.api.deleting import CLEANUP, delete
from typekro.local.api.errors import StatusError
from typekro.local.api.options import DeleteOptions, WriteOptions
from typekro.local.api.resources import Resource, Target
from typekro.local.api.store import Entry
from typekro.local.api.updating import update
from typekro.local.api.validation import read
from typekro.local.api.world import World
from typekro.local.timestamps import rfc3339

_SERVER: Final = WriteOptions("kube-apiserver")
_CONTROLLER: Final = "apiextensions.k8s.io/v1"


class Definitions:
    """Keeps what is served in step with the CustomResourceDefinitions that are stored.

    Args:
        world: the server's state.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._specs: dict[str, tuple[Any, Any]] = {}
        world.guards.append(self._hear)

    def _hear(self, change: Change) -> None:
        if change.resource.qualified != DEFINITIONS:
            if change.resource.custom and change.type == "DELETED":
                self._release(f"{change.resource.plural}.{change.resource.group}")
            return
        name = change.object["metadata"]["name"]
        if change.type == "DELETED":
            self._withdraw(change.object)
        elif "deletionTimestamp" in change.object["metadata"]:
            self._clean(name)
        else:
            self._settle(name)

    def serve(self, definition: Mapping[str, Any]) -> None:
        """Serves what a definition defines, in the versions that it has now."""
        name = definition["metadata"]["name"]
        names = part(definition, "status").get("acceptedNames")
        if self._specs.get(name) == (definition["spec"], names):
            return
        registry, spec = self._world.registry, definition["spec"]
        builtin = registry.any_at(spec["group"], spec["names"]["plural"])
        if builtin is not None and not builtin.custom:
            return
        registry.remove(spec["group"], spec["names"]["plural"])
        for resource in resources_of(definition, self._world.kinds):
            registry.add(resource)
            if resource.version == resource.storage:
                self._read_anew(resource)
        self._specs[name] = (spec, names)

    def _read_anew(self, resource: Resource) -> None:
        """Has stored objects as the schema of now says: defaults that are new are there, fields that it does not have are not.

        The real server sees them so whenever it reads them from its store; no version of an object is new by that.
        """
        shelf = self._world.store.shelf(resource.qualified)
        for key, entry in list(shelf.within(None)):
            try:
                seen = read(resource, entry.object).object
            except StatusError:  # it is kept as it is, until somebody changes it
                continue
            if seen != entry.object:
                shelf.load(key, Entry(seen))

    def forget(self) -> None:
        """Serves nothing that is custom any more."""
        for resource in self._world.registry.all():
            if resource.custom:
                self._world.registry.remove(resource.group, resource.plural)
        self._specs.clear()

    def _resource(self) -> Resource:
        found = self._world.registry.of(_CONTROLLER, "CustomResourceDefinition")
        if found is None:
            raise RuntimeError("the server has no CustomResourceDefinitions")
        return found

    def _stored(self) -> list[Manifest]:
        return [entry.object for _, entry in self._world.store.shelf(DEFINITIONS).within(None)]

    def _settle(self, name: str) -> None:
        definition = self._world.store.shelf(DEFINITIONS).get(("", name))
        if definition is None:
            return
        group = definition["spec"]["group"]
        others = [each for each in self._stored() if each["spec"]["group"] == group and each["metadata"]["name"] != name]
        before: Mapping[str, Any] = part(definition, "status")
        found = granted(definition["spec"]["names"], before.get("acceptedNames") or {}, taken(others))
        conditions = _conditions(before, found, rfc3339(self._world.clock()))
        versions = list(before.get("storedVersions") or ())
        versions += [each["name"] for each in definition["spec"]["versions"] if each.get("storage") and each["name"] not in versions]
        status = {**before, "conditions": conditions, "acceptedNames": found.names, "storedVersions": versions}
        if status != before:
            definition = self._write(definition, status)
        if any(each["type"] == "Established" and each["status"] == "True" for each in conditions):
            self.serve(definition)

    def _write(self, definition: Manifest, status: Mapping[str, Any]) -> Manifest:
        target = Target(self._resource(), ("", definition["metadata"]["name"]), "status")
        return update(self._world, target, {**definition, "status": dict(status)}, _SERVER)[0]

    def _clean(self, name: str) -> None:
        definition = self._world.store.shelf(DEFINITIONS).get(("", name))
        if definition is None or CLEANUP not in (definition["metadata"].get("finalizers") or ()):
            return
        served = self._world.registry.any_at(definition["spec"]["group"], definition["spec"]["names"]["plural"])
        if served is not None:
            for key, entry in list(self._world.shelf(served).within(None)):
                if "deletionTimestamp" not in entry.object["metadata"]:
                    delete(self._world, served, key, DeleteOptions())
        if not self._world.store.shelf(name).entries:
            self._release(name)
        elif not _is_cleaning(definition):
            self._write(definition, _cleaning(definition.get("status") or {}, rfc3339(self._world.clock())))

    def _release(self, name: str) -> None:
        """Lets a definition go that only waits for its objects, where they are gone."""
        definition = self._world.store.shelf(DEFINITIONS).get(("", name))
        if definition is None or "deletionTimestamp" not in definition["metadata"]:
            return
        finalizers: list[str] = definition["metadata"].get("finalizers") or []
        if CLEANUP not in finalizers or self._world.store.shelf(name).entries:
            return
        left = [each for each in finalizers if each != CLEANUP]
        metadata = {**definition["metadata"], "finalizers": left}
        update(self._world, Target(self._resource(), ("", name)), {**definition, "metadata": metadata}, _SERVER)

    def _withdraw(self, definition: Manifest) -> None:
        spec, name = definition["spec"], definition["metadata"]["name"]
        if self._specs.pop(name, None) is not None:
            self._world.registry.remove(spec["group"], spec["names"]["plural"])
            self._world.store.drop(name)
        for other in self._stored():
            if other["spec"]["group"] == spec["group"] and "deletionTimestamp" not in other["metadata"]:
                self._settle(other["metadata"]["name"])


def _is_cleaning(definition: Mapping[str, Any]) -> bool:
    return any(each.get("reason") == "InstanceDeletionInProgress" for each in definition["status"].get("conditions") or ())


def _cleaning(status: Mapping[str, Any], now: str) -> dict[str, Any]:
    conditions = [dict(each) for each in status.get("conditions") or ()]
    _set(conditions, _condition("Terminating", "True", now, "InstanceDeletionInProgress", "CustomResource deletion is in progress"))
    return {**status, "conditions": conditions}


def _conditions(before: Mapping[str, Any], names: Granted, now: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [dict(each) for each in before.get("conditions") or ()]
    established = any(each["type"] == "Established" and each["status"] == "True" for each in found)
    _set(found, _condition("NamesAccepted", str(names.whole), now, names.reason, names.message))
    if not established:
        said = (
            ("InitialNamesAccepted", "the initial names have been accepted")
            if names.whole
            else ("NotAccepted", "not all names are accepted")
        )
        _set(found, _condition("Established", str(names.whole), now, *said))
    return found


def _set(conditions: list[dict[str, Any]], new: Mapping[str, Any]) -> None:
    for index, old in enumerate(conditions):
        if old["type"] == new["type"]:
            kept = old if old["status"] == new["status"] else new
            conditions[index] = {**new, "lastTransitionTime": kept["lastTransitionTime"]}
            return
    conditions.append(dict(new))


def _condition(kind: str, status: str, now: str, reason: str, message: str) -> dict[str, Any]:
    return {"type": kind, "status": status, "lastTransitionTime": now, "reason": reason, "message": message}


def serve_stored(definitions: Definitions, objects: Iterable[Manifest]) -> None:
    """Serves what established CustomResourceDefinitions define, and nothing else that is custom.

    Args:
        definitions: keeps what is served.
        objects: among them the CustomResourceDefinitions.
    """
    definitions.forget()
    for manifest in objects:
        if manifest["kind"] == "CustomResourceDefinition":
            conditions: list[Mapping[str, Any]] = part(manifest, "status").get("conditions") or []
            if any(each["type"] == "Established" and each["status"] == "True" for each in conditions):
                definitions.serve(manifest)
