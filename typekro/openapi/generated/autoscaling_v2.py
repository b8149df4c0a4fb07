"""Shapes and kinds of autoscaling/v2, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class ContainerResourceMetricSource(Shape):
    """ContainerResourceMetricSource indicates how to scale on a resource metric known to Kubernetes, as specified in requests and limits,
    describing each pod in the current scale target (e.g. CPU or memory).
    """

    container: str
    """container is the name of the container in the pods of the scaling target."""
    name: str
    """name is the name of the resource in question."""
    target: MetricTarget
    """target specifies the target value for the given metric."""


class ContainerResourceMetricStatus(Shape):
    """ContainerResourceMetricStatus indicates the current value of a resource metric known to Kubernetes, as specified in requests and
    limits, describing a single container in each pod in the current scale target (e.g. CPU or memory).
    """

    container: str
    """container is the name of the container in the pods of the scaling target."""
    current: MetricValueStatus
    """current contains the current value for the given metric."""
    name: str
    """name is the name of the resource in question."""


class CrossVersionObjectReference(Shape):
    """CrossVersionObjectReference contains enough information to let you identify the referred resource."""

    api_version: str = _optional()
    """apiVersion is the API version of the referent."""
    kind: str
    """kind is the kind of the referent;."""
    name: str
    """name is the name of the referent;."""


class ExternalMetricSource(Shape):
    """ExternalMetricSource indicates how to scale on a metric not associated with any Kubernetes object (for example length of queue in
    cloud messaging service, or QPS from loadbalancer running outside of cluster).
    """

    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""
    target: MetricTarget
    """target specifies the target value for the given metric."""


class ExternalMetricStatus(Shape):
    """ExternalMetricStatus indicates the current value of a global metric not associated with any Kubernetes object."""

    current: MetricValueStatus
    """current contains the current value for the given metric."""
    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""


class HPAScalingPolicy(Shape):
    """HPAScalingPolicy is a single policy which must hold true for a specified past interval."""

    period_seconds: int
    """periodSeconds specifies the window of time for which the policy should hold true."""
    type: str
    """type is used to specify the scaling policy."""
    value: int
    """value contains the amount of change which is permitted by the policy."""


class HPAScalingRules(Shape):
    """HPAScalingRules configures the scaling behavior for one direction via scaling Policy Rules and a configurable metric tolerance."""

    policies: list[HPAScalingPolicy] = _optional()
    """policies is a list of potential scaling polices which can be used during scaling."""
    select_policy: str = _optional()
    """selectPolicy is used to specify which policy should be used."""
    stabilization_window_seconds: int = _optional()
    """stabilizationWindowSeconds is the number of seconds for which past recommendations should be considered while scaling up or scaling
    down.
    """
    tolerance: str = _optional()
    """tolerance is the tolerance on the ratio between the current and desired metric value under which no updates are made to the desired
    number of replicas (e.g. 0.01 for 1%).
    """


class HorizontalPodAutoscaler(Kind):
    """HorizontalPodAutoscaler is the configuration for a horizontal pod autoscaler, which automatically manages the replica count of any
    resource implementing the scale subresource based on the metrics specified.
    """

    api_version: ClassVar[str] = "autoscaling/v2"
    kind: ClassVar[str] = "HorizontalPodAutoscaler"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata."""
    spec: HorizontalPodAutoscalerSpec
    """spec is the specification for the behaviour of the autoscaler."""
    status: HorizontalPodAutoscalerStatus = _read_only()
    """status is the current information about the autoscaler."""


class HorizontalPodAutoscalerBehavior(Shape):
    """HorizontalPodAutoscalerBehavior configures the scaling behavior of the target in both Up and Down directions (scaleUp and scaleDown
    fields respectively).
    """

    scale_down: HPAScalingRules = _optional()
    """scaleDown is scaling policy for scaling Down."""
    scale_up: HPAScalingRules = _optional()
    """scaleUp is scaling policy for scaling Up."""


