"""What can be said about any workload, whatever keeps its pods running."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.parts import cel, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.nodes import Node, parts_of
from typekro.openapi import k8s

WORKLOADS: dict[str, Callable[..., Node]] = {
    "deployment": simple.deployment,
    "stateful_set": simple.stateful_set,
    "daemon_set": simple.daemon_set,
    "job": simple.job,
}


def pod_of(**arguments: Any) -> Any:
    return template(simple.deployment(name="web", image="nginx:1.29", **arguments))["spec"]["template"]["spec"]


def container_of(**arguments: Any) -> Any:
    return pod_of(**arguments)["containers"][0]


def refused(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "web", "image": "nginx:1.29", **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.deployment(**given)
    return message(caught)


@pytest.mark.parametrize("factory", WORKLOADS.values(), ids=WORKLOADS)
def test_the_pods_of_each_kind_of_workload_are_said_in_the_same_words(factory: Callable[..., Node]) -> None:
    node = factory(
        name="web",
        image="nginx:1.29",
        command=["nginx"],
        args=["-q"],
        env={"MODE": "production"},
        ports=[80],
        resources={"requests": {"cpu": "100m"}},
        readiness_probe=simple.http_probe("/ready", 80),
        volumes={"/cache": simple.volume()},
        service_account_name="web",
        image_pull_policy="Always",
        labels={"tier": "front"},
        annotations={"example.com/team": "shop"},
        namespace="sites",
        metadata={"finalizers": ["example.com/keep"]},
        pod={"priority_class_name": "high"},
        container={"working_dir": "/srv"},
    )

    manifest = template(node)
    pod = manifest["spec"]["template"]["spec"]
    restart = {"restartPolicy": "OnFailure"} if manifest["kind"] == "Job" else {}
    assert manifest["metadata"] == {
        "name": "web",
        "namespace": "sites",
        "labels": {"app": "web", "tier": "front"},
        "annotations": {"example.com/team": "shop"},
        "finalizers": ["example.com/keep"],
    }
    assert manifest["spec"]["template"]["metadata"] == {"labels": {"app": "web", "tier": "front"}}
    assert pod == {
        "containers": [
            {
                "name": "web",
                "image": "nginx:1.29",
                "command": ["nginx"],
                "args": ["-q"],
                "env": [{"name": "MODE", "value": "production"}],
                "ports": [{"containerPort": 80}],
                "resources": {"requests": {"cpu": "100m"}},
                "readinessProbe": {"httpGet": {"path": "/ready", "port": 80}},
                "volumeMounts": [{"name": "cache", "mountPath": "/cache"}],
                "imagePullPolicy": "Always",
                "workingDir": "/srv",
            }
        ],
        "volumes": [{"name": "cache", "emptyDir": {}}],
        "serviceAccountName": "web",
        **restart,
        "priorityClassName": "high",
    }


def test_ports_in_a_dict_have_names() -> None:
    assert container_of(ports={"http": 80, "metrics": 9090})["ports"] == [
        {"name": "http", "containerPort": 80},
        {"name": "metrics", "containerPort": 9090},
    ]


def test_each_probe_stands_where_kubernetes_wants_it() -> None:
    probe = simple.tcp_probe(80)

    container = container_of(startup_probe=probe, readiness_probe=probe, liveness_probe=probe)

    wire = {"tcpSocket": {"port": 80}}
    assert [container[field] for field in ("startupProbe", "readinessProbe", "livenessProbe")] == [wire, wire, wire]


def test_further_containers_stand_beside_the_first() -> None:
    sidecar = k8s.core_v1.Container(name="proxy", image="envoy:1.34")

    assert pod_of(pod={"containers": [sidecar]})["containers"] == [
        {"name": "web", "image": "nginx:1.29"},
        {"name": "proxy", "image": "envoy:1.34"},
    ]


def test_what_a_list_is_given_beside_its_argument_comes_after_it() -> None:
    more = k8s.core_v1.EnvVar(name="ZONE", value="a")

    assert container_of(env={"MODE": "production"}, container={"env": [more]})["env"] == [
        {"name": "MODE", "value": "production"},
        {"name": "ZONE", "value": "a"},
    ]


def test_fields_of_an_object_are_joined_with_those_of_its_argument() -> None:
    node = simple.deployment(
        name="web",
        image="nginx:1.29",
        spec={"template": k8s.core_v1.PodTemplateSpec(metadata=k8s.meta_v1.ObjectMeta(annotations={"example.com/scrape": "true"}))},
    )

    assert template(node)["spec"]["template"]["metadata"] == {"labels": {"app": "web"}, "annotations": {"example.com/scrape": "true"}}


def test_all_labels_can_be_a_reference_and_the_one_that_selects_the_pods_is_added() -> None:
    spec = references()

    manifest = parts_of(simple.deployment(name=spec.name, image="nginx:1.29", labels=spec.labels)).template

    merged = 'spec.labels.merge({"app": spec.name})'
    assert cel(manifest["metadata"]["labels"]) == merged
    assert cel(manifest["spec"]["template"]["metadata"]["labels"]) == merged
    assert cel(manifest["spec"]["selector"]["matchLabels"]["app"]) == "spec.name"


def test_all_ports_annotations_and_quantities_can_be_references() -> None:
    spec = references()

    node = simple.deployment(
        name="web",
        image="nginx:1.29",
        ports=spec.ports,
        annotations=spec.labels,
        resources={"limits": spec.labels},
        pod={"node_selector": spec.labels},
    )

    manifest = parts_of(node).template
    container = manifest["spec"]["template"]["spec"]["containers"][0]
    assert cel(container["ports"]) == 'spec.ports.map(port, {"containerPort": dyn(port)})'
    assert cel(manifest["metadata"]["annotations"]) == "spec.labels"
    assert cel(container["resources"]["limits"]) == "spec.labels"
    assert cel(manifest["spec"]["template"]["spec"]["nodeSelector"]) == "spec.labels"


def test_a_probe_can_be_that_of_another_workload() -> None:
    other = simple.deployment(name="other", image="nginx:1.29")

    probe = other.spec.template.spec.containers[0].liveness_probe

    assert container_of(liveness_probe=probe)["livenessProbe"] == "Deployment.spec.template.spec.containers[0].liveness_probe"


def test_the_policy_of_pulling_can_be_a_reference() -> None:
    assert container_of(image_pull_policy=references().name)["imagePullPolicy"] == "spec.name"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"replica": 2},
            (
                "simple.deployment: there is no argument replica\n"
                "  it takes name, image, replicas, spec, annotations, args, command, container, env, image_pull_policy, labels,"
                " liveness_probe, metadata, namespace, pod, ports, readiness_probe, resources, service_account_name, startup_probe,"
                " volumes\n"
                "hint: replicas=..."
            ),
        ),
        (
            {"namespace": None, "env": None},
            (
                "simple.deployment: namespace is None\n  what is not meant is not there\nhint: leave it out\n"
                "simple.deployment: env is None\n  what is not meant is not there\nhint: leave it out"
            ),
        ),
        (
            {"spec": {"replicas": 3}},
            "simple.deployment: spec.replicas is 3\n  the argument replicas says it already\nhint: replicas=3",
        ),
        (
            {"container": {"image": "nginx:1.30"}},
            "simple.deployment: container.image is 'nginx:1.30'\n  the argument image says it already\nhint: image='nginx:1.30'",
        ),
        (
            {"pod": {"service_account_name": "other"}, "service_account_name": "web"},
            (
                "simple.deployment: pod.service_account_name is 'other'\n"
                "  the argument service_account_name says it already\nhint: service_account_name='other'"
            ),
        ),
        (
            {"metadata": {"labels": {"app": "other"}}},
            "simple.deployment: metadata.labels.app is 'other'\n  simple.deployment makes it already\nhint: leave it out",
        ),
        (
            {"labels": references().labels, "metadata": {"labels": {"tier": "front"}}},
            "simple.deployment: metadata.labels is given\n  the argument labels says it already\nhint: say it once",
        ),
        (
            {"pod": {"containers": [k8s.core_v1.Container(name="web", image="nginx:1.29")]}},
            "simple.deployment: pod.containers has another 'web'\n  the argument name says it already\nhint: give it another name",
        ),
        (
            {"env": {"MODE": "a"}, "container": {"env": [k8s.core_v1.EnvVar(name="MODE", value="b")]}},
            "simple.deployment: container.env has another 'MODE'\n  the argument env says it already\nhint: give it another name",
        ),
        (
            {"container": {"working_dirs": "/srv"}},
            (
                "simple.deployment: container.working_dirs: there is no such field\n"
                "  Container has: args, command, env, env_from, image, image_pull_policy, lifecycle, liveness_probe, name, ports,"
                " readiness_probe, resize_policy, resources, restart_policy, restart_policy_rules, security_context, startup_probe, stdin,"
                " stdin_once, termination_message_path, termination_message_policy, tty, volume_devices, volume_mounts, working_dir\n"
                "hint: working_dir"
            ),
        ),
        (
            {"readiness_probe": "/ready"},
            (
                "simple.deployment: readiness_probe is '/ready', a str\n  it is a k8s.core_v1.Probe\n"
                "hint: simple.http_probe(path, port), simple.tcp_probe(port) or simple.command_probe(command)"
            ),
        ),
        (
            {"image_pull_policy": "always"},
            "simple.deployment: image_pull_policy is 'always'\n  it is one of the constants Always, IfNotPresent, Never\nhint: \"Always\"",
        ),
        (
            {"ports": {"HTTP": 80}},
            (
                "simple.deployment: ports has the key 'HTTP', not a name of a port\n"
                "  Kubernetes: 1 to 15 of a-z, 0-9 and -, at least one letter, no -- and no - at either end"
            ),
        ),
        ({"ports": {"http": 80, "web": 80}}, 'simple.deployment: ports["web"] is 80 once more\n  Kubernetes: each port is there once'),
        (
            {"spec": references().labels},
            (
                "simple.deployment: spec is spec.labels, a reference to dict[str, str]\n"
                "  it is a dict that is written out, in which references may stand"
            ),
        ),
        ({"pod": [1]}, "simple.deployment: pod is [1], a list\n  it is a dict"),
        (
            {"annotations": {"my note": "x"}},
            (
                "simple.deployment: annotations has the key 'my note', not an annotation's key\n"
                "  Kubernetes: 1 to 63 of letters, digits, -, _ and ., the first and the last a letter or a digit;"
                " before it, if need be, a domain and /"
            ),
        ),
    ],
)
def test_what_is_wrong_or_said_twice_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text


def test_a_field_by_its_name_in_the_cluster_is_refused_with_its_name_in_python() -> None:
    assert refused(pod={"hostNetwork": True}).splitlines()[-1] == "hint: host_network"
