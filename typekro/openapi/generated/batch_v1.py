"""Shapes and kinds of batch/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class CronJob(Kind):
    """CronJob represents the configuration of a single cron job."""

    api_version: ClassVar[str] = "batch/v1"
    kind: ClassVar[str] = "CronJob"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: CronJobSpec
    """Specification of the desired behavior of a cron job, including the schedule."""
    status: CronJobStatus = _read_only()
    """Current status of a cron job."""


class CronJobSpec(Shape):
    """CronJobSpec describes how the job execution will look like and when it will actually run."""

    concurrency_policy: str = _optional()
    """Specifies how to treat concurrent executions of a Job."""
    failed_jobs_history_limit: int = _optional()
    """The number of failed finished jobs to retain."""
    job_template: JobTemplateSpec
    """Specifies the job that will be created when executing a CronJob."""
    schedule: str
    """The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron."""
    starting_deadline_seconds: int = _optional()
    """Optional deadline in seconds for starting the job if it misses scheduled time for any reason."""
    successful_jobs_history_limit: int = _optional()
    """The number of successful finished jobs to retain."""
    suspend: bool = _optional()
    """This flag tells the controller to suspend subsequent executions, it does not apply to already started executions."""
    time_zone: str = _optional()
    """The time zone name for the given schedule, see https://en.wikipedia.org/wiki/List_of_tz_database_time_zones."""


class CronJobSpecFields(TypedDict, total=False):
    """Fields of CronJobSpec as a dict, each of which may be left out."""

    concurrency_policy: str
    failed_jobs_history_limit: int
    job_template: JobTemplateSpec
    schedule: str
    starting_deadline_seconds: int
    successful_jobs_history_limit: int
    suspend: bool
    time_zone: str


class CronJobStatus(Shape):
    """CronJobStatus represents the current state of a cron job."""

    active: list[k8s.core_v1.ObjectReference] = _optional()
    """A list of pointers to currently running jobs."""
    last_schedule_time: str = _optional()
    """Information when was the last time the job was successfully scheduled."""
    last_successful_time: str = _optional()
    """Information when was the last time the job successfully completed."""


class Job(Kind):
    """Job represents the configuration of a single job."""

    api_version: ClassVar[str] = "batch/v1"
    kind: ClassVar[str] = "Job"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: JobSpec = _optional()
    """Specification of the desired behavior of a job."""
    status: JobStatus = _read_only()
    """Current status of a job."""


class JobCondition(Shape):
    """JobCondition describes current state of a job."""

    last_probe_time: str = _optional()
    """Last time the condition was checked."""
    last_transition_time: str = _optional()
    """Last time the condition transit from one status to another."""
    message: str = _optional()
    """Human readable message indicating details about last transition."""
    reason: str = _optional()
    """(brief) reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of job condition, Complete or Failed."""


class JobSpec(Shape):
    """JobSpec describes how the job execution will look like."""

    active_deadline_seconds: int = _optional()
    """Specifies the duration in seconds relative to the startTime that the job may be continuously active before the system tries to
    terminate it; value must be positive integer.
    """
    backoff_limit: int = _optional()
    """Specifies the number of retries before marking this job failed."""
    backoff_limit_per_index: int = _optional()
    """Specifies the limit for the number of retries within an index before marking this index as failed."""
    completion_mode: str = _optional()
    """completionMode specifies how Pod completions are tracked."""
    completions: int = _optional()
    """Specifies the desired number of successfully finished pods the job should be run with."""
    managed_by: str = _optional()
    """ManagedBy field indicates the controller that manages a Job."""
    manual_selector: bool = _optional()
    """manualSelector controls generation of pod labels and pod selectors."""
    max_failed_indexes: int = _optional()
    """Specifies the maximal number of failed indexes before marking the Job as failed, when backoffLimitPerIndex is set."""
    parallelism: int = _optional()
    """Specifies the maximum desired number of pods the job should run at any given time."""
    pod_failure_policy: PodFailurePolicy = _optional()
    """Specifies the policy of handling failed pods."""
    pod_replacement_policy: str = _optional()
    """podReplacementPolicy specifies when to create replacement Pods."""
    selector: k8s.meta_v1.LabelSelector = _optional()
    """A label query over pods that should match the pod count."""
    success_policy: SuccessPolicy = _optional()
    """successPolicy specifies the policy when the Job can be declared as succeeded."""
    suspend: bool = _optional()
    """suspend specifies whether the Job controller should create Pods or not."""
    template: k8s.core_v1.PodTemplateSpec
    """Describes the pod that will be created when executing a job."""
    ttl_seconds_after_finished: int = _optional()
    """ttlSecondsAfterFinished limits the lifetime of a Job that has finished execution (either Complete or Failed)."""


