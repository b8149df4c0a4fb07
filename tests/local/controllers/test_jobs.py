"""Jobs: until enough pods have ended well, or too many badly."""

from typing import Any

from .worlds import Manifest, World, conditions, job, template

_FAILED = [("FailureTarget", "True", "BackoffLimitExceeded"), ("Failed", "True", "BackoffLimitExceeded")]
_COMPLETE = [("SuccessCriteriaMet", "True", "CompletionsReached"), ("Complete", "True", "CompletionsReached")]


def status(world: World, obj: Manifest) -> dict[str, Any]:
    found: dict[str, Any] = (world.again(obj) or {})["status"]
    return found


def test_pods_run_in_parallel_until_enough_have_succeeded() -> None:
    world = World()
    world.workloads.ready_after(10)
    made = world.create(job(completions=3, parallelism=2))
    assert (made["status"]["active"], made["status"]["ready"], made["status"].get("succeeded")) == (2, 2, None)

    world.pass_time(10)
    assert (status(world, made)["active"], status(world, made)["succeeded"]) == (1, 2)
    world.pass_time(10)

    done = status(world, made)
    assert (done.get("active"), done["succeeded"], conditions(world.again(made) or {})) == (None, 3, _COMPLETE)
    assert (done["startTime"], done["completionTime"]) == ("2030-01-01T12:00:00Z", "2030-01-01T12:00:20Z")
    assert world.said(made)[-1] == ("Normal", "Completed", "Job completed")


def test_without_completions_the_first_success_is_enough() -> None:
    world = World()

    made = world.create(job(parallelism=2, completions=None))

    assert conditions(made) == _COMPLETE
    assert made["status"]["succeeded"] == 2


def test_pods_that_fail_are_tried_again_after_pauses_until_the_limit() -> None:
    world = World()
    world.workloads.fails(kind="Job")
    made = world.create(job(backoffLimit=2))
    counts: list[int] = []

    for seconds in (9, 1, 19, 1):
        world.pass_time(seconds)
        counts.append(len(world.pods()))

    assert counts == [1, 2, 2, 3]
    assert (status(world, made)["failed"], conditions(world.again(made) or {})) == (3, _FAILED)
    assert world.said(made)[-1] == ("Warning", "BackoffLimitExceeded", "Job has reached the specified backoff limit")


def test_containers_that_restart_in_their_pod_count_too() -> None:
    world = World()
    world.workloads.fails(kind="Job")
    made = world.create(job(backoffLimit=2, template=template(restartPolicy="OnFailure")))
    assert made["status"]["active"] == 1

    world.pass_time(10)

    assert conditions(world.again(made) or {}) == _FAILED
    assert world.pods() == []


def test_a_job_that_runs_for_too_long_fails() -> None:
    world = World()
    world.workloads.ready_after(100)
    made = world.create(job(activeDeadlineSeconds=30))

    world.pass_time(30)

    reasons = [reason for _, _, reason in conditions(world.again(made) or {})]
    assert (reasons, world.pods()) == (["DeadlineExceeded", "DeadlineExceeded"], [])


def test_a_suspended_job_runs_no_pods_until_it_is_resumed() -> None:
    world = World()
    made = world.create(job(suspend=True))
    assert (world.pods(), conditions(made)) == ([], [("Suspended", "True", "JobSuspended")])

    made = world.patch(made, {"spec": {"suspend": False}})

    assert conditions(made) == [("Suspended", "False", "JobResumed"), *_COMPLETE]


def test_suspending_deletes_the_pods_that_run() -> None:
    world = World()
    world.workloads.ready_after(100)
    made = world.create(job())

    made = world.patch(made, {"spec": {"suspend": True}})

    assert (world.pods(), made["status"].get("active"), "startTime" in made["status"]) == ([], None, False)


def test_a_job_is_deleted_some_time_after_its_end_with_its_pods() -> None:
    world = World()
    made = world.create(job(ttlSecondsAfterFinished=60))
    assert conditions(made) == _COMPLETE

    world.pass_time(59)
    assert world.again(made) is not None
    world.pass_time(1)

    assert (world.again(made), world.pods()) == (None, [])


def test_each_number_of_an_indexed_job_succeeds_once() -> None:
    world = World()
    world.workloads.ready_after(10)
    made = world.create(job(completions=4, parallelism=3, completionMode="Indexed"))
    world.pass_time(10)
    assert status(world, made)["completedIndexes"] == "0-2"

    world.pass_time(10)

    assert (status(world, made)["completedIndexes"], status(world, made)["succeeded"]) == ("0-3", 4)
    assert sorted(each["spec"]["hostname"] for each in world.pods()) == ["once-0", "once-1", "once-2", "once-3"]


def test_pods_are_held_until_they_are_counted_and_let_go_with_their_job() -> None:
    world = World()
    world.workloads.ready_after(100)
    made = world.create(job())
    assert world.pods()[0]["metadata"]["finalizers"] == ["batch.kubernetes.io/job-tracking"]

    world.delete(made)

    assert world.pods() == []


def test_pods_without_their_job_are_let_go() -> None:
    world = World()
    world.workloads.ready_after(100)
    made = world.create(job())

    world.delete(made, policy="Orphan")

    assert "finalizers" not in world.pods()[0]["metadata"]


def test_less_parallelism_deletes_pods() -> None:
    world = World()
    world.workloads.ready_after(100)
    made = world.create(job(completions=5, parallelism=3))

    made = world.patch(made, {"spec": {"parallelism": 1}})

    assert (len(world.pods()), made["status"]["active"]) == (1, 1)


def test_a_job_of_another_controller_is_left_alone() -> None:
    world = World()

    made = world.create(job(managedBy="example.com/other"))

    assert (world.pods(), made.get("status", {})) == ([], {})
