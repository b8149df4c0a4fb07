"""Pods: what becomes of them, and how they can be told not to."""

import pytest

from .worlds import Manifest, World, conditions, job, template, workload


def pod(name: str = "lone", image: str = "nginx", annotations: dict[str, str] | None = None, **spec: object) -> Manifest:
    made = template(image, {"app": name}, **spec)
    about = {**made["metadata"], "name": name, "namespace": "shop", **({"annotations": annotations} if annotations else {})}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": about, "spec": made["spec"]}


def container(of: Manifest) -> Manifest:
    found: Manifest = of["status"]["containerStatuses"][0]
    return found


def waiting(of: Manifest) -> tuple[str, str]:
    said = container(of)["state"]["waiting"]
    return said["reason"], said.get("message", "")


def test_a_pod_runs_at_once_on_the_only_node_with_an_address_of_its_own() -> None:
    world = World()
    one, two = world.create(pod("one")), world.create(pod("two"))

    assert [each["spec"]["nodeName"] for each in (one, two)] == ["local", "local"]
    assert [each["status"]["phase"] for each in (one, two)] == ["Running", "Running"]
    assert one["status"]["podIP"] != two["status"]["podIP"]
    assert [kind for kind, status, _ in conditions(one) if status == "True"] == ["Initialized", "Ready", "ContainersReady", "PodScheduled"]


def test_what_happened_to_a_pod_is_said_by_events() -> None:
    world = World()
    made = world.create(pod())

    assert world.said(made) == [
        ("Normal", "Scheduled", "Successfully assigned shop/lone to local"),
        ("Normal", "Pulled", 'Container image "nginx" already present on machine and can be accessed by the pod'),
        ("Normal", "Created", "Container created"),
        ("Normal", "Started", "Container started"),
    ]


def test_a_pod_that_is_deleted_is_gone_at_once_and_its_address_is_free() -> None:
    world = World()
    made = world.create(pod())

    world.delete(made)

    assert world.again(made) is None


def test_a_pod_with_a_finalizer_stays_until_that_is_gone() -> None:
    world = World()
    made = pod()
    made["metadata"]["finalizers"] = ["example.com/held"]
    made = world.create(made)

    world.delete(made)
    assert "deletionTimestamp" in (world.again(made) or {})["metadata"]

    assert world.patch(made, {"metadata": {"finalizers": None}}) == {}


def test_an_image_that_cannot_be_pulled_is_an_error_and_then_backs_off() -> None:
    world = World()
    world.workloads.image_pull_error(image="*:broken")
    made = world.create(pod(image="web:broken"))
    why = "failed to pull and unpack image web:broken: the local cluster was told that it cannot be pulled"
    assert (made["status"]["phase"], waiting(made)) == ("Pending", ("ErrImagePull", why))

    world.pass_time(1)

    made = world.again(made) or {}
    assert waiting(made) == ("ImagePullBackOff", f'Back-off pulling image "web:broken": ErrImagePull: {why}')
    assert world.said(made)[1:] == [
        ("Normal", "Pulling", 'Pulling image "web:broken"'),
        ("Warning", "Failed", f'Failed to pull image "web:broken": {why}'),
        ("Warning", "Failed", "Error: ErrImagePull"),
        ("Normal", "BackOff", 'Back-off pulling image "web:broken"'),
        ("Warning", "Failed", "Error: ImagePullBackOff"),
    ]


def test_a_crash_loop_restarts_after_10_seconds_and_then_after_twice_as_long() -> None:
    world = World()
    world.workloads.crash_loop(name="lone")
    made = world.create(pod())
    who = f"restarting failed container=main pod=lone_shop({made['metadata']['uid']})"
    assert (container(made)["restartCount"], waiting(made)) == (1, ("CrashLoopBackOff", f"back-off 10s {who}"))
    assert container(made)["lastState"]["terminated"]["exitCode"] == 1

    world.pass_time(10)
    made = world.again(made) or {}
    assert (container(made)["restartCount"], waiting(made)) == (2, ("CrashLoopBackOff", f"back-off 20s {who}"))

    world.pass_time(19)
    assert container(world.again(made) or {})["restartCount"] == 2
    world.pass_time(1)
    assert container(world.again(made) or {})["restartCount"] == 3


def test_a_pod_that_is_never_ready_runs() -> None:
    world = World()
    world.workloads.never_ready(name="lone")

    made = world.create(pod())

    assert made["status"]["phase"] == "Running"
    assert conditions(made)[1] == ("Ready", "False", "ContainersNotReady")
    assert made["status"]["conditions"][1]["message"] == "containers with unready status: [main]"


def test_a_slow_pod_is_ready_after_its_time() -> None:
    world = World()
    world.workloads.ready_after(5, name="lone")
    made = world.create(pod())
    world.pass_time(4.9)
    assert conditions(world.again(made) or {})[1][1] == "False"

    world.pass_time(0.1)

    ready = (world.again(made) or {})["status"]["conditions"][1]
    assert (ready["status"], ready["lastTransitionTime"]) == ("True", "2030-01-01T12:00:05Z")


