"""Deployments: rollouts step by step, and what their statuses say."""

from typing import Any

import pytest

from .worlds import Manifest, World, conditions, workload

Numbers = dict[str, int]


def sizes(world: World) -> Numbers:
    """The ReplicaSets by image, with the pods that they want."""
    found = world.all("ReplicaSet", "apps/v1")
    return {each["spec"]["template"]["spec"]["containers"][0]["image"]: each["spec"]["replicas"] for each in found}


def image(name: str) -> Manifest:
    return {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": name}]}}}}


def numbers(deployment: Manifest) -> dict[str, Any]:
    return {key: value for key, value in deployment["status"].items() if key != "conditions"}


def test_a_deployment_becomes_available_at_once() -> None:
    made = World().create(workload("Deployment", replicas=3))

    assert numbers(made) == {
        "observedGeneration": 1,
        "replicas": 3,
        "updatedReplicas": 3,
        "readyReplicas": 3,
        "availableReplicas": 3,
        "terminatingReplicas": 0,
    }
    assert conditions(made) == [("Available", "True", "MinimumReplicasAvailable"), ("Progressing", "True", "NewReplicaSetAvailable")]


def test_another_template_rolls_out_and_is_the_next_revision() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=4))

    made = world.patch(made, image("nginx:2"))

    assert sizes(world) == {"nginx": 0, "nginx:2": 4}
    assert made["metadata"]["annotations"] == {"deployment.kubernetes.io/revision": "2"}
    assert {each["spec"]["containers"][0]["image"] for each in world.pods()} == {"nginx:2"}


def test_a_rollout_goes_on_as_pods_become_available_and_keeps_to_surge_and_unavailability() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=4))
    world.workloads.ready_after(10, image="nginx:2")
    seen: list[Numbers] = []

    made = world.patch(made, image("nginx:2"))
    for _ in range(5):
        seen.append(sizes(world))
        world.pass_time(10)

    assert seen[:3] == [{"nginx": 3, "nginx:2": 2}, {"nginx": 1, "nginx:2": 4}, {"nginx": 0, "nginx:2": 4}]
    assert conditions(world.again(made) or {})[1] == ("Progressing", "True", "NewReplicaSetAvailable")


def test_recreate_takes_all_old_pods_away_before_the_first_new_one_comes() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=2, strategy={"type": "Recreate"}))

    made = world.patch(made, image("nginx:2"))

    assert sizes(world) == {"nginx": 0, "nginx:2": 2}
    assert [message for _, _, message in world.said(made)][1].startswith("Scaled down replica set")
    assert numbers(made)["availableReplicas"] == 2


def test_going_back_to_an_old_template_takes_its_replica_set_and_the_next_revision() -> None:
    world = World()
    made = world.create(workload("Deployment"))
    made = world.patch(made, image("nginx:2"))

    made = world.patch(made, image("nginx"))

    assert sizes(world) == {"nginx": 1, "nginx:2": 0}
    (old,) = [each for each in world.all("ReplicaSet", "apps/v1") if each["spec"]["replicas"]]
    annotations = old["metadata"]["annotations"]
    assert annotations["deployment.kubernetes.io/revision"] == made["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"
    assert annotations["deployment.kubernetes.io/revision-history"] == "1"


def test_scaling_leaves_the_template_and_says_what_it_did() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=1))

    made = world.patch(made, {"spec": {"replicas": 3}})
    made = world.patch(made, {"spec": {"replicas": 2}})

    name = world.all("ReplicaSet", "apps/v1")[0]["metadata"]["name"]
    assert [message for _, _, message in world.said(made)] == [
        f"Scaled up replica set {name} from 0 to 1",
        f"Scaled up replica set {name} from 1 to 3",
        f"Scaled down replica set {name} from 3 to 2",
    ]
    assert (numbers(made)["replicas"], len(world.pods())) == (2, 2)


def test_a_deployment_scaled_in_the_middle_of_a_rollout_scales_each_replica_set_by_its_share() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=4))
    world.workloads.never_ready(image="nginx:2")
    made = world.patch(made, image("nginx:2"))

    world.patch(made, {"spec": {"replicas": 8}})

    assert sizes(world) == {"nginx": 6, "nginx:2": 4}


