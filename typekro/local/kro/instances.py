"""Instances of the kinds that definitions make: their objects applied, watched, pruned, and told of in their status."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from typekro.checking import CheckedNode
from typekro.evaluation import Definition, Evaluation, NodeState, Observed, concluded, evaluate, prepared, reconsidered
from typekro.evaluation.concluding import is_suspended
from typekro.kubernetes.objects import part, parts
from typekro.local.api import ApiServer, Change, StatusError
from typekro.local.kro.applying import apply_all, patch_parent, prune, wanted_of, with_metadata
from typekro.local.kro.conditions import About, Condition, Conditions
from typekro.local.kro.deleting import DELETING, delete_wave
from typekro.local.kro.inventory import Inventory, InventoryError, check_inventory, group_of, has_inventory
from typekro.local.kro.kinds import DEFINITIONS, REVISIONS
from typekro.local.kro.labels import CONTROLLER, FINALIZER, INSTANCE_ID, LABELLER, NODE_ID, of_graph
from typekro.local.kro.registry import Registry, Served
from typekro.local.kro.revisions import Clock
from typekro.local.kro.selectors import selector_text
from typekro.local.kro.watches import InstanceKey, Watched, Watches
from typekro.local.timestamps import rfc3339

_MANAGED: Final = "InstanceManaged"
_RESOLVED: Final = "GraphResolved"
_RESOURCES: Final = "ResourcesReady"
_COUNTING: Final = (_MANAGED, _RESOLVED, _RESOURCES)
_BUILT_IN: Final = frozenset({*_COUNTING, "Ready"})
_NOT_HELD: Final = (
    "cannot install finalizer with invalid ApplySet inventory;"
    " repair the metadata, or remove it only after confirming no managed members remain"
)
_AT_ONCE: Final = 0.0
_AGAIN: Final = 3.0


@attrs.frozen
class _Told:
    """What is to be written into a status.

    Args:
        state: `status.state`.
        fields: the fields of the definition; None keeps those that are there.
        listed: the conditions, where they are not kro's own.
    """

    state: str
    fields: Mapping[str, Any] | None = None
    listed: Sequence[Mapping[str, Any]] | None = None


class InstanceController:
    """Makes what instances say.

    Args:
        server: the API server.
        registry: the revisions that were compiled, and the kinds that are served.
        clock: tells the time.
    """

    name = "kro-instance"
    kinds = None

    def __init__(self, server: ApiServer, registry: Registry, clock: Clock) -> None:
        self._server = server
        self._registry = registry
        self._clock = clock
        self._watches = Watches()
        self._at: InstanceKey | None = None

    def wants(self, change: Change) -> Iterable[InstanceKey]:
        """Instances that changed, whose objects did, whose definition did, or that look at what did."""
        return [key for key in dict.fromkeys(self._concerned(change)) if key != self._at]

    def _concerned(self, change: Change) -> Iterable[InstanceKey]:
        resource, metadata = change.resource, change.object["metadata"]
        if self._may_be_served(change) and _matters(change):
            yield resource.api_version, resource.kind, metadata.get("namespace"), metadata["name"]
        if (resource.api_version, resource.kind) == DEFINITIONS and metadata["name"] in self._registry.taken_up:
            self._registry.taken_up.discard(metadata["name"])
            yield from self._instances_of(metadata["name"])
        for state in (change.object, change.old):
            labels: Mapping[str, str] = {} if state is None else part(state["metadata"], "labels")
            if INSTANCE_ID in labels:
                yield _instance_of(labels)
        yield from self._watches.of(change)

    def _may_be_served(self, change: Change) -> bool:
        """Whether it is an instance; at the start, when it is not known yet what is served, whatever is not Kubernetes' own may be one."""
        resource, group = change.resource, change.resource.group
        of_kro = (resource.api_version, resource.kind) in {DEFINITIONS, REVISIONS}
        own = of_kro or "." not in group or group.endswith(".k8s.io")
        return (group, resource.kind) in self._registry.served or (change.type == "ADDED" and not own)

    def _instances_of(self, name: str) -> Iterable[InstanceKey]:
        latest = self._registry.latest(name)
        if latest is None or latest.definition is None:
            return
        of = latest.definition
        served = self._registry.served.get((group_of(of.api_version), of.kind))
        if served is None or served.name != name:
            return
        for live in self._server.list(of.api_version, of.kind):
            yield of.api_version, of.kind, live["metadata"].get("namespace"), live["metadata"]["name"]

    def reconcile(self, key: InstanceKey) -> float | None:
        """Brings the objects and the status of an instance to what it says."""
        api_version, kind, namespace, name = key
        served = self._registry.served.get((group_of(api_version), kind))
        # A kind that went, and an instance that did.
        known = None if self._server.resource(api_version, kind) is None else self._server.get(api_version, kind, name, namespace)
        if known is None or served is None:
            self._watches.drop(key)
            return None
        self._at = key
        try:
            return self._delete(known, served) if "deletionTimestamp" in known["metadata"] else self._reconcile(key, known, served)
        finally:
            self._at = None

    def _reconcile(self, key: InstanceKey, instance: dict[str, Any], served: Served) -> float | None:
        latest, conditions = self._registry.latest(served.name), self._conditions(instance)
        if latest is None or latest.definition is None:
            why = f"latest issued graph revision {'not available' if latest is None else f'{latest.number} failed'}"
            conditions.set(_RESOLVED, "False", "ResolutionFailed", why)
            kept = parts(part(instance, "status"), "conditions")
            self._write(instance, conditions, _Told("ERROR", listed=kept if served.has_conditions else conditions.all))
            return None
        definition = latest.definition
        try:
            managed = self._ensure_managed(instance, served.name)
        except (StatusError, InventoryError) as error:
            conditions.set(_MANAGED, "False", "ManagementFailed", f"finalizer/labeling failed: {error}")
            asked = prepared(definition, instance)
            found = attrs.evolve(evaluate(definition, asked, {}), state="ACTIVE")  # no resource was looked at that is not well
            self._write(instance, conditions, self._told(instance, definition, _failed(definition, asked, found, {}, conditions)))
            return _AGAIN
        if managed is not instance:
            instance, conditions = managed, self._conditions(managed)
        conditions.set(_MANAGED, "True", "Managed", "instance is properly managed with finalizers and labels")
        conditions.set(_RESOLVED, "True", "Resolved", "runtime graph created and all resources resolved")
        if is_suspended(instance):
            self._conclude(instance, definition, conditions, evaluate(definition, prepared(definition, instance), {}))
            return None
        return self._make(key, instance, definition, conditions)

    def _make(self, key: InstanceKey, instance: dict[str, Any], definition: Definition, conditions: Conditions) -> float | None:
        """Applies the objects and writes the status."""
        own = instance["metadata"].get("namespace")
        asked = prepared(definition, instance)
        current, planned = self._look(definition, asked, instance)
        self._watches.put(key, _watched(planned))
        wanted = wanted_of(instance, planned, definition.analysis.apply_orders, _collections(definition))
        if planned.stopped is not None:
            self._conclude(instance, definition, conditions, planned)
            return _AGAIN
        try:
            inventory = Inventory.said_by(instance).with_objects([each.manifest for each in wanted], own)
        except InventoryError as error:
            conditions.set(_RESOURCES, "False", "NotReady", f"resource reconciliation failed: project failed: {error}")
            self._write(instance, conditions, self._told(instance, definition, _failed(definition, asked, planned, current, conditions)))
            return _AGAIN
        instance = patch_parent(self._server, instance, inventory)
        outcome = apply_all(self._server, instance, wanted, current)
        changed = outcome.changed
        if planned.complete and not outcome.errors:
            kept = {live["metadata"]["uid"] for objects in outcome.observed.values() for live in objects}
            orphans = [each for each in inventory.members(self._server, own) if each["metadata"]["uid"] not in kept]
            whole = prune(self._server, orphans, definition.analysis.topological_order)
            changed |= bool(orphans)
            if orphans and whole:
                instance = patch_parent(self._server, instance, inventory.only([each.manifest for each in wanted], own))
        if changed or outcome.errors:
            seen = {**current, **outcome.observed}
            planned = concluded(definition, asked, planned, seen, errors=outcome.errors, mutated=changed)
        self._conclude(instance, definition, conditions, planned)
        if changed:
            return _AT_ONCE
        return None if planned.complete and not outcome.errors else _AGAIN

    def _look(
        self, definition: Definition, asked: Mapping[str, Any], instance: Mapping[str, Any]
    ) -> tuple[dict[str, list[dict[str, Any]]], Evaluation]:
        """What is there of an instance, and what it comes to by that."""
        current: dict[str, list[dict[str, Any]]] = {}
        several = set(_collections(definition))

        def look(node: NodeState) -> list[dict[str, Any]]:
            collection = node.id in several
            current[node.id] = self._items_of(definition.analysis.nodes[node.id], instance) if collection else self._objects_of(node)
            return current[node.id]

        return current, evaluate(definition, asked, look)

    def _items_of(self, node: CheckedNode, instance: Mapping[str, Any]) -> list[dict[str, Any]]:
        labels = f"{INSTANCE_ID}={instance['metadata']['uid']},{NODE_ID}={node.id}"
        gone = self._server.resource(node.api_version, node.kind) is None
        return [] if gone else self._server.list(node.api_version, node.kind, None, labels=labels)

    def _get(self, api_version: str, kind: str, name: str, namespace: str | None) -> dict[str, Any] | None:
        """An object; None where there is none, and where its kind is gone."""
        return None if self._server.resource(api_version, kind) is None else self._server.get(api_version, kind, name, namespace)

    def _objects_of(self, node: NodeState) -> list[dict[str, Any]]:
        found: list[dict[str, Any] | None] = []
        for manifest in node.manifests:
            metadata = manifest["metadata"]
            found.append(self._get(manifest["apiVersion"], manifest["kind"], metadata["name"], metadata.get("namespace")))
        for read in node.reads:
            if read.name is not None:
                found.append(self._get(read.api_version, read.kind, read.name, read.namespace))
            elif self._server.resource(read.api_version, read.kind) is not None:
                selector = selector_text(read.selector or {})
                found += self._server.list(read.api_version, read.kind, read.namespace, labels=selector)
        return [each for each in found if each is not None]

    def _ensure_managed(self, instance: dict[str, Any], served: str) -> dict[str, Any]:
        """The instance with kro's finalizer, labels, and an inventory from the first moment on."""
        definition = self._server.get(*DEFINITIONS, served)
        labels = {} if definition is None else of_graph(definition)
        metadata = instance["metadata"]
        held = FINALIZER in (metadata.get("finalizers") or [])
        if not held and has_inventory(instance):
            try:
                check_inventory(instance)
            except InventoryError as error:
                raise InventoryError(f"{_NOT_HELD}: {error}") from error
        if held and labels.items() <= part(metadata, "labels").items():
            return instance
        empty = Inventory.said_by(instance).only((), None).metadata() if not held and not has_inventory(instance) else {}
        patch = {"finalizers": [FINALIZER], **empty, "labels": {**labels, **empty.get("labels", {})}}
        return self._server.apply(with_metadata(instance, patch), manager=LABELLER, force=True)

    def _delete(self, instance: dict[str, Any], served: Served) -> float | None:
        conditions = self._conditions(instance)
        conditions.set(_RESOURCES, "Unknown", "UnderDeletion", DELETING)
        deletion = delete_wave(self._server, instance)
        if deletion.told is None:  # somebody else may hold it
            metadata = instance["metadata"]
            held = self._server.get(instance["apiVersion"], instance["kind"], metadata["name"], metadata.get("namespace"))
            if held is not None:
                self._write_deletion(held, conditions, served)
            return None
        conditions.set(_RESOURCES, "Unknown", "UnderDeletion", deletion.told)
        self._write_deletion(instance, conditions, served)
        return _AT_ONCE if deletion.deleted else _AGAIN

    def _conditions(self, instance: Mapping[str, Any]) -> Conditions:
        before = parts(part(instance, "status"), "conditions")
        return Conditions(_COUNTING, About.of(instance, rfc3339(self._clock())), before)

    def _conclude(self, instance: dict[str, Any], definition: Definition, conditions: Conditions, found: Evaluation) -> None:
        for each in found.built_in:
            if each["type"] == _RESOURCES:
                conditions.set(_RESOURCES, each["status"], each.get("reason", ""), each.get("message", ""))
        if found.status_error is None:
            self._write(instance, conditions, self._told(instance, definition, found))

    def _told(self, instance: Mapping[str, Any], definition: Definition, found: Evaluation) -> _Told:
        if (None, "condition") not in definition.analysis.expressions_of:
            return _Told(found.state, found.status)
        before = parts(part(instance, "status"), "conditions")
        return _Told(found.state, found.status, _stamped(found.conditions, before, rfc3339(self._clock())))

    def _write_deletion(self, instance: dict[str, Any], conditions: Conditions, served: Served) -> None:
        """Writes how far the deletion is; conditions of the definition, which cannot be evaluated any more, stay."""
        before = parts(part(instance, "status"), "conditions")
        own = [each for each in conditions.all if each["type"] == _RESOURCES]
        overlaid = [*own, *(dict(each) for each in before if each["type"] != _RESOURCES)]
        self._write(instance, conditions, _Told("DELETING", listed=overlaid if served.has_conditions else None))

    def _write(self, instance: dict[str, Any], conditions: Conditions, told: _Told) -> None:
        """Writes a status, where it says anything new."""
        old = part(instance, "status")
        kept = {key: value for key, value in old.items() if key not in {"state", "conditions"}} if told.fields is None else told.fields
        listed = [each for each in conditions.all if each["type"] in _BUILT_IN] if told.listed is None else list(told.listed)
        status = {**kept, "state": told.state, "conditions": listed}
        if status != old:
            self._server.update({**instance, "status": status}, manager=CONTROLLER, subresource="status")


