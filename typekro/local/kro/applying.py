"""Bringing the objects of an instance into the cluster, and taking away what is no longer among them."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from typekro.evaluation import Evaluation
from typekro.kubernetes.objects import part
from typekro.local.api import ApiServer, StatusError
from typekro.local.kro.inventory import Inventory
from typekro.local.kro.labels import APPLY_ORDER, APPLYSET, NODE_ID, PARENT, PART_OF, applyset_id, of_child

Instance = Mapping[str, Any]


@attrs.frozen
class Wanted:
    """An object that an instance is to have.

    Args:
        node: the id of its resource.
        manifest: it, with kro's labels.
    """

    node: str
    manifest: dict[str, Any] = attrs.field(repr=False)


@attrs.define
class Outcome:
    """What applying came to.

    Args:
        observed: the objects as they are now, by the id of their resource.
        errors: what went wrong, by the id of the resource.
        changed: whether anything in the cluster did.
    """

    observed: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict[str, list[dict[str, Any]]])
    errors: dict[str, str] = attrs.field(factory=dict[str, str])
    changed: bool = False


def wanted_of(instance: Instance, evaluation: Evaluation, orders: Mapping[str, int], collections: Iterable[str]) -> list[Wanted]:
    """The objects that an evaluation says are to be there, with kro's labels and annotations on them.

    Args:
        instance: it.
        evaluation: what it comes to by what is there.
        orders: the wave of each resource, from 1.
        collections: the ids of the resources with a forEach.
    """
    identity, several = applyset_id(instance), set(collections)
    found: list[Wanted] = []
    for id_, node in evaluation.nodes.items():
        for index, manifest in enumerate(node.manifests):
            labels = of_child(instance, id_, (index, len(node.manifests)) if id_ in several else None)
            metadata = manifest["metadata"]
            decorated = {
                **metadata,
                "labels": {**part(metadata, "labels"), **labels, PART_OF: identity},
                "annotations": {**part(metadata, "annotations"), APPLY_ORDER: str(orders[id_])},
            }
            found.append(Wanted(id_, {**manifest, "metadata": decorated}))
    return found


def patch_parent(server: ApiServer, instance: Instance, inventory: Inventory) -> dict[str, Any]:
    """Writes into an instance where its objects are.

    Args:
        server: the API server.
        instance: it.
        inventory: where they are.
    """
    return server.apply(with_metadata(instance, inventory.metadata()), manager=PARENT, force=True)


def with_metadata(instance: Instance, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """What is applied to an instance to give it some metadata, and nothing else."""
    own = {key: instance["metadata"][key] for key in ("name", "namespace") if instance["metadata"].get(key)}
    return {"apiVersion": instance["apiVersion"], "kind": instance["kind"], "metadata": {**own, **metadata}}


def apply_all(server: ApiServer, instance: Instance, wanted: Iterable[Wanted], current: Mapping[str, Iterable[Instance]]) -> Outcome:
    """Applies the objects.

    Args:
        server: the API server.
        instance: whose they are.
        wanted: they.
        current: the objects as they were, by the id of their resource.
    """
    outcome, identity = Outcome(), applyset_id(instance)
    before = {(id_, *_name(each)): each for id_, objects in current.items() for each in objects}
    for each in wanted:
        old = before.get((each.node, *_name(each.manifest)))
        owner = None if old is None else part(old["metadata"], "labels").get(PART_OF)
        if owner not in {None, "", identity}:
            outcome.errors.setdefault(each.node, _taken(each.manifest, str(owner), identity))
            continue
        try:
            live = server.apply(each.manifest, manager=APPLYSET, force=True)
        except StatusError as error:
            outcome.errors.setdefault(each.node, error.message)
            continue
        outcome.observed.setdefault(each.node, []).append(live)
        outcome.changed |= old is None or old["metadata"]["resourceVersion"] != live["metadata"]["resourceVersion"]
    return outcome


def prune(server: ApiServer, members: Iterable[Instance], order: Iterable[str]) -> bool:
    """Deletes objects that are no longer wanted, those that need others first; whether all of them could be.

    Args:
        server: the API server.
        members: the objects.
        order: the ids of the resources, in the order in which they are made.
    """
    position = {id_: index for index, id_ in enumerate(order)}

    def place(member: Instance) -> int:
        return position.get(part(member["metadata"], "labels").get(NODE_ID, ""), len(position))

    tried = [delete(server, member) for member in sorted(members, key=place, reverse=True)]
    return all(tried)


def delete(server: ApiServer, member: Instance) -> bool:
    """Deletes an object, where it still is the one that was seen; whether it is gone, or going.

    Args:
        server: the API server.
        member: the object.
    """
    metadata = member["metadata"]
    try:
        server.delete(member["apiVersion"], member["kind"], metadata["name"], metadata.get("namespace"), uid=metadata["uid"])
    except StatusError as error:
        if error.reason == "Conflict":
            return False
        if error.reason != "NotFound":
            raise
    return True


def _name(manifest: Instance) -> tuple[str, str]:
    return manifest["metadata"].get("namespace") or "", manifest["metadata"]["name"]


def _taken(manifest: Instance, owner: str, identity: str) -> str:
    namespace, name = _name(manifest)
    group, _, version = manifest["apiVersion"].rpartition("/")
    kind = f"{group}/{version}, Kind={manifest['kind']}"
    place = f"{namespace}/{name}" if namespace else name
    return f'resource belongs to a different ApplySet: {place} ({kind}) belongs to ApplySet "{owner}", cannot reassign to "{identity}"'
