"""StatefulSets: their pods come, change and go in order."""

from typing import Any

from .worlds import Manifest, World, workload


def stateful(**spec: Any) -> Manifest:
    return workload("StatefulSet", "db", "postgres", serviceName="db", **spec)


def names(world: World) -> list[str]:
    return [each["metadata"]["name"] for each in world.pods()]


def images(world: World) -> list[str]:
    return [each["spec"]["containers"][0]["image"] for each in world.pods()]


def image(name: str) -> Manifest:
    return {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": name}]}}}}


def test_pods_are_numbered_and_come_one_after_the_other() -> None:
    world = World()
    world.workloads.ready_after(10, kind="StatefulSet")

    made = world.create(stateful(replicas=3))
    assert names(world) == ["db-0"]
    world.pass_time(10)
    assert names(world) == ["db-0", "db-1"]
    world.pass_time(20)

    status = (world.again(made) or {})["status"]
    assert names(world) == ["db-0", "db-1", "db-2"]
    assert (status["readyReplicas"], status["currentRevision"]) == (3, status["updateRevision"])


def test_in_parallel_they_come_at_once() -> None:
    world = World()
    world.workloads.never_ready()

    world.create(stateful(replicas=3, podManagementPolicy="Parallel"))

    assert names(world) == ["db-0", "db-1", "db-2"]


def test_numbers_can_start_elsewhere() -> None:
    world = World()

    world.create(stateful(replicas=2, ordinals={"start": 5}))

    assert names(world) == ["db-5", "db-6"]


def test_another_template_is_rolled_out_from_the_last_pod_to_the_first() -> None:
    world = World()
    made = world.create(stateful(replicas=3))
    before = made["status"]["currentRevision"]
    world.workloads.ready_after(10, image="postgres:2")

    made = world.patch(made, image("postgres:2"))
    assert images(world) == ["postgres", "postgres", "postgres:2"]
    assert made["status"]["currentRevision"] == before != made["status"]["updateRevision"]
    world.pass_time(10)
    assert images(world) == ["postgres", "postgres:2", "postgres:2"]
    world.pass_time(20)

    status = (world.again(made) or {})["status"]
    assert images(world) == ["postgres:2"] * 3
    assert (status["currentRevision"], status["currentReplicas"], status["updatedReplicas"]) == (status["updateRevision"], 3, 3)


def test_pods_below_the_partition_keep_their_template() -> None:
    world = World()
    made = world.create(stateful(replicas=3, updateStrategy={"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}))

    made = world.patch(made, image("postgres:2"))
    assert images(world) == ["postgres", "postgres", "postgres:2"]

    world.delete(world.pods()[0])
    assert images(world) == ["postgres", "postgres", "postgres:2"]


def test_on_delete_pods_get_the_new_template_when_somebody_deletes_them() -> None:
    world = World()
    made = world.create(stateful(replicas=2, updateStrategy={"type": "OnDelete"}))

    world.patch(made, image("postgres:2"))
    world.delete(world.pods()[0])

    assert images(world) == ["postgres:2", "postgres"]


def test_scaled_down_the_last_ones_go_first_and_their_claims_stay() -> None:
    world = World()
    claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    made = world.create(stateful(replicas=3, volumeClaimTemplates=[claim]))

    made = world.patch(made, {"spec": {"replicas": 1}})

    assert names(world) == ["db-0"]
    assert [each["metadata"]["name"] for each in world.all("PersistentVolumeClaim")] == ["data-db-0", "data-db-1", "data-db-2"]
    assert world.said(made)[-2:] == [
        ("Normal", "SuccessfulDelete", "Delete Pod db-2 in StatefulSet db successful"),
        ("Normal", "SuccessfulDelete", "Delete Pod db-1 in StatefulSet db successful"),
    ]


def test_a_pod_gets_its_claims_and_the_next_one_finds_them() -> None:
    world = World()
    claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
    world.create(stateful(replicas=1, volumeClaimTemplates=[claim]))
    (before,) = world.all("PersistentVolumeClaim")

    world.delete(world.pods()[0])

    (after,) = world.all("PersistentVolumeClaim")
    assert before["metadata"]["uid"] == after["metadata"]["uid"]
    assert world.pods()[0]["spec"]["volumes"] == [{"name": "data", "persistentVolumeClaim": {"claimName": "data-db-0"}}]


def test_a_pod_that_failed_is_replaced() -> None:
    world = World()
    world.create(stateful(replicas=1))
    (pod,) = world.pods()

    world.patch(pod, {"status": {"phase": "Failed"}}, "status")

    (other,) = world.pods()
    assert (other["metadata"]["name"], other["status"]["phase"]) == ("db-0", "Running")
    assert other["metadata"]["uid"] != pod["metadata"]["uid"]


def test_revisions_beyond_the_limit_are_deleted() -> None:
    world = World()
    made = world.create(stateful(replicas=1, revisionHistoryLimit=1))

    for number in range(2, 6):
        world.patch(made, image(f"postgres:{number}"))

    assert sorted(each["revision"] for each in world.all("ControllerRevision", "apps/v1")) == [4, 5]
