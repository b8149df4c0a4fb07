"""Shapes and kinds of autoscaling/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class CrossVersionObjectReference(Shape):
    """CrossVersionObjectReference contains enough information to let you identify the referred resource."""

    api_version: str = _optional()
    """apiVersion is the API version of the referent."""
    kind: str
    """kind is the kind of the referent;."""
    name: str
    """name is the name of the referent;."""


class HorizontalPodAutoscaler(Kind):
    """configuration of a horizontal pod autoscaler."""

    api_version: ClassVar[str] = "autoscaling/v1"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: HorizontalPodAutoscalerSpec
    """spec defines the behaviour of autoscaler."""
    status: HorizontalPodAutoscalerStatus = _read_only()
    """status is the current information about the autoscaler."""


class HorizontalPodAutoscalerSpec(Shape):
    """specification of a horizontal pod autoscaler."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "target_cpu_utilization_percentage": "targetCPUUtilizationPercentage",
    }

    max_replicas: int
    """maxReplicas is the upper limit for the number of pods that can be set by the autoscaler; cannot be smaller than MinReplicas."""
    min_replicas: int = _optional()
    """minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down."""
    scale_target_ref: CrossVersionObjectReference
    """reference to scaled resource; horizontal pod autoscaler will learn the current resource consumption and will set the desired number
    of pods by using its Scale subresource.
    """
    target_cpu_utilization_percentage: int = _optional()
    """targetCPUUtilizationPercentage is the target average CPU utilization (represented as a percentage of requested CPU) over all the
    pods; if not specified the default autoscaling policy will be used.
    """


class HorizontalPodAutoscalerStatus(Shape):
    """current status of a horizontal pod autoscaler."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "current_cpu_utilization_percentage": "currentCPUUtilizationPercentage",
    }

    current_cpu_utilization_percentage: int = _optional()
    """currentCPUUtilizationPercentage is the current average CPU utilization over all pods, represented as a percentage of requested CPU,
    e.g. 70 means that an average pod is using now 70% of its requested CPU.
    """
    current_replicas: int
    """currentReplicas is the current number of replicas of pods managed by this autoscaler."""
    desired_replicas: int
    """desiredReplicas is the desired number of replicas of pods managed by this autoscaler."""
    last_scale_time: str = _optional()
    """lastScaleTime is the last time the HorizontalPodAutoscaler scaled the number of pods; used by the autoscaler to control how often the
    number of pods is changed.
    """
    observed_generation: int = _optional()
    """observedGeneration is the most recent generation observed by this autoscaler."""
