"""Shapes and kinds of apps/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class ControllerRevision(Kind):
    """ControllerRevision implements an immutable snapshot of state data."""

    api_version: ClassVar[str] = "apps/v1"
    kind: ClassVar[str] = "ControllerRevision"

    data: Any = _optional()
    """Data is the serialized representation of the state."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    revision: int
    """Revision indicates the revision of the state represented by Data."""


class DaemonSet(Kind):
    """DaemonSet represents the configuration of a daemon set."""

    api_version: ClassVar[str] = "apps/v1"
    kind: ClassVar[str] = "DaemonSet"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: DaemonSetSpec = _optional()
    """The desired behavior of this daemon set."""
    status: DaemonSetStatus = _read_only()
    """The current status of this daemon set."""


class DaemonSetCondition(Shape):
    """DaemonSetCondition describes the state of a DaemonSet at a certain point."""

    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    message: str = _optional()
    """A human readable message indicating details about the transition."""
    reason: str = _optional()
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of DaemonSet condition."""


class DaemonSetSpec(Shape):
    """DaemonSetSpec is the specification of a daemon set."""

    min_ready_seconds: int = _optional()
    """The minimum number of seconds for which a newly created DaemonSet pod should be ready without any of its container crashing, for it
    to be considered available.
    """
    revision_history_limit: int = _optional()
    """The number of old history to retain to allow rollback."""
    selector: k8s.meta_v1.LabelSelector
    """A label query over pods that are managed by the daemon set."""
    template: k8s.core_v1.PodTemplateSpec
    """An object that describes the pod that will be created."""
    update_strategy: DaemonSetUpdateStrategy = _optional()
    """An update strategy to replace existing DaemonSet pods with new pods."""


class DaemonSetSpecFields(TypedDict, total=False):
    """Fields of DaemonSetSpec as a dict, each of which may be left out."""

    min_ready_seconds: int
    revision_history_limit: int
    selector: k8s.meta_v1.LabelSelector
    template: k8s.core_v1.PodTemplateSpec
    update_strategy: DaemonSetUpdateStrategy


class DaemonSetStatus(Shape):
    """DaemonSetStatus represents the current status of a daemon set."""

    collision_count: int = _optional()
    """Count of hash collisions for the DaemonSet."""
    conditions: list[DaemonSetCondition] = _optional()
    """Represents the latest available observations of a DaemonSet's current state."""
    current_number_scheduled: int
    """The number of nodes that are running at least 1 daemon pod and are supposed to run the daemon pod."""
    desired_number_scheduled: int
    """The total number of nodes that should be running the daemon pod (including nodes correctly running the daemon pod)."""
    number_available: int = _optional()
    """The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and available (ready for at
    least spec.minReadySeconds).
    """
    number_misscheduled: int
    """The number of nodes that are running the daemon pod, but are not supposed to run the daemon pod."""
    number_ready: int
    """numberReady is the number of nodes that should be running the daemon pod and have one or more of the daemon pod running with a Ready
    Condition.
    """
    number_unavailable: int = _optional()
    """The number of nodes that should be running the daemon pod and have none of the daemon pod running and available (ready for at least
    spec.minReadySeconds).
    """
    observed_generation: int = _optional()
    """The most recent generation observed by the daemon set controller."""
    updated_number_scheduled: int = _optional()
    """The total number of nodes that are running updated daemon pod."""


class DaemonSetUpdateStrategy(Shape):
    """DaemonSetUpdateStrategy is a struct used to control the update strategy for a DaemonSet."""

    rolling_update: RollingUpdateDaemonSet = _optional()
    """Rolling update config params."""
    type: str = _optional()
    """Type of daemon set update."""


class Deployment(Kind):
    """Deployment enables declarative updates for Pods and ReplicaSets."""

    api_version: ClassVar[str] = "apps/v1"
    kind: ClassVar[str] = "Deployment"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: DeploymentSpec = _optional()
    """Specification of the desired behavior of the Deployment."""
    status: DeploymentStatus = _read_only()
    """Most recently observed status of the Deployment."""


