"""PersistentVolumeClaims: disks that outlive the pods that use them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, TypeAlias, Unpack, get_args

from typekro.checking.text_rules import QUANTITY, SUBDOMAIN
from typekro.factories.checks import Checks
from typekro.factories.joining import joined
from typekro.factories.metadata import About, metadata
from typekro.factories.resources import resource
from typekro.openapi import k8s

AccessMode: TypeAlias = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
"""Who may use a disk at once, and how: one node, many that only read, many, or one pod."""

_ARGUMENTS: Final = {
    "spec.accessModes": "access_modes",
    "spec.resources.requests.storage": "size",
    "spec.storageClassName": "storage_class",
}


def persistent_volume_claim(
    *,
    name: str,
    size: str,
    storage_class: str | None = None,
    access_modes: Sequence[AccessMode] = ("ReadWriteOnce",),
    spec: k8s.core_v1.PersistentVolumeClaimSpecFields | None = None,
    **about: Unpack[About],
) -> k8s.core_v1.PersistentVolumeClaim:
    """A disk for pods (`simple.volume(claim=name)`), which outlives them; ready as soon as it exists.

    It does not wait to be bound, since many storage classes bind a claim only when a pod uses it: a pod that waited for that would wait
    for ever. Where the class binds at once: `.with_ready_when(lambda claim: claim.status.phase == "Bound")`.

    Args:
        name: the claim.
        size: how much it asks for (`10Gi`).
        storage_class: where it comes from; by default what the cluster has.
        access_modes: who may use it at once, at least one.
        spec: any other field of the claim's spec.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> disk = persistent_volume_claim(name="data", size="10Gi")
    """
    checks = Checks("simple.persistent_volume_claim")
    checks.arguments(persistent_volume_claim, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    made = claim_spec(checks, "size", size, storage_class, access_modes)
    made = joined(checks, made, checks.fields("spec", k8s.core_v1.PersistentVolumeClaimSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.core_v1.PersistentVolumeClaim, found, spec=made)


def claim_spec(
    checks: Checks, argument: str, size: str, storage_class: str | None, access_modes: Sequence[AccessMode] = ("ReadWriteOnce",)
) -> dict[str, Any]:
    """The spec of a claim as it stands in a manifest; `argument` is what the size is called."""
    checks.text(argument, size, QUANTITY)
    modes = checks.sequence("access_modes", access_modes)
    for position, mode in enumerate(modes):
        checks.choice(f"access_modes[{position}]", mode, get_args(AccessMode), may_be_reference=True)
    checks.not_empty("access_modes", access_modes, "Kubernetes: a claim has at least one", 'access_modes=["ReadWriteOnce"]')
    made: dict[str, Any] = {"accessModes": modes, "resources": {"requests": {"storage": size}}}
    if storage_class is not None:
        checks.text("storage_class", storage_class, SUBDOMAIN)
        made["storageClassName"] = storage_class
    return made
