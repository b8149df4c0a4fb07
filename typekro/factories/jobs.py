"""Jobs and CronJobs: pods that end."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias, Unpack, get_args

from typekro.checking.schedules import problem_of_any_schedule, problem_of_schedule
from typekro.checking.text_rules import CRON_JOB_NAME
from typekro.expressions import cel, expression_of
from typekro.factories.checks import Checks, shown
from typekro.factories.containers import Workload
from typekro.factories.joining import joined
from typekro.factories.known_parts import known_parts
from typekro.factories.metadata import metadata
from typekro.factories.pods import MAX_REPLICAS, pod_template
from typekro.factories.resources import resource
from typekro.openapi import k8s

RestartPolicy: TypeAlias = Literal["OnFailure", "Never"]
"""What becomes of a container that failed: it is started anew, or its pod stays as it is and another one is made."""

ConcurrencyPolicy: TypeAlias = Literal["Allow", "Forbid", "Replace"]
"""What becomes of a run that is due while the last one still goes on: it starts beside it, is left out, or takes its place."""


class Work(Workload, total=False):
    """What can be said about a Job and about those of a CronJob, beside name and image. Each value may be a reference."""

    completions: int
    """How many pods have to succeed, 1 by default."""
    parallelism: int
    """How many pods run at once, 1 by default."""
    backoff_limit: int
    """How many failures the Job takes before it has failed itself, 6 by default."""


_COUNTS: Final[dict[str, Literal["completions", "parallelism", "backoff_limit"]]] = {
    "completions": "completions",
    "parallelism": "parallelism",
    "backoffLimit": "backoff_limit",
}


def job(
    *,
    name: str,
    image: str,
    restart_policy: RestartPolicy = "OnFailure",
    spec: k8s.batch_v1.JobSpecFields | None = None,
    **more: Unpack[Work],
) -> k8s.batch_v1.Job:
    """Pods that run until they have done their work; ready when they have, and never when the Job has failed.

    Each value may be a reference or an f-string. Kubernetes changes no pods of a Job that is there: what may change belongs into its name.

    Args:
        name: the Job, which is the label `app` of its pods too.
        image: what the container runs.
        restart_policy: what becomes of a container that failed.
        spec: any other field of the Job's spec.
        **more: what can be said about any workload, and `completions`, `parallelism`, `backoff_limit`; `simple.Work` has them all.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> migration = job(name="migrate-7", image="shop:7", command=["shop", "migrate"], backoff_limit=2)
    """
    checks = Checks("simple.job")
    checks.arguments(job, more, Work)
    about = metadata(checks, name, more, app=True)
    made = _job_spec(checks, name, image, more, restart_policy=restart_policy, labels=about["labels"])
    made = joined(checks, made, checks.fields("spec", k8s.batch_v1.JobSpec, spec), "spec", _arguments("spec"))
    if "ttlSecondsAfterFinished" in made:
        why = "Kubernetes deletes the Job that long after its end, and kro makes anew what is gone: it would run again and again"
        checks.add("spec.ttl_seconds_after_finished is given", why, "leave it out")
    checks.finish()
    return resource(k8s.batch_v1.Job, about, spec=made, ready_when=(is_complete,))


def cron_job(
    *,
    name: str,
    image: str,
    schedule: str,
    time_zone: str | None = None,
    concurrency_policy: ConcurrencyPolicy = "Allow",
    restart_policy: RestartPolicy = "OnFailure",
    job: k8s.batch_v1.JobSpecFields | None = None,
    spec: k8s.batch_v1.CronJobSpecFields | None = None,
    **more: Unpack[Work],
) -> k8s.batch_v1.CronJob:
    """Jobs that are made at certain times; ready as soon as it exists.

    Each value may be a reference or an f-string.

    Args:
        name: the CronJob, at most 52 characters, which is the label `app` of its pods too.
        image: what the container runs.
        schedule: minute, hour, day of the month, month, day of the week (`0 3 * * mon-fri`), or a shorthand such as `@daily`.
        time_zone: where the clock hangs (`Europe/Berlin`); by default where the controllers of the cluster run.
        concurrency_policy: what becomes of a run that is due while the last one still goes on.
        restart_policy: what becomes of a container that failed.
        job: any other field of the Jobs' spec.
        spec: any other field of the CronJob's spec.
        **more: what can be said about any workload, and `completions`, `parallelism`, `backoff_limit`; `simple.Work` has them all.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> backup = cron_job(name="backup", image="shop:7", schedule="0 3 * * *", command=["shop", "backup"])
    """
    checks = Checks("simple.cron_job")
    checks.arguments(cron_job, more, Work)
    about = metadata(checks, name, more, rule=CRON_JOB_NAME, app=True)
    _check_schedule(checks, schedule)
    checks.choice("concurrency_policy", concurrency_policy, get_args(ConcurrencyPolicy), may_be_reference=True)
    template = _job_spec(checks, name, image, more, restart_policy=restart_policy, labels=about["labels"])
    template = joined(checks, template, checks.fields("job", k8s.batch_v1.JobSpec, job), "job", _arguments("job"))
    made: dict[str, Any] = {"schedule": schedule, "concurrencyPolicy": concurrency_policy, "jobTemplate": {"spec": template}}
    if time_zone is not None:
        checks.text("time_zone", time_zone)
        made["timeZone"] = time_zone
    arguments = {"spec.schedule": "schedule", "spec.concurrencyPolicy": "concurrency_policy", "spec.timeZone": "time_zone"}
    made = joined(checks, made, checks.fields("spec", k8s.batch_v1.CronJobSpec, spec), "spec", arguments)
    checks.finish()
    return resource(k8s.batch_v1.CronJob, about, spec=made)


def is_complete(job: k8s.batch_v1.Job) -> bool:
    """Whether a Job has done its work. One that has failed never has: its condition Failed says why."""
    return cel.exists(job.status.conditions, lambda condition: (condition.type == "Complete") & (condition.status == "True"))


def _job_spec(checks: Checks, name: str, image: str, more: Work, *, restart_policy: str, labels: Any) -> dict[str, Any]:
    checks.choice("restart_policy", restart_policy, get_args(RestartPolicy), may_be_reference=True)
    counts = {field: more.get(argument) for field, argument in _COUNTS.items() if argument in more}
    for field, count in counts.items():
        checks.integer(_COUNTS[field], count, 0, MAX_REPLICAS)
    return {**counts, "template": pod_template(checks, name, image, more, labels, restart_policy=restart_policy)}


def _check_schedule(checks: Checks, schedule: str) -> None:
    if checks.constant_text("schedule", schedule):
        problem = problem_of_schedule(schedule)
    else:
        expression = expression_of(schedule)
        known = None if expression is None else known_parts(expression)
        problem = problem_of_any_schedule(known.parts) if known is not None and known.numbers and known.says_something else None
    if problem is not None:
        checks.add(f"schedule is {shown(schedule)}", f"Kubernetes: {problem}")


def _arguments(at: str) -> dict[str, str]:
    return {f"{at}.{field}": argument for field, argument in _COUNTS.items()}