class DeploymentCondition(Shape):
    """DeploymentCondition describes the state of a deployment at a certain point."""

    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    last_update_time: str = _optional()
    """The last time this condition was updated."""
    message: str = _optional()
    """A human readable message indicating details about the transition."""
    reason: str = _optional()
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of deployment condition."""


class DeploymentSpec(Shape):
    """DeploymentSpec is the specification of the desired behavior of the Deployment."""

    min_ready_seconds: int = _optional()
    """Minimum number of seconds for which a newly created pod should be ready without any of its container crashing, for it to be
    considered available.
    """
    paused: bool = _optional()
    """Indicates that the deployment is paused."""
    progress_deadline_seconds: int = _optional()
    """The maximum time in seconds for a deployment to make progress before it is considered to be failed."""
    replicas: int = _optional()
    """Number of desired pods."""
    revision_history_limit: int = _optional()
    """The number of old ReplicaSets to retain to allow rollback."""
    selector: k8s.meta_v1.LabelSelector
    """Label selector for pods."""
    strategy: DeploymentStrategy = _optional()
    """The deployment strategy to use to replace existing pods with new ones."""
    template: k8s.core_v1.PodTemplateSpec
    """Template describes the pods that will be created."""


class DeploymentSpecFields(TypedDict, total=False):
    """Fields of DeploymentSpec as a dict, each of which may be left out."""

    min_ready_seconds: int
    paused: bool
    progress_deadline_seconds: int
    replicas: int
    revision_history_limit: int
    selector: k8s.meta_v1.LabelSelector
    strategy: DeploymentStrategy
    template: k8s.core_v1.PodTemplateSpec


class DeploymentStatus(Shape):
    """DeploymentStatus is the most recently observed status of the Deployment."""

    available_replicas: int = _optional()
    """Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment."""
    collision_count: int = _optional()
    """Count of hash collisions for the Deployment."""
    conditions: list[DeploymentCondition] = _optional()
    """Represents the latest available observations of a deployment's current state."""
    observed_generation: int = _optional()
    """The generation observed by the deployment controller."""
    ready_replicas: int = _optional()
    """Total number of non-terminating pods targeted by this Deployment with a Ready Condition."""
    replicas: int = _optional()
    """Total number of non-terminating pods targeted by this deployment (their labels match the selector)."""
    terminating_replicas: int = _optional()
    """Total number of terminating pods targeted by this deployment."""
    unavailable_replicas: int = _optional()
    """Total number of unavailable pods targeted by this deployment."""
    updated_replicas: int = _optional()
    """Total number of non-terminating pods targeted by this deployment that have the desired template spec."""


class DeploymentStrategy(Shape):
    """DeploymentStrategy describes how to replace existing pods with new ones."""

    rolling_update: RollingUpdateDeployment = _optional()
    """Rolling update config params."""
    type: str = _optional()
    """Type of deployment."""


class ReplicaSet(Kind):
    """ReplicaSet ensures that a specified number of pod replicas are running at any given time."""

    api_version: ClassVar[str] = "apps/v1"
    kind: ClassVar[str] = "ReplicaSet"

    metadata: k8s.meta_v1.ObjectMeta
    """If the Labels of a ReplicaSet are empty, they are defaulted to be the same as the Pod(s) that the ReplicaSet manages."""
    spec: ReplicaSetSpec = _optional()
    """Spec defines the specification of the desired behavior of the ReplicaSet."""
    status: ReplicaSetStatus = _read_only()
    """Status is the most recently observed status of the ReplicaSet."""