def _failed(
    definition: Definition, asked: Mapping[str, Any], planned: Evaluation, observed: Observed, conditions: Conditions
) -> Evaluation:
    """What a pass comes to of which kro's own conditions say why nothing was applied."""
    built_in = [each for each in conditions.all if each["type"] in _BUILT_IN]
    unready = [node for node in planned.nodes.values() if node.manifests]
    state = "IN_PROGRESS" if unready and planned.state == "ACTIVE" and observed else planned.state
    return reconsidered(definition, asked, attrs.evolve(planned, state=state), observed, built_in)


def _matters(change: Change) -> bool:
    """Whether kro looks at an instance because of a change: metadata alone is none, unless it is told to leave the instance alone."""
    if change.old is None or change.type != "MODIFIED":
        return True
    same = change.object["metadata"].get("generation") == change.old["metadata"].get("generation")
    return not same or is_suspended(change.object) != is_suspended(change.old)


def _stamped(authored: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], now: str) -> list[Condition]:
    """The conditions of a definition, with their times."""
    old = {each["type"]: each for each in before}
    found: list[Condition] = []
    for each in authored:
        last = old.get(each["type"], {})
        since = last["lastTransitionTime"] if last.get("status") == each["status"] and "lastTransitionTime" in last else now
        found.append({**each, "lastTransitionTime": since})
    return found


def _collections(definition: Definition) -> list[str]:
    return [id_ for id_, type_ in definition.analysis.node_types.items() if type_ == "Collection"]


def _instance_of(labels: Mapping[str, str]) -> InstanceKey:
    group, version = labels.get("kro.run/instance-group", ""), labels.get("kro.run/instance-version", "")
    api_version = f"{group}/{version}" if group else version
    namespace = labels.get("kro.run/instance-namespace")
    return api_version, labels.get("kro.run/instance-kind", ""), namespace, labels.get("kro.run/instance-name", "")


def _watched(evaluation: Evaluation) -> Iterable[Watched]:
    """What is looked at beyond the objects that carry the instance's labels."""
    for node in evaluation.nodes.values():
        for manifest in node.manifests:
            metadata = manifest["metadata"]
            yield Watched((group_of(manifest["apiVersion"]), manifest["kind"]), metadata.get("namespace"), metadata["name"])
        for read in node.reads:
            selector = "" if read.name is not None else selector_text(read.selector or {})
            yield Watched((group_of(read.api_version), read.kind), read.namespace, read.name, selector)