class HorizontalPodAutoscalerCondition(Shape):
    """HorizontalPodAutoscalerCondition describes the state of a HorizontalPodAutoscaler at a certain point."""

    last_transition_time: str = _optional()
    """lastTransitionTime is the last time the condition transitioned from one status to another."""
    message: str = _optional()
    """message is a human-readable explanation containing details about the transition."""
    reason: str = _optional()
    """reason is the reason for the condition's last transition."""
    status: str
    """status is the status of the condition (True, False, Unknown)."""
    type: str
    """type describes the current condition."""


class HorizontalPodAutoscalerSpec(Shape):
    """HorizontalPodAutoscalerSpec describes the desired functionality of the HorizontalPodAutoscaler."""

    behavior: HorizontalPodAutoscalerBehavior = _optional()
    """behavior configures the scaling behavior of the target in both Up and Down directions (scaleUp and scaleDown fields respectively)."""
    max_replicas: int
    """maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up."""
    metrics: list[MetricSpec] = _optional()
    """metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all
    metrics will be used).
    """
    min_replicas: int = _optional()
    """minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down."""
    scale_target_ref: CrossVersionObjectReference
    """scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to
    actually change the replica count.
    """


class HorizontalPodAutoscalerSpecFields(TypedDict, total=False):
    """Fields of HorizontalPodAutoscalerSpec as a dict, each of which may be left out."""

    behavior: HorizontalPodAutoscalerBehavior
    max_replicas: int
    metrics: list[MetricSpec]
    min_replicas: int
    scale_target_ref: CrossVersionObjectReference


class HorizontalPodAutoscalerStatus(Shape):
    """HorizontalPodAutoscalerStatus describes the current status of a horizontal pod autoscaler."""

    conditions: list[HorizontalPodAutoscalerCondition] = _optional()
    """conditions is the set of conditions required for this autoscaler to scale its target, and indicates whether or not those conditions
    are met.
    """
    current_metrics: list[MetricStatus] = _optional()
    """currentMetrics is the last read state of the metrics used by this autoscaler."""
    current_replicas: int = _optional()
    """currentReplicas is current number of replicas of pods managed by this autoscaler, as last seen by the autoscaler."""
    desired_replicas: int
    """desiredReplicas is the desired number of replicas of pods managed by this autoscaler, as last calculated by the autoscaler."""
    last_scale_time: str = _optional()
    """lastScaleTime is the last time the HorizontalPodAutoscaler scaled the number of pods, used by the autoscaler to control how often the
    number of pods is changed.
    """
    observed_generation: int = _optional()
    """observedGeneration is the most recent generation observed by this autoscaler."""


class MetricIdentifier(Shape):
    """MetricIdentifier defines the name and optionally selector for a metric."""

    name: str
    """name is the name of the given metric."""
    selector: k8s.meta_v1.LabelSelector = _optional()
    """selector is the string-encoded form of a standard kubernetes label selector for the given metric When set, it is passed as an
    additional parameter to the metrics server for more specific metrics scoping.
    """


class MetricSpec(Shape):
    """MetricSpec specifies how to scale based on a single metric (only `type` and one other matching field should be set at once)."""

    container_resource: ContainerResourceMetricSource = _optional()
    """containerResource refers to a resource metric (such as those specified in requests and limits) known to Kubernetes describing a
    single container in each pod of the current scale target (e.g. CPU or memory).
    """
    external: ExternalMetricSource = _optional()
    """external refers to a global metric that is not associated with any Kubernetes object."""
    object: ObjectMetricSource = _optional()
    """object refers to a metric describing a single kubernetes object (for example, hits-per-second on an Ingress object)."""
    pods: PodsMetricSource = _optional()
    """pods refers to a metric describing each pod in the current scale target (for example, transactions-processed-per-second)."""
    resource: ResourceMetricSource = _optional()
    """resource refers to a resource metric (such as those specified in requests and limits) known to Kubernetes describing each pod in the
    current scale target (e.g. CPU or memory).
    """
    type: str
    """type is the type of metric source."""


