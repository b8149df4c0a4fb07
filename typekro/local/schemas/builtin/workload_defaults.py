"""Defaults of what makes pods: Deployments and their like, Jobs and CronJobs, and autoscalers."""

from typing import Final

from typekro.local.schemas.builtin.filling import Fields, fill, fill_empty, given, part
from typekro.local.schemas.builtin.pod_defaults import claim_defaults, fill_template
from typekro.local.schemas.shapes import items_of

_ENDLESS: Final = (1 << 31) - 1
_UP: Final[Fields] = {
    "stabilizationWindowSeconds": 0,
    "selectPolicy": "Max",
    "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "Percent", "value": 100, "periodSeconds": 15}],
}
_DOWN: Final[Fields] = {"selectPolicy": "Max", "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}


def fill_deployment(deployment: Fields) -> None:
    """The defaults of a Deployment."""
    spec = part(deployment, "spec")
    fill(spec, replicas=1, revisionHistoryLimit=10, progressDeadlineSeconds=600)
    strategy = part(spec, "strategy")
    fill_empty(strategy, type="RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        fill(part(strategy, "rollingUpdate"), maxUnavailable="25%", maxSurge="25%")
    fill_template(part(spec, "template"))


def fill_replica_set(replica_set: Fields) -> None:
    """The defaults of a ReplicaSet."""
    spec = part(replica_set, "spec")
    fill(spec, replicas=1)
    fill_template(part(spec, "template"))


def fill_replication_controller(controller: Fields) -> None:
    """The defaults of a ReplicationController."""
    spec = part(controller, "spec")
    fill(spec, replicas=1)
    for template in given(spec, "template"):
        fill_template(template)
        labels = part(template, "metadata").get("labels")
        if labels:
            fill_empty(spec, selector=labels)
            fill_empty(part(controller, "metadata"), labels=labels)


def fill_daemon_set(daemon_set: Fields) -> None:
    """The defaults of a DaemonSet."""
    spec = part(daemon_set, "spec")
    fill(spec, revisionHistoryLimit=10)
    strategy = part(spec, "updateStrategy")
    fill_empty(strategy, type="RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        fill(part(strategy, "rollingUpdate"), maxUnavailable=1, maxSurge=0)
    fill_template(part(spec, "template"))


def fill_stateful_set(stateful_set: Fields) -> None:
    """The defaults of a StatefulSet."""
    spec = part(stateful_set, "spec")
    fill_empty(spec, podManagementPolicy="OrderedReady")
    strategy = part(spec, "updateStrategy")
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
        fill(strategy, rollingUpdate={})
    if strategy["type"] == "RollingUpdate":
        for rolling in given(strategy, "rollingUpdate"):
            fill(rolling, partition=0)
    fill_empty(part(spec, "persistentVolumeClaimRetentionPolicy"), whenDeleted="Retain", whenScaled="Retain")
    fill(spec, replicas=1, revisionHistoryLimit=10)
    fill_template(part(spec, "template"))
    for claim in items_of(spec, "volumeClaimTemplates"):
        fill(claim, apiVersion="v1", kind="PersistentVolumeClaim")
        fill_empty(part(claim, "status"), phase="Pending")
        claim_defaults(part(claim, "spec"))


def fill_job(job: Fields) -> None:
    """The defaults of a Job."""
    spec = part(job, "spec")
    fill_job_spec(spec)
    labels = part(part(spec, "template"), "metadata").get("labels")
    if labels:
        fill_empty(part(job, "metadata"), labels=dict(labels))
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec |= {"completions": 1, "parallelism": 1}
    fill(
        spec,
        parallelism=1,
        backoffLimit=6 if spec.get("backoffLimitPerIndex") is None else _ENDLESS,
        completionMode="NonIndexed",
        suspend=False,
        manualSelector=False,
        podReplacementPolicy="TerminatingOrFailed" if spec.get("podFailurePolicy") is None else "Failed",
    )


def fill_job_spec(spec: Fields) -> None:
    """The defaults that a Job has in a CronJob too."""
    fill_template(part(spec, "template"))
    for policy in given(spec, "podFailurePolicy"):
        for rule in items_of(policy, "rules"):
            for pattern in items_of(rule, "onPodConditions"):
                fill_empty(pattern, status="True")


def fill_cron_job(cron_job: Fields) -> None:
    """The defaults of a CronJob."""
    spec = part(cron_job, "spec")
    fill_empty(spec, concurrencyPolicy="Allow")
    fill(spec, suspend=False, successfulJobsHistoryLimit=3, failedJobsHistoryLimit=1)
    fill_job_spec(part(part(spec, "jobTemplate"), "spec"))


def fill_autoscaler(autoscaler: Fields) -> None:
    """The defaults of a HorizontalPodAutoscaler of autoscaling/v2."""
    spec = part(autoscaler, "spec")
    fill(spec, minReplicas=1)
    target = {"type": "Utilization", "averageUtilization": 80}
    fill_empty(spec, metrics=[{"type": "Resource", "resource": {"name": "cpu", "target": target}}])
    for behavior in given(spec, "behavior"):
        behavior |= {"scaleUp": _merged(_UP, behavior.get("scaleUp")), "scaleDown": _merged(_DOWN, behavior.get("scaleDown"))}


def fill_old_autoscaler(autoscaler: Fields) -> None:
    """The defaults of a HorizontalPodAutoscaler of autoscaling/v1."""
    fill(part(autoscaler, "spec"), minReplicas=1)


def _merged(defaults: Fields, rules: Fields | None) -> Fields:
    return defaults if rules is None else {**defaults, **{name: value for name, value in rules.items() if value is not None}}
