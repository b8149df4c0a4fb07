"""Shapes and kinds of coordination/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class LeaseCandidate(Kind):
    """LeaseCandidate defines a candidate for a Lease object."""

    api_version: ClassVar[str] = "coordination.k8s.io/v1beta1"
    kind: ClassVar[str] = "LeaseCandidate"

    metadata: k8s.meta_v1.ObjectMeta
    """More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata."""
    spec: LeaseCandidateSpec
    """spec contains the specification of the Lease."""


class LeaseCandidateSpec(Shape):
    """LeaseCandidateSpec is a specification of a Lease."""

    binary_version: str
    """BinaryVersion is the binary version."""
    emulation_version: str = _optional()
    """EmulationVersion is the emulation version."""
    lease_name: str
    """LeaseName is the name of the lease for which this candidate is contending."""
    ping_time: str = _optional()
    """PingTime is the last time that the server has requested the LeaseCandidate to renew."""
    renew_time: str = _optional()
    """RenewTime is the time that the LeaseCandidate was last updated."""
    strategy: str
    """Strategy is the strategy that coordinated leader election will use for picking the leader."""
