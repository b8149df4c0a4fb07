from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def refused_job(**arguments: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        simple.job(name="migrate", image="shop:7", **arguments)
    return message(caught)


def refused_cron_job(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "backup", "image": "shop:7", "schedule": "@daily", **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.cron_job(**given)
    return message(caught)


def test_a_job_runs_its_container_until_it_succeeds() -> None:
    node = simple.job(name="migrate", image="shop:7", command=["migrate"], completions=2, parallelism=2, backoff_limit=0)

    assert template(node) == {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "migrate", "labels": {"app": "migrate"}},
        "spec": {
            "completions": 2,
            "parallelism": 2,
            "backoffLimit": 0,
            "template": {
                "metadata": {"labels": {"app": "migrate"}},
                "spec": {
                    "containers": [{"name": "migrate", "image": "shop:7", "command": ["migrate"]}],
                    "restartPolicy": "OnFailure",
                },
            },
        },
    }


def test_a_job_is_ready_when_it_is_complete_and_never_when_it_has_failed() -> None:
    assert conditions(simple.job(name="migrate", image="shop:7"), "job") == [
        'job.status.conditions.exists(condition, condition.type == "Complete" && condition.status == "True")'
    ]


def test_a_cron_job_makes_such_jobs_at_its_times() -> None:
    spec = references()

    node = simple.cron_job(
        name="backup",
        image=spec.image,
        schedule="0 3 * * mon-fri",
        time_zone="Europe/Berlin",
        concurrency_policy="Forbid",
        restart_policy="Never",
        backoff_limit=spec.replicas,
        job={"ttl_seconds_after_finished": 3600},
        spec={"suspend": spec.public},
    )

    assert template(node)["spec"] == {
        "schedule": "0 3 * * mon-fri",
        "concurrencyPolicy": "Forbid",
        "jobTemplate": {
            "spec": {
                "backoffLimit": "spec.replicas",
                "template": {
                    "metadata": {"labels": {"app": "backup"}},
                    "spec": {"containers": [{"name": "backup", "image": "spec.image"}], "restartPolicy": "Never"},
                },
                "ttlSecondsAfterFinished": 3600,
            }
        },
        "timeZone": "Europe/Berlin",
        "suspend": "spec.public",
    }


def test_a_cron_job_is_ready_as_soon_as_it_exists() -> None:
    assert conditions(simple.cron_job(name="backup", image="shop:7", schedule="@daily"), "backup") == []


def test_a_schedule_can_be_a_reference() -> None:
    assert template(simple.cron_job(name="backup", image="shop:7", schedule=references().name))["spec"]["schedule"] == "spec.name"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"restart_policy": "Always"}, "simple.job: restart_policy is 'Always'\n  it is one of the constants OnFailure, Never"),
        ({"backoff_limit": -1}, "simple.job: backoff_limit is -1\n  Kubernetes: 0 to 2147483647"),
        (
            {"spec": {"ttl_seconds_after_finished": 60}},
            (
                "simple.job: spec.ttl_seconds_after_finished is given\n"
                "  Kubernetes deletes the Job that long after its end, and kro makes anew what is gone: it would run again and again\n"
                "hint: leave it out"
            ),
        ),
        (
            {"completions": 1, "spec": {"completions": 2}},
            "simple.job: spec.completions is 2\n  the argument completions says it already\nhint: completions=2",
        ),
        (
            {"pod": {"restart_policy": "Never"}},
            "simple.job: pod.restart_policy is 'Never'\n  the argument restart_policy says it already\nhint: restart_policy='Never'",
        ),
    ],
)
def test_what_cannot_be_a_job_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused_job(**arguments) == text


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"schedule": "0 25 * * *"},
            "simple.cron_job: schedule is '0 25 * * *'\n  Kubernetes: its hour '25' is not within 0 to 23",
        ),
        (
            {"name": "a" * 53},
            (
                f"simple.cron_job: name is '{'a' * 53}', not a name\n"
                "  Kubernetes: 1 to 52 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label);"
                " the Jobs that it makes have longer names\n"
                f'hint: "{"a" * 52}"'
            ),
        ),
        (
            {"concurrency_policy": "forbid"},
            "simple.cron_job: concurrency_policy is 'forbid'\n  it is one of the constants Allow, Forbid, Replace\nhint: \"Forbid\"",
        ),
        (
            {"backoff_limit": 1, "job": {"backoff_limit": 2}},
            "simple.cron_job: job.backoff_limit is 2\n  the argument backoff_limit says it already\nhint: backoff_limit=2",
        ),
        (
            {"spec": {"schedule": "@hourly"}},
            "simple.cron_job: spec.schedule is '@hourly'\n  the argument schedule says it already\nhint: schedule='@hourly'",
        ),
        ({"time_zone": 2}, 'simple.cron_job: time_zone is 2, an int\n  Kubernetes: it is a text\nhint: "2"'),
    ],
)
def test_what_cannot_be_a_cron_job_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused_cron_job(**arguments) == text


def test_the_template_of_the_jobs_can_have_more_metadata() -> None:
    more = k8s.batch_v1.JobTemplateSpec(metadata=k8s.meta_v1.ObjectMeta(annotations={"example.com/team": "shop"}))

    node = simple.cron_job(name="backup", image="shop:7", schedule="@daily", spec={"job_template": more})

    assert template(node)["spec"]["jobTemplate"]["metadata"] == {"annotations": {"example.com/team": "shop"}}