class ReplicaSetCondition(Shape):
    """ReplicaSetCondition describes the state of a replica set at a certain point."""

    last_transition_time: str = _optional()
    """The last time the condition transitioned from one status to another."""
    message: str = _optional()
    """A human readable message indicating details about the transition."""
    reason: str = _optional()
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of replica set condition."""


class ReplicaSetSpec(Shape):
    """ReplicaSetSpec is the specification of a ReplicaSet."""

    min_ready_seconds: int = _optional()
    """Minimum number of seconds for which a newly created pod should be ready without any of its container crashing, for it to be
    considered available.
    """
    replicas: int = _optional()
    """Replicas is the number of desired pods."""
    selector: k8s.meta_v1.LabelSelector
    """Selector is a label query over pods that should match the replica count."""
    template: k8s.core_v1.PodTemplateSpec = _optional()
    """Template is the object that describes the pod that will be created if insufficient replicas are detected."""


class ReplicaSetStatus(Shape):
    """ReplicaSetStatus represents the current status of a ReplicaSet."""

    available_replicas: int = _optional()
    """The number of available non-terminating pods (ready for at least minReadySeconds) for this replica set."""
    conditions: list[ReplicaSetCondition] = _optional()
    """Represents the latest available observations of a replica set's current state."""
    fully_labeled_replicas: int = _optional()
    """The number of non-terminating pods that have labels matching the labels of the pod template of the replicaset."""
    observed_generation: int = _optional()
    """ObservedGeneration reflects the generation of the most recently observed ReplicaSet."""
    ready_replicas: int = _optional()
    """The number of non-terminating pods targeted by this ReplicaSet with a Ready Condition."""
    replicas: int
    """Replicas is the most recently observed number of non-terminating pods."""
    terminating_replicas: int = _optional()
    """The number of terminating pods for this replica set."""


class RollingUpdateDaemonSet(Shape):
    """Spec to control the desired behavior of daemon set rolling update."""

    max_surge: int | str = _optional()
    """The maximum number of nodes with an existing available DaemonSet pod that can have an updated DaemonSet pod during during an update.
    """
    max_unavailable: int | str = _optional()
    """The maximum number of DaemonSet pods that can be unavailable during the update."""


class RollingUpdateDeployment(Shape):
    """Spec to control the desired behavior of rolling update."""

    max_surge: int | str = _optional()
    """The maximum number of pods that can be scheduled above the desired number of pods."""
    max_unavailable: int | str = _optional()
    """The maximum number of pods that can be unavailable during the update."""


class RollingUpdateStatefulSetStrategy(Shape):
    """RollingUpdateStatefulSetStrategy is used to communicate parameter for RollingUpdateStatefulSetStrategyType."""

    max_unavailable: int | str = _optional()
    """The maximum number of pods that can be unavailable during the update."""
    partition: int = _optional()
    """Partition indicates the ordinal at which the StatefulSet should be partitioned for updates."""


class StatefulSet(Kind):
    """StatefulSet represents a set of pods with consistent identities."""

    api_version: ClassVar[str] = "apps/v1"
    kind: ClassVar[str] = "StatefulSet"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: StatefulSetSpec = _optional()
    """Spec defines the desired identities of pods in this set."""
    status: StatefulSetStatus = _read_only()
    """Status is the current status of Pods in this StatefulSet."""


class StatefulSetCondition(Shape):
    """StatefulSetCondition describes the state of a statefulset at a certain point."""

    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    message: str = _optional()
    """A human readable message indicating details about the transition."""
    reason: str = _optional()
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of statefulset condition."""


class StatefulSetOrdinals(Shape):
    """StatefulSetOrdinals describes the policy used for replica ordinal assignment in this StatefulSet."""

    start: int = _optional()
    """start is the number representing the first replica's index."""


class StatefulSetPersistentVolumeClaimRetentionPolicy(Shape):
    """StatefulSetPersistentVolumeClaimRetentionPolicy describes the policy used for PVCs created from the StatefulSet VolumeClaimTemplates.
    """

    when_deleted: str = _optional()
    """WhenDeleted specifies what happens to PVCs created from StatefulSet VolumeClaimTemplates when the StatefulSet is deleted."""
    when_scaled: str = _optional()
    """WhenScaled specifies what happens to PVCs created from StatefulSet VolumeClaimTemplates when the StatefulSet is scaled down."""


