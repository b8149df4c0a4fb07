"""CronJobs: a Job whenever the clock says so."""

from typing import Any

from .worlds import Manifest, World, template


def cron(schedule: str = "*/10 * * * *", **spec: Any) -> Manifest:
    made = {"schedule": schedule, "jobTemplate": {"spec": {"template": template(restartPolicy="Never")}}, **spec}
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick", "namespace": "shop"}, "spec": made}


def jobs(world: World) -> list[str]:
    return [each["metadata"]["name"] for each in world.all("Job", "batch/v1")]


def test_a_job_starts_at_each_time_and_is_noted_when_it_has_ended() -> None:
    world = World()
    made = world.create(cron())
    world.pass_time(599)
    assert jobs(world) == []

    world.pass_time(2)

    minutes = int(world.clock.now.timestamp()) // 60
    assert jobs(world) == [f"tick-{minutes}"]
    status = (world.again(made) or {})["status"]
    assert status == {"lastScheduleTime": "2030-01-01T12:10:00Z", "lastSuccessfulTime": "2030-01-01T12:10:00Z"}
    assert world.said(made) == [
        ("Normal", "SuccessfulCreate", f"Created job tick-{minutes}"),
        ("Normal", "SawCompletedJob", f"Saw completed job: tick-{minutes}, condition: Complete"),
    ]
    (started,) = world.all("Job", "batch/v1")
    assert started["metadata"]["annotations"] == {"batch.kubernetes.io/cronjob-scheduled-timestamp": "2030-01-01T12:10:00Z"}


def test_a_job_that_runs_is_said_to_be_active() -> None:
    world = World()
    world.workloads.ready_after(60)
    made = world.create(cron())

    world.pass_time(601)

    (active,) = (world.again(made) or {})["status"]["active"]
    assert active["name"] == jobs(world)[0]


def test_only_the_last_jobs_are_kept() -> None:
    world = World()
    world.create(cron(successfulJobsHistoryLimit=2))

    world.pass_time(6000)

    minutes = int(world.clock.now.timestamp()) // 60
    assert jobs(world) == [f"tick-{minutes - 20}", f"tick-{minutes - 10}"]


def test_with_forbid_the_next_one_does_not_start_while_one_runs() -> None:
    world = World()
    world.workloads.ready_after(900)
    made = world.create(cron(concurrencyPolicy="Forbid"))

    world.pass_time(1300)

    why = "Not starting job because prior execution is running and concurrency policy is Forbid"
    assert (len(jobs(world)), ("Normal", "JobAlreadyActive", why) in world.said(made)) == (1, True)


def test_with_replace_the_next_one_takes_the_place_of_the_one_that_runs() -> None:
    world = World()
    world.workloads.ready_after(900)
    world.create(cron(concurrencyPolicy="Replace"))
    world.pass_time(601)
    first = jobs(world)

    world.pass_time(600)

    assert len(jobs(world)) == 1
    assert jobs(world) != first


def test_a_suspended_one_starts_nothing() -> None:
    world = World()
    world.create(cron(suspend=True))

    world.pass_time(3600)

    assert jobs(world) == []


def test_times_that_were_missed_give_one_job_not_many() -> None:
    world = World()
    made = world.create(cron(suspend=True))
    world.pass_time(3700)

    world.patch(made, {"spec": {"suspend": False}})

    assert (world.again(made) or {})["status"]["lastScheduleTime"] == "2030-01-01T13:00:00Z"
    assert len(jobs(world)) == 1


def test_a_time_zone_counts() -> None:
    world = World()
    made = world.create(cron("0 14 * * *", timeZone="Europe/Berlin"))

    world.pass_time(3601)

    assert (world.again(made) or {})["status"]["lastScheduleTime"] == "2030-01-01T13:00:00Z"


def test_its_jobs_go_with_it() -> None:
    world = World()
    made = world.create(cron())
    world.pass_time(601)

    world.delete(made)

    assert (jobs(world), world.pods()) == ([], [])
