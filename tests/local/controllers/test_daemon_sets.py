"""DaemonSets: a pod on each node."""

from .worlds import Manifest, World, workload


def numbers(obj: Manifest | None) -> dict[str, int]:
    return {key: value for key, value in (obj or {})["status"].items() if key != "observedGeneration"}


def node(name: str) -> Manifest:
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}}


def image(name: str) -> Manifest:
    return {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": name}]}}}}


def test_the_pod_of_the_only_node_is_made_and_counted() -> None:
    made = World().create(workload("DaemonSet", "agent"))

    assert numbers(made) == {
        "currentNumberScheduled": 1,
        "desiredNumberScheduled": 1,
        "numberAvailable": 1,
        "numberMisscheduled": 0,
        "numberReady": 1,
        "updatedNumberScheduled": 1,
    }


def test_another_node_is_wanted_too() -> None:
    world = World()
    made = world.create(workload("DaemonSet", "agent"))

    world.create(node("second"))

    assert len(world.pods()) == 2
    assert numbers(world.again(made))["desiredNumberScheduled"] == 2


def test_another_template_replaces_the_pod() -> None:
    world = World()
    made = world.create(workload("DaemonSet", "agent"))

    made = world.patch(made, image("nginx:2"))

    assert [each["spec"]["containers"][0]["image"] for each in world.pods()] == ["nginx:2"]
    assert world.pods()[0]["metadata"]["labels"]["pod-template-generation"] == "2"
    assert numbers(made)["updatedNumberScheduled"] == 1


def test_on_delete_it_waits_for_somebody_to_delete_the_old_one() -> None:
    world = World()
    made = world.create(workload("DaemonSet", "agent", updateStrategy={"type": "OnDelete"}))

    made = world.patch(made, image("nginx:2"))
    assert [each["spec"]["containers"][0]["image"] for each in world.pods()] == ["nginx"]
    assert "updatedNumberScheduled" not in numbers(made)

    world.delete(world.pods()[0])
    assert [each["spec"]["containers"][0]["image"] for each in world.pods()] == ["nginx:2"]


def test_a_pod_that_failed_is_replaced_and_that_is_said() -> None:
    world = World()
    made = world.create(workload("DaemonSet", "agent"))
    (pod,) = world.pods()

    world.patch(pod, {"status": {"phase": "Failed"}}, "status")

    assert [each["status"]["phase"] for each in world.pods()] == ["Running"]
    name = pod["metadata"]["name"]
    message = f"Found failed daemon pod shop/{name} on node local, will try to kill it"
    assert ("Warning", "FailedDaemonPod", message) in world.said(made)


def test_what_is_not_ready_is_said_to_be_unavailable() -> None:
    world = World()
    world.workloads.never_ready()

    made = world.create(workload("DaemonSet", "agent"))

    assert (numbers(made)["numberReady"], numbers(made)["numberUnavailable"]) == (0, 1)