class StatefulSetSpec(Shape):
    """A StatefulSetSpec is the specification of a StatefulSet."""

    min_ready_seconds: int = _optional()
    """Minimum number of seconds for which a newly created pod should be ready without any of its container crashing for it to be considered
    available.
    """
    ordinals: StatefulSetOrdinals = _optional()
    """ordinals controls the numbering of replica indices in a StatefulSet."""
    persistent_volume_claim_retention_policy: StatefulSetPersistentVolumeClaimRetentionPolicy = _optional()
    """persistentVolumeClaimRetentionPolicy describes the lifecycle of persistent volume claims created from volumeClaimTemplates."""
    pod_management_policy: str = _optional()
    """podManagementPolicy controls how pods are created during initial scale up, when replacing pods on nodes, or when scaling down."""
    replicas: int = _optional()
    """replicas is the desired number of replicas of the given Template."""
    revision_history_limit: int = _optional()
    """revisionHistoryLimit is the maximum number of revisions that will be maintained in the StatefulSet's revision history."""
    selector: k8s.meta_v1.LabelSelector
    """selector is a label query over pods that should match the replica count."""
    service_name: str = _optional()
    """serviceName is the name of the service that governs this StatefulSet."""
    template: k8s.core_v1.PodTemplateSpec
    """template is the object that describes the pod that will be created if insufficient replicas are detected."""
    update_strategy: StatefulSetUpdateStrategy = _optional()
    """updateStrategy indicates the StatefulSetUpdateStrategy that will be employed to update Pods in the StatefulSet when a revision is
    made to Template.
    """
    volume_claim_templates: list[k8s.core_v1.PersistentVolumeClaim] = _optional()
    """volumeClaimTemplates is a list of claims that pods are allowed to reference."""


class StatefulSetSpecFields(TypedDict, total=False):
    """Fields of StatefulSetSpec as a dict, each of which may be left out."""

    min_ready_seconds: int
    ordinals: StatefulSetOrdinals
    persistent_volume_claim_retention_policy: StatefulSetPersistentVolumeClaimRetentionPolicy
    pod_management_policy: str
    replicas: int
    revision_history_limit: int
    selector: k8s.meta_v1.LabelSelector
    service_name: str
    template: k8s.core_v1.PodTemplateSpec
    update_strategy: StatefulSetUpdateStrategy
    volume_claim_templates: list[k8s.core_v1.PersistentVolumeClaim]


class StatefulSetStatus(Shape):
    """StatefulSetStatus represents the current state of a StatefulSet."""

    available_replicas: int = _optional()
    """Total number of available pods (ready for at least minReadySeconds) targeted by this statefulset."""
    collision_count: int = _optional()
    """collisionCount is the count of hash collisions for the StatefulSet."""
    conditions: list[StatefulSetCondition] = _optional()
    """Represents the latest available observations of a statefulset's current state."""
    current_replicas: int = _optional()
    """currentReplicas is the number of Pods created by the StatefulSet controller from the StatefulSet version indicated by
    currentRevision.
    """
    current_revision: str = _optional()
    """currentRevision, if not empty, indicates the version of the StatefulSet used to generate Pods in the sequence [0,currentReplicas)."""
    observed_generation: int = _optional()
    """observedGeneration is the most recent generation observed for this StatefulSet."""
    ready_replicas: int = _optional()
    """readyReplicas is the number of pods created for this StatefulSet with a Ready Condition."""
    replicas: int
    """replicas is the number of Pods created by the StatefulSet controller."""
    update_revision: str = _optional()
    """updateRevision, if not empty, indicates the version of the StatefulSet used to generate Pods in the sequence
    [replicas-updatedReplicas,replicas).
    """
    updated_replicas: int = _optional()
    """updatedReplicas is the number of Pods created by the StatefulSet controller from the StatefulSet version indicated by updateRevision.
    """


class StatefulSetUpdateStrategy(Shape):
    """StatefulSetUpdateStrategy indicates the strategy that the StatefulSet controller will use to perform updates."""

    rolling_update: RollingUpdateStatefulSetStrategy = _optional()
    """RollingUpdate is used to communicate parameters when Type is RollingUpdateStatefulSetStrategyType."""
    type: str = _optional()
    """Type indicates the type of the StatefulSetUpdateStrategy."""
