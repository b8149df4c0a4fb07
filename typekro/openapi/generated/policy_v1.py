"""Shapes and kinds of policy/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class PodDisruptionBudget(Kind):
    """PodDisruptionBudget is an object to define the max disruption that can be caused to a collection of pods."""

    api_version: ClassVar[str] = "policy/v1"
    kind: ClassVar[str] = "PodDisruptionBudget"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: PodDisruptionBudgetSpec = _optional()
    """Specification of the desired behavior of the PodDisruptionBudget."""
    status: PodDisruptionBudgetStatus = _read_only()
    """Most recently observed status of the PodDisruptionBudget."""


class PodDisruptionBudgetSpec(Shape):
    """PodDisruptionBudgetSpec is a description of a PodDisruptionBudget."""

    max_unavailable: int | str = _optional()
    """An eviction is allowed if at most "maxUnavailable" pods selected by "selector" are unavailable after the eviction, i.e. even in
    absence of the evicted pod.
    """
    min_available: int | str = _optional()
    """An eviction is allowed if at least "minAvailable" pods selected by "selector" will still be available after the eviction, i.e. even
    in the absence of the evicted pod.
    """
    selector: k8s.meta_v1.LabelSelector = _optional()
    """Label query over pods whose evictions are managed by the disruption budget."""
    unhealthy_pod_eviction_policy: str = _optional()
    """UnhealthyPodEvictionPolicy defines the criteria for when unhealthy pods should be considered for eviction."""


class PodDisruptionBudgetStatus(Shape):
    """PodDisruptionBudgetStatus represents information about the status of a PodDisruptionBudget."""

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """Conditions contain conditions for PDB."""
    current_healthy: int = _optional()
    """current number of healthy pods."""
    desired_healthy: int = _optional()
    """minimum desired number of healthy pods."""
    disrupted_pods: dict[str, str] = _optional()
    """DisruptedPods contains information about pods whose eviction was processed by the API server eviction subresource handler but has not
    yet been observed by the PodDisruptionBudget controller.
    """
    disruptions_allowed: int = _optional()
    """Number of pod disruptions that are currently allowed."""
    expected_pods: int = _optional()
    """total number of pods counted by this disruption budget."""
    observed_generation: int = _optional()
    """Most recent generation observed when updating this PDB status."""