def test_volumes_that_cannot_be_mounted_keep_a_pod_from_starting() -> None:
    world = World()
    world.workloads.mount_error(name="lone")

    made = world.create(pod(volumes=[{"name": "keys", "secret": {"secretName": "absent"}}]))

    assert waiting(made) == ("ContainerCreating", "")
    why = "the local cluster was told that this pod's volumes cannot be mounted"
    assert ("Warning", "FailedMount", f'MountVolume.SetUp failed for volume "keys" : {why}') in world.said(made)


def test_a_pod_that_fails_ends_with_exit_code_1() -> None:
    world = World()
    world.workloads.fails(name="lone", after=3)
    made = world.create(pod(restartPolicy="Never"))
    assert made["status"]["phase"] == "Running"

    world.pass_time(3)

    made = world.again(made) or {}
    assert (made["status"]["phase"], container(made)["state"]["terminated"]["exitCode"]) == ("Failed", 1)


@pytest.mark.parametrize(
    ("said", "reason"), [("image-pull-error", "ErrImagePull"), ("crash-loop", "CrashLoopBackOff"), ("mount-error", "ContainerCreating")]
)
def test_a_template_can_say_it_of_its_pods(said: str, reason: str) -> None:
    world = World()
    world.create(workload("Deployment", annotations={"local.typekro.io/pods": said}))

    assert waiting(world.pods()[0])[0] == reason


def test_a_template_can_say_that_its_pods_are_slow() -> None:
    world = World()
    made = world.create(workload("Deployment", annotations={"local.typekro.io/pods": "ready-after=1m"}))
    assert made["status"]["unavailableReplicas"] == 1

    world.pass_time(60)

    assert (world.again(made) or {})["status"]["availableReplicas"] == 1


def test_an_annotation_that_cannot_be_read_keeps_the_pod_unready_and_says_why() -> None:
    world = World()
    made = world.create(pod(annotations={"local.typekro.io/pods": "slow"}))

    why = "local.typekro.io/pods is 'slow', which is none of never-ready, image-pull-error, crash-loop, mount-error, fails, ready-after=5s"
    assert made["status"]["conditions"][1]["message"] == why
    assert ("Warning", "InvalidAnnotation", why) in world.said(made)


def test_rules_are_about_pods_by_their_workload_namespace_labels_or_a_function() -> None:
    world = World()
    world.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}})
    workloads = world.workloads

    def outcome(of: Manifest) -> str:
        made = world.create(of)
        (found,) = [each for each in world.pods() if each["metadata"]["labels"]["app"] == made["metadata"]["name"]]
        return str(conditions(found)[1][1])

    workloads.never_ready(kind="Deployment", name="a*")
    workloads.never_ready(namespace="other")
    workloads.never_ready(labels={"app": "labelled"})
    workloads.never_ready(where=lambda of: of["spec"].get("hostname") == "picked")

    assert outcome(workload("Deployment", "apple")) == "False"
    assert outcome(workload("StatefulSet", "avocado")) == "True"
    assert outcome(workload("Deployment", "banana")) == "True"
    assert outcome(workload("Deployment", "labelled")) == "False"
    assert outcome(pod("cherry", hostname="picked")) == "False"


def test_the_rule_that_was_added_last_counts_and_without_it_pods_become_ready_at_once() -> None:
    world = World()
    world.workloads.image_pull_error()
    rule = world.workloads.crash_loop(name="lone")
    made = world.create(pod())
    assert waiting(made)[0] == "CrashLoopBackOff"

    world.workloads.remove(rule)
    world.workloads.rules.clear()
    world.workloads.remove(world.workloads.never_ready())
    world.runner.settle()

    assert conditions(world.again(made) or {})[1][1] == "True"


def test_pods_that_are_ready_stay_so_when_a_rule_comes_later() -> None:
    world = World()
    made = world.create(pod())

    world.workloads.never_ready()
    made = world.patch(made, {"metadata": {"labels": {"more": "yes"}}})

    assert conditions(made)[1][1] == "True"


def test_a_pod_waits_for_its_claim() -> None:
    world = World()
    rule = world.workloads.claim_pending(name="data")
    volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
    made = world.create(pod(volumes=volumes))
    missing = '0/1 nodes are available: persistentvolumeclaim "data" not found. not found'
    assert made["status"]["conditions"][0]["message"] == missing

    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    world.create({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "shop"}, "spec": spec})
    unbound = "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found"
    assert (world.again(made) or {})["status"]["conditions"][0]["message"] == unbound
    assert [reason for _, reason, _ in world.said(made)] == ["FailedScheduling", "FailedScheduling"]

    world.workloads.remove(rule)
    world.runner.settle()
    assert (world.again(made) or {})["status"]["phase"] == "Running"


def test_the_pod_of_a_job_succeeds() -> None:
    world = World()
    world.create(job())

    assert [each["status"]["phase"] for each in world.pods()] == ["Succeeded"]


def test_events_go_after_an_hour_and_what_is_said_again_is_counted() -> None:
    world = World()
    world.workloads.crash_loop()
    made = world.create(pod())
    world.pass_time(100)
    (event,) = [each for each in world.all("Event") if each["reason"] == "BackOff"]
    assert (event["count"], event["firstTimestamp"], event["lastTimestamp"]) == (4, "2030-01-01T12:00:00Z", "2030-01-01T12:01:10Z")

    world.delete(made)
    world.pass_time(3700)

    assert world.all("Event") == []