class MetricStatus(Shape):
    """MetricStatus describes the last-read state of a single metric."""

    container_resource: ContainerResourceMetricStatus = _optional()
    """container resource refers to a resource metric (such as those specified in requests and limits) known to Kubernetes describing a
    single container in each pod in the current scale target (e.g. CPU or memory).
    """
    external: ExternalMetricStatus = _optional()
    """external refers to a global metric that is not associated with any Kubernetes object."""
    object: ObjectMetricStatus = _optional()
    """object refers to a metric describing a single kubernetes object (for example, hits-per-second on an Ingress object)."""
    pods: PodsMetricStatus = _optional()
    """pods refers to a metric describing each pod in the current scale target (for example, transactions-processed-per-second)."""
    resource: ResourceMetricStatus = _optional()
    """resource refers to a resource metric (such as those specified in requests and limits) known to Kubernetes describing each pod in the
    current scale target (e.g. CPU or memory).
    """
    type: str
    """type is the type of metric source."""


class MetricTarget(Shape):
    """MetricTarget defines the target value, average value, or average utilization of a specific metric."""

    average_utilization: int = _optional()
    """averageUtilization is the target value of the average of the resource metric across all relevant pods, represented as a percentage of
    the requested value of the resource for the pods.
    """
    average_value: str = _optional()
    """averageValue is the target value of the average of the metric across all relevant pods (as a quantity)."""
    type: str
    """type represents whether the metric type is Utilization, Value, or AverageValue."""
    value: str = _optional()
    """value is the target value of the metric (as a quantity)."""


class MetricValueStatus(Shape):
    """MetricValueStatus holds the current value for a metric."""

    average_utilization: int = _optional()
    """currentAverageUtilization is the current value of the average of the resource metric across all relevant pods, represented as a
    percentage of the requested value of the resource for the pods.
    """
    average_value: str = _optional()
    """averageValue is the current value of the average of the metric across all relevant pods (as a quantity)."""
    value: str = _optional()
    """value is the current value of the metric (as a quantity)."""


class ObjectMetricSource(Shape):
    """ObjectMetricSource indicates how to scale on a metric describing a kubernetes object (for example, hits-per-second on an Ingress
    object).
    """

    described_object: CrossVersionObjectReference
    """describedObject specifies the descriptions of a object,such as kind,name apiVersion."""
    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""
    target: MetricTarget
    """target specifies the target value for the given metric."""


class ObjectMetricStatus(Shape):
    """ObjectMetricStatus indicates the current value of a metric describing a kubernetes object (for example, hits-per-second on an Ingress
    object).
    """

    current: MetricValueStatus
    """current contains the current value for the given metric."""
    described_object: CrossVersionObjectReference
    """DescribedObject specifies the descriptions of a object,such as kind,name apiVersion."""
    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""


class PodsMetricSource(Shape):
    """PodsMetricSource indicates how to scale on a metric describing each pod in the current scale target (for example,
    transactions-processed-per-second).
    """

    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""
    target: MetricTarget
    """target specifies the target value for the given metric."""


class PodsMetricStatus(Shape):
    """PodsMetricStatus indicates the current value of a metric describing each pod in the current scale target (for example,
    transactions-processed-per-second).
    """

    current: MetricValueStatus
    """current contains the current value for the given metric."""
    metric: MetricIdentifier
    """metric identifies the target metric by name and selector."""


class ResourceMetricSource(Shape):
    """ResourceMetricSource indicates how to scale on a resource metric known to Kubernetes, as specified in requests and limits, describing
    each pod in the current scale target (e.g. CPU or memory).
    """

    name: str
    """name is the name of the resource in question."""
    target: MetricTarget
    """target specifies the target value for the given metric."""


class ResourceMetricStatus(Shape):
    """ResourceMetricStatus indicates the current value of a resource metric known to Kubernetes, as specified in requests and limits,
    describing each pod in the current scale target (e.g. CPU or memory).
    """

    current: MetricValueStatus
    """current contains the current value for the given metric."""
    name: str
    """name is the name of the resource in question."""