def test_a_paused_deployment_is_scaled_but_not_rolled_out_until_it_is_resumed() -> None:
    world = World()
    made = world.create(workload("Deployment"))
    made = world.patch(made, {"spec": {"paused": True, "replicas": 2, **image("nginx:2")["spec"]}})

    assert sizes(world) == {"nginx": 2}
    assert ("Progressing", "Unknown", "DeploymentPaused") in conditions(made)

    made = world.patch(made, {"spec": {"paused": False}})
    assert sizes(world) == {"nginx": 0, "nginx:2": 2}
    assert conditions(made)[-1] == ("Progressing", "True", "NewReplicaSetAvailable")


def test_without_progress_the_deadline_passes() -> None:
    world = World()
    world.workloads.image_pull_error(name="web")
    made = world.create(workload("Deployment", progressDeadlineSeconds=60))
    assert conditions(made) == [
        ("Available", "False", "MinimumReplicasUnavailable"),
        ("Progressing", "True", "ReplicaSetUpdated"),
    ]

    world.pass_time(62)

    name = world.all("ReplicaSet", "apps/v1")[0]["metadata"]["name"]
    progress = (world.again(made) or {})["status"]["conditions"][1]
    assert (progress["status"], progress["reason"]) == ("False", "ProgressDeadlineExceeded")
    assert progress["message"] == f'ReplicaSet "{name}" has timed out progressing.'


def test_what_timed_out_becomes_available_with_another_image() -> None:
    world = World()
    world.workloads.image_pull_error(image="broken")
    made = world.create(workload("Deployment", image="broken", progressDeadlineSeconds=60))
    world.pass_time(62)

    made = world.patch(made, image("nginx"))

    assert conditions(made) == [("Available", "True", "MinimumReplicasAvailable"), ("Progressing", "True", "NewReplicaSetAvailable")]


def test_min_ready_seconds_make_pods_ready_before_they_are_available() -> None:
    world = World()
    made = world.create(workload("Deployment", minReadySeconds=30))
    assert (numbers(made)["readyReplicas"], numbers(made).get("availableReplicas")) == (1, None)

    world.pass_time(30)

    assert numbers(world.again(made) or {})["availableReplicas"] == 1


def test_old_replica_sets_beyond_the_limit_are_deleted() -> None:
    world = World()
    made = world.create(workload("Deployment", revisionHistoryLimit=1))

    for number in range(2, 6):
        made = world.patch(made, image(f"nginx:{number}"))

    assert sizes(world) == {"nginx:4": 0, "nginx:5": 1}


def test_a_deployment_takes_on_replica_sets_that_were_left_as_orphans() -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=2))
    pods = {each["metadata"]["uid"] for each in world.pods()}
    world.delete(made, policy="Orphan")
    assert {each["metadata"]["uid"] for each in world.pods()} == pods

    made = world.create(workload("Deployment", replicas=2))

    assert {each["metadata"]["uid"] for each in world.pods()} == pods
    (replica_set,) = world.all("ReplicaSet", "apps/v1")
    assert replica_set["metadata"]["ownerReferences"][0]["uid"] == made["metadata"]["uid"]


@pytest.mark.parametrize("policy", ["Background", "Foreground"])
def test_a_deployment_goes_with_all_that_it_made(policy: str) -> None:
    world = World()
    made = world.create(workload("Deployment", replicas=2))

    world.delete(made, policy=policy)

    assert (world.again(made), world.all("ReplicaSet", "apps/v1"), world.pods()) == (None, [], [])


def test_a_pod_that_is_deleted_is_made_again() -> None:
    world = World()
    made = world.create(workload("Deployment"))
    (pod,) = world.pods()

    world.delete(pod)

    (other,) = world.pods()
    assert other["metadata"]["name"] != pod["metadata"]["name"]
    assert numbers(world.again(made) or {})["availableReplicas"] == 1


def test_a_pod_that_the_server_refuses_is_said_in_replica_set_and_deployment() -> None:
    world = World()

    def refuse(_new: Manifest, _old: Manifest | None) -> Manifest:
        raise world.refusal("no pods today")

    world.server.admission("v1", "Pod", refuse)
    made = world.create(workload("Deployment"))

    failure = made["status"]["conditions"][-1]
    assert (failure["type"], failure["reason"], failure["message"]) == ("ReplicaFailure", "FailedCreate", "no pods today")
    (replica_set,) = world.all("ReplicaSet", "apps/v1")
    assert world.said(replica_set) == [("Warning", "FailedCreate", "Error creating: no pods today")]
