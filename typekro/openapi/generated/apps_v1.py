"""Reference views of apps/v1, written by tools/generate_openapi.py: no hand edits."""

from __future__ import annotations

from typekro.openapi.generated import core_v1, meta_v1
from typekro.schema.view import View


class Deployment(View):
    """Deployment enables declarative updates for Pods and ReplicaSets."""

    api_version: str
    """APIVersion defines the versioned schema of this representation of an object."""
    kind: str
    """Kind is a string value representing the REST resource this object represents."""
    metadata: meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: DeploymentSpec
    """Specification of the desired behavior of the Deployment."""
    status: DeploymentStatus
    """Most recently observed status of the Deployment."""


class DeploymentCondition(View):
    """DeploymentCondition describes the state of a deployment at a certain point."""

    last_transition_time: str
    """Last time the condition transitioned from one status to another."""
    last_update_time: str
    """The last time this condition was updated."""
    message: str
    """A human readable message indicating details about the transition."""
    reason: str
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of deployment condition."""


class DeploymentSpec(View):
    """DeploymentSpec is the specification of the desired behavior of the Deployment."""

    min_ready_seconds: int
    """Minimum number of seconds for which a newly created pod should be ready without any of its container crashing, for it to be
    considered available.
    """
    paused: bool
    """Indicates that the deployment is paused."""
    progress_deadline_seconds: int
    """The maximum time in seconds for a deployment to make progress before it is considered to be failed."""
    replicas: int
    """Number of desired pods."""
    revision_history_limit: int
    """The number of old ReplicaSets to retain to allow rollback."""
    selector: meta_v1.LabelSelector
    """Label selector for pods."""
    strategy: DeploymentStrategy
    """The deployment strategy to use to replace existing pods with new ones."""
    template: core_v1.PodTemplateSpec
    """Template describes the pods that will be created."""


class DeploymentStatus(View):
    """DeploymentStatus is the most recently observed status of the Deployment."""

    available_replicas: int
    """Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment."""
    collision_count: int
    """Count of hash collisions for the Deployment."""
    conditions: list[DeploymentCondition]
    """Represents the latest available observations of a deployment's current state."""
    observed_generation: int
    """The generation observed by the deployment controller."""
    ready_replicas: int
    """Total number of non-terminating pods targeted by this Deployment with a Ready Condition."""
    replicas: int
    """Total number of non-terminating pods targeted by this deployment (their labels match the selector)."""
    terminating_replicas: int
    """Total number of terminating pods targeted by this deployment."""
    unavailable_replicas: int
    """Total number of unavailable pods targeted by this deployment."""
    updated_replicas: int
    """Total number of non-terminating pods targeted by this deployment that have the desired template spec."""


class DeploymentStrategy(View):
    """DeploymentStrategy describes how to replace existing pods with new ones."""

    rolling_update: RollingUpdateDeployment
    """Rolling update config params."""
    type: str
    """Type of deployment."""


class RollingUpdateDeployment(View):
    """Spec to control the desired behavior of rolling update."""

    max_surge: int | str
    """The maximum number of pods that can be scheduled above the desired number of pods."""
    max_unavailable: int | str
    """The maximum number of pods that can be unavailable during the update."""