class JobSpecFields(TypedDict, total=False):
    """Fields of JobSpec as a dict, each of which may be left out."""

    active_deadline_seconds: int
    backoff_limit: int
    backoff_limit_per_index: int
    completion_mode: str
    completions: int
    managed_by: str
    manual_selector: bool
    max_failed_indexes: int
    parallelism: int
    pod_failure_policy: PodFailurePolicy
    pod_replacement_policy: str
    selector: k8s.meta_v1.LabelSelector
    success_policy: SuccessPolicy
    suspend: bool
    template: k8s.core_v1.PodTemplateSpec
    ttl_seconds_after_finished: int


class JobStatus(Shape):
    """JobStatus represents the current state of a Job."""

    active: int = _optional()
    """The number of pending and running pods which are not terminating (without a deletionTimestamp)."""
    completed_indexes: str = _optional()
    """completedIndexes holds the completed indexes when .spec.completionMode = "Indexed" in a text format."""
    completion_time: str = _optional()
    """Represents time when the job was completed."""
    conditions: list[JobCondition] = _optional()
    """The latest available observations of an object's current state."""
    failed: int = _optional()
    """The number of pods which reached phase Failed."""
    failed_indexes: str = _optional()
    """FailedIndexes holds the failed indexes when spec.backoffLimitPerIndex is set."""
    ready: int = _optional()
    """The number of active pods which have a Ready condition and are not terminating (without a deletionTimestamp)."""
    start_time: str = _optional()
    """Represents time when the job controller started processing a job."""
    succeeded: int = _optional()
    """The number of pods which reached phase Succeeded."""
    terminating: int = _optional()
    """The number of pods which are terminating (in phase Pending or Running and have a deletionTimestamp)."""
    uncounted_terminated_pods: UncountedTerminatedPods = _optional()
    """uncountedTerminatedPods holds the UIDs of Pods that have terminated but the job controller hasn't yet accounted for in the status
    counters.
    """


class JobTemplateSpec(Shape):
    """JobTemplateSpec describes the data a Job should have when created from a template."""

    metadata: k8s.meta_v1.ObjectMeta = _optional()
    """Standard object's metadata of the jobs created from this template."""
    spec: JobSpec = _optional()
    """Specification of the desired behavior of the job."""


class PodFailurePolicy(Shape):
    """PodFailurePolicy describes how failed pods influence the backoffLimit."""

    rules: list[PodFailurePolicyRule]
    """A list of pod failure policy rules."""


class PodFailurePolicyOnExitCodesRequirement(Shape):
    """PodFailurePolicyOnExitCodesRequirement describes the requirement for handling a failed pod based on its container exit codes."""

    container_name: str = _optional()
    """Restricts the check for exit codes to the container with the specified name."""
    operator: str
    """Represents the relationship between the container exit code(s) and the specified values."""
    values: list[int]
    """Specifies the set of values."""


class PodFailurePolicyOnPodConditionsPattern(Shape):
    """PodFailurePolicyOnPodConditionsPattern describes a pattern for matching an actual pod condition type."""

    status: str = _optional()
    """Specifies the required Pod condition status."""
    type: str
    """Specifies the required Pod condition type."""


class PodFailurePolicyRule(Shape):
    """PodFailurePolicyRule describes how a pod failure is handled when the requirements are met."""

    action: str
    """Specifies the action taken on a pod failure when the requirements are satisfied."""
    on_exit_codes: PodFailurePolicyOnExitCodesRequirement = _optional()
    """Represents the requirement on the container exit codes."""
    on_pod_conditions: list[PodFailurePolicyOnPodConditionsPattern] = _optional()
    """Represents the requirement on the pod conditions."""


class SuccessPolicy(Shape):
    """SuccessPolicy describes when a Job can be declared as succeeded based on the success of some indexes."""

    rules: list[SuccessPolicyRule]
    """rules represents the list of alternative rules for the declaring the Jobs as successful before `.status.succeeded >=
    .spec.completions`.
    """


class SuccessPolicyRule(Shape):
    """SuccessPolicyRule describes rule for declaring a Job as succeeded."""

    succeeded_count: int = _optional()
    """succeededCount specifies the minimal required size of the actual set of the succeeded indexes for the Job."""
    succeeded_indexes: str = _optional()
    """succeededIndexes specifies the set of indexes which need to be contained in the actual set of the succeeded indexes for the Job."""


class UncountedTerminatedPods(Shape):
    """UncountedTerminatedPods holds UIDs of Pods that have terminated but haven't been accounted in Job status counters."""

    failed: list[str] = _optional()
    """failed holds UIDs of failed Pods."""
    succeeded: list[str] = _optional()
    """succeeded holds UIDs of succeeded Pods."""
