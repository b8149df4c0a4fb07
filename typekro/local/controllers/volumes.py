"""Volumes: each claim gets one, a fitting one that is there or a new one; nothing that is in use is deleted."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from typekro.kubernetes.objects import part, selects
from typekro.local.api import Change
from typekro.local.controllers.base import MANAGER, KindController
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    finalizers_of,
    is_leaving,
    labels_of,
    name_of,
    namespace_of,
    spec_of,
    status_of,
    uid_of,
    with_metadata,
)
from typekro.local.controllers.objects import CLAIM, POD, Key, key_of, kind_of
from typekro.local.controllers.scheduling import claims_of
from typekro.local.timestamps import rfc3339

VOLUME: Final = ("", "PersistentVolume")

_CLAIM_FINALIZER = "kubernetes.io/pvc-protection"
_VOLUME_FINALIZER = "kubernetes.io/pv-protection"
_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller"
_COMPLETED = "pv.kubernetes.io/bind-completed"
_PROVISIONED_BY = "pv.kubernetes.io/provisioned-by"
_PROVISIONER = "local.typekro.io/volumes"
_UNITS: Final = {
    "": Decimal(1),
    "m": Decimal("0.001"),
    "k": Decimal(10**3),
    **{letter: Decimal(10) ** (3 * power) for power, letter in enumerate("MGTPE", 2)},
    **{f"{letter}i": Decimal(2) ** (10 * power) for power, letter in enumerate("KMGTPE", 1)},
}


class ClaimController(KindController):
    """Binds PersistentVolumeClaims, and keeps those that pods use."""

    name = "persistentvolumeclaim"
    kind = CLAIM
    beside = frozenset({POD, VOLUME})

    def wants(self, change: Change) -> Iterable[Key]:
        """Also the claims of a pod that ends, and those that wait when a volume comes."""
        yield from super().wants(change)
        kind = kind_of(change.object)
        if kind == POD:
            for name in claims_of(change.object):
                yield namespace_of(change.object), name
        if kind == VOLUME:
            for claim in self.cluster.objects.of(CLAIM):
                bound = spec_of(claim).get("volumeName")
                if bound == name_of(change.object) or (bound is None and status_of(claim).get("phase") != "Bound"):
                    yield key_of(claim)

    def sync(self, obj: Manifest) -> float | None:
        """Protects, binds, or lets go."""
        if is_leaving(obj):
            self._let_go(obj)
            return None
        if _CLAIM_FINALIZER not in finalizers_of(obj):
            obj = self.cluster.update(with_metadata(obj, finalizers=[*finalizers_of(obj), _CLAIM_FINALIZER]))
        phase = status_of(obj).get("phase")
        if phase == "Bound":
            self._check(obj)
        if phase in {"Bound", "Lost"}:
            return None
        if self.cluster.workloads.outcome([obj]).behaviour == "pending":
            self._keep_pending(obj)
            return None
        self._bind(obj)
        return None

    def _let_go(self, claim: Manifest) -> None:
        finalizers = [each for each in finalizers_of(claim) if each != _CLAIM_FINALIZER]
        used = any(name_of(claim) in claims_of(pod) and _may_use(pod) for pod in self.cluster.objects.within(namespace_of(claim), POD))
        if not used and finalizers != finalizers_of(claim):
            self.cluster.update(with_metadata(claim, finalizers=finalizers))

    def _check(self, claim: Manifest) -> None:
        if self.cluster.objects.get(VOLUME, ("", spec_of(claim).get("volumeName", ""))) is None:
            self.cluster.update_status(claim, {"phase": "Lost"})
            message = "Bound claim has lost its PersistentVolume. Data on the volume is lost!"
            self.cluster.recorder.warning(claim, "ClaimLost", message, by="persistentvolume-controller")

    def _keep_pending(self, claim: Manifest) -> None:
        self.cluster.update_status(claim, {"phase": "Pending"})
        message = "no persistent volumes available for this claim and no storage class is set"
        self.cluster.recorder.normal(claim, "FailedBinding", message, by="persistentvolume-controller")

    def _bind(self, claim: Manifest) -> None:
        volume = self._find(claim) or self.cluster.server.create(volume_of(claim), manager=MANAGER)
        reference = part(spec_of(volume), "claimRef")
        if reference.get("uid") != uid_of(claim):
            annotations = {**annotations_of(volume), **({} if reference else {_BY_CONTROLLER: "yes"})}
            spec = {**spec_of(volume), "claimRef": claim_reference(claim)}
            volume = self.cluster.update({**with_metadata(volume, annotations=annotations), "spec": spec})
        by_controller = {} if spec_of(claim).get("volumeName") else {_BY_CONTROLLER: "yes"}
        bound = with_metadata(claim, annotations={**annotations_of(claim), _COMPLETED: "yes", **by_controller})
        claim = self.cluster.update({**bound, "spec": {**spec_of(claim), "volumeName": name_of(volume)}})
        status = {"accessModes": spec_of(volume)["accessModes"], "capacity": spec_of(volume)["capacity"], "phase": "Bound"}
        self.cluster.update_status(claim, status)

    def _find(self, claim: Manifest) -> Manifest | None:
        """The smallest volume that fits and that nobody has, or the one that the claim names."""
        named = spec_of(claim).get("volumeName")
        if named is not None:
            return self.cluster.objects.get(VOLUME, ("", named))
        fitting = [each for each in self.cluster.objects.of(VOLUME) if fits(each, claim)]
        return min(
            fitting, key=lambda each: (not spec_of(each).get("claimRef"), amount(spec_of(each)["capacity"]["storage"])), default=None
        )


class VolumeController(KindController):
    """Says how PersistentVolumes stand, and deletes those that were made for a claim that is gone."""

    name = "persistentvolume"
    kind = VOLUME
    beside = frozenset({CLAIM})

    def wants(self, change: Change) -> Iterable[Key]:
        """Also the volume of a claim."""
        yield from super().wants(change)
        if kind_of(change.object) == CLAIM and spec_of(change.object).get("volumeName"):
            yield "", spec_of(change.object)["volumeName"]

    def sync(self, obj: Manifest) -> float | None:
        """Protects it, says its phase, deletes it where it is to be deleted."""
        reference = part(spec_of(obj), "claimRef")
        claim = self.cluster.objects.by_uid(reference.get("uid", ""))
        finalizers = finalizers_of(obj)
        if is_leaving(obj):
            if claim is None and _VOLUME_FINALIZER in finalizers:
                finalizers.remove(_VOLUME_FINALIZER)
                self.cluster.update(with_metadata(obj, finalizers=finalizers))
            return None
        if _VOLUME_FINALIZER not in finalizers:
            obj = self.cluster.update(with_metadata(obj, finalizers=[*finalizers, _VOLUME_FINALIZER]))
        if claim is None and reference.get("uid") and spec_of(obj).get("persistentVolumeReclaimPolicy") == "Delete":
            self.cluster.delete(obj)
            return None
        phase = "Available" if not reference.get("uid") else "Released" if claim is None else "Bound"
        if status_of(obj).get("phase") != phase:
            self.cluster.update_status(obj, {"phase": phase, "lastPhaseTransitionTime": rfc3339(self.cluster.clock())})
        return None


def fits(volume: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """A volume that nobody has is what a claim asks for."""
    has, wants = spec_of(volume), spec_of(claim)
    reference = has.get("claimRef")
    if reference:
        return not reference.get("uid") and (reference["namespace"], reference["name"]) == key_of(claim)
    asked = part(part(wants, "resources"), "requests").get("storage", "0")
    return (
        has.get("storageClassName", "") == wants.get("storageClassName", "")
        and set(wants["accessModes"]) <= set(has["accessModes"])
        and has.get("volumeMode", "Filesystem") == wants.get("volumeMode", "Filesystem")
        and amount(has["capacity"]["storage"]) >= amount(asked)
        and ("selector" not in wants or selects(wants["selector"], labels_of(volume)))
        and not is_leaving(volume)
    )


def volume_of(claim: Mapping[str, Any]) -> Manifest:
    """The volume that is made for a claim, as a provisioner makes it."""
    spec = spec_of(claim)
    name = spec.get("volumeName") or f"pvc-{uid_of(claim)}"
    kept = {key: spec[key] for key in ("storageClassName", "volumeMode") if key in spec}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name, "annotations": {_PROVISIONED_BY: _PROVISIONER}, "finalizers": [_VOLUME_FINALIZER]},
        "spec": {
            "accessModes": spec["accessModes"],
            "capacity": {"storage": spec["resources"]["requests"]["storage"]},
            "claimRef": claim_reference(claim),
            "hostPath": {"path": f"/var/local/typekro/{name}", "type": "DirectoryOrCreate"},
            "persistentVolumeReclaimPolicy": "Delete",
            **kept,
        },
    }


def claim_reference(claim: Mapping[str, Any]) -> Manifest:
    """How a volume names the claim that has it."""
    named = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": name_of(claim), "namespace": namespace_of(claim)}
    return {**named, "resourceVersion": claim["metadata"]["resourceVersion"], "uid": uid_of(claim)}


def amount(quantity: Any) -> Decimal:
    """How much a quantity is.

    Example:
        >>> amount("1Gi") > amount("1G"), amount("500m")
        (True, Decimal('0.500'))
    """
    text = str(quantity)
    number = text.rstrip("mkKMGTPEi")
    return Decimal(number) * _UNITS[text[len(number) :]]


def _may_use(pod: Mapping[str, Any]) -> bool:
    return status_of(pod).get("phase") not in {"Succeeded", "Failed"}
