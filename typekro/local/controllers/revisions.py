"""ControllerRevisions: the templates that StatefulSets and DaemonSets have had, numbered."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.controllers.base import MANAGER, Cluster
from typekro.local.controllers.hashing import hash_of
from typekro.local.controllers.manifests import Manifest, labels_of, name_of, namespace_of, owner_reference, spec_of
from typekro.local.controllers.replicas import claim

REVISION: Final = ("apps", "ControllerRevision")


def revisions_of(cluster: Cluster, owner: Manifest) -> list[Manifest]:
    """The revisions of a workload, the oldest first."""
    return sorted(claim(cluster, owner, REVISION), key=lambda each: int(each["revision"]))


def present_revision(cluster: Cluster, owner: Manifest, label: str) -> Manifest:
    """The revision of the present template, which is made where there is none yet; an old one gets the next number.

    Args:
        cluster: where.
        owner: the workload.
        label: the label in which the hash of the template stands.

    Raises:
        StatusError: the API server refuses it.
    """
    revisions = revisions_of(cluster, owner)
    data = _data(owner)
    number = int(revisions[-1]["revision"]) + 1 if revisions else 1
    equal = [each for each in revisions if each["data"] == data]
    if not equal:
        return cluster.server.create(_revision(owner, data, label, number), manager=MANAGER)
    found = equal[-1]
    return found if found is revisions[-1] else cluster.update({**found, "revision": number})


def template_of(revision: Mapping[str, Any]) -> Manifest:
    """The pod template of a revision."""
    return {key: value for key, value in revision["data"]["spec"]["template"].items() if key != "$patch"}


def clean_up(cluster: Cluster, owner: Manifest, used: AbstractSet[str]) -> None:
    """Deletes the oldest revisions beyond those that are kept.

    Args:
        cluster: where.
        owner: the workload.
        used: the names and the hashes of revisions that pods still have.
    """
    unused = [each for each in revisions_of(cluster, owner) if not used & {name_of(each), *labels_of(each).values()}]
    surplus = len(unused) - int(spec_of(owner).get("revisionHistoryLimit", 10))
    for each in unused[: max(surplus, 0)]:
        cluster.delete(each)


def _data(owner: Mapping[str, Any]) -> Manifest:
    return {"spec": {"template": {**spec_of(owner)["template"], "$patch": "replace"}}}


def _revision(owner: Mapping[str, Any], data: Manifest, label: str, number: int) -> Manifest:
    hashed = hash_of(data)
    metadata: Manifest = {
        "name": f"{name_of(owner)}-{hashed}",
        "namespace": namespace_of(owner),
        "labels": {**(part(part(spec_of(owner)["template"], "metadata"), "labels")), label: hashed},
        "ownerReferences": [owner_reference(owner)],
    }
    annotations = owner["metadata"].get("annotations")
    if annotations:
        metadata["annotations"] = annotations
    return {"apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": metadata, "data": data, "revision": number}
