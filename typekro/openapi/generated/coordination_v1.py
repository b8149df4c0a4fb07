"""Shapes and kinds of coordination/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class Lease(Kind):
    """Lease defines a lease concept."""

    api_version: ClassVar[str] = "coordination.k8s.io/v1"
    kind: ClassVar[str] = "Lease"

    metadata: k8s.meta_v1.ObjectMeta
    """More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata."""
    spec: LeaseSpec = _optional()
    """spec contains the specification of the Lease."""


class LeaseSpec(Shape):
    """LeaseSpec is a specification of a Lease."""

    acquire_time: str = _optional()
    """acquireTime is a time when the current lease was acquired."""
    holder_identity: str = _optional()
    """holderIdentity contains the identity of the holder of a current lease."""
    lease_duration_seconds: int = _optional()
    """leaseDurationSeconds is a duration that candidates for a lease need to wait to force acquire it."""
    lease_transitions: int = _optional()
    """leaseTransitions is the number of transitions of a lease between holders."""
    preferred_holder: str = _optional()
    """PreferredHolder signals to a lease holder that the lease has a more optimal holder and should be given up."""
    renew_time: str = _optional()
    """renewTime is a time when the current holder of a lease has last updated the lease."""
    strategy: str = _optional()
    """Strategy indicates the strategy for picking the leader for coordinated leader election."""
