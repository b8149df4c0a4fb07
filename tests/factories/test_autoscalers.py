from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def refused(**arguments: Any) -> str:
    web = simple.deployment(name="web", image="nginx:1.29", replicas=None)
    given: dict[str, Any] = {"name": "web", "target": web, "max_replicas": 5, **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.horizontal_pod_autoscaler(**given)
    return message(caught)


def test_it_scales_a_workload_of_the_graph_by_how_busy_its_pods_are() -> None:
    web = simple.deployment(name="web", image="nginx:1.29", replicas=None)

    node = simple.horizontal_pod_autoscaler(
        name="web", target=web, min_replicas=2, max_replicas=5, cpu_utilization=70, memory_utilization=80
    )

    assert template(node) == {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "Deployment.metadata.name"},
            "minReplicas": 2,
            "maxReplicas": 5,
            "metrics": [
                {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}},
                {"type": "Resource", "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 80}}},
            ],
        },
    }
    assert conditions(node, "web") == []


def test_what_is_measured_is_left_to_kubernetes_where_nothing_is_said() -> None:
    database = simple.stateful_set(name="db", image="postgres:17", replicas=None)

    spec = template(simple.horizontal_pod_autoscaler(name="db", target=database, max_replicas=references().replicas))["spec"]

    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "StatefulSet.metadata.name"},
        "minReplicas": 1,
        "maxReplicas": "spec.replicas",
    }


def test_what_is_not_of_the_graph_is_said_by_kind_and_name() -> None:
    target = k8s.autoscaling_v2.CrossVersionObjectReference(api_version="apps/v1", kind="Deployment", name="web")
    slow = k8s.autoscaling_v2.HPAScalingRules(stabilization_window_seconds=600)
    behavior = k8s.autoscaling_v2.HorizontalPodAutoscalerBehavior(scale_down=slow)

    spec = template(simple.horizontal_pod_autoscaler(name="web", target=target, max_replicas=3, spec={"behavior": behavior}))["spec"]

    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    assert spec["behavior"] == {"scaleDown": {"stabilizationWindowSeconds": 600}}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"target": simple.deployment(name="web", image="nginx:1.29", replicas=2)},
            (
                "simple.horizontal_pod_autoscaler: target, a Deployment, has 2 replicas of its own\n"
                "  kro would set them back whenever the autoscaler has changed them\nhint: replicas=None where it is made"
            ),
        ),
        (
            {"target": "web"},
            (
                "simple.horizontal_pod_autoscaler: target is 'web', a str\n"
                "  it is a k8s.autoscaling_v2.CrossVersionObjectReference\nhint: the Deployment itself"
            ),
        ),
        ({"min_replicas": 0}, "simple.horizontal_pod_autoscaler: min_replicas is 0\n  Kubernetes: 1 to 2147483647"),
        (
            {"min_replicas": 6},
            (
                "simple.horizontal_pod_autoscaler: max_replicas is 5, and min_replicas 6\n"
                "  Kubernetes: there cannot be less at most than at least"
            ),
        ),
        ({"cpu_utilization": 0}, "simple.horizontal_pod_autoscaler: cpu_utilization is 0\n  Kubernetes: 1 to 2147483647"),
        (
            {"cpu_utilization": "80%"},
            "simple.horizontal_pod_autoscaler: cpu_utilization is '80%', a str\n  Kubernetes: it is a whole number",
        ),
        (
            {"spec": {"max_replicas": 3}},
            "simple.horizontal_pod_autoscaler: spec.max_replicas is 3\n  the argument max_replicas says it already\nhint: max_replicas=3",
        ),
    ],
)
def test_what_cannot_be_an_autoscaler_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text


def test_a_workload_that_was_written_out_can_be_scaled() -> None:
    spec = references()
    labels = k8s.meta_v1.LabelSelector(match_labels={"app": "web"})
    pods = k8s.core_v1.PodTemplateSpec(metadata=k8s.meta_v1.ObjectMeta(labels={"app": "web"}))
    about = k8s.meta_v1.ObjectMeta(name=spec.name)
    free = k8s.apps_v1.Deployment(metadata=about, spec=k8s.apps_v1.DeploymentSpec(selector=labels, template=pods))
    bound = k8s.apps_v1.Deployment(metadata=about, spec=k8s.apps_v1.DeploymentSpec(selector=labels, template=pods, replicas=spec.replicas))

    target = template(simple.horizontal_pod_autoscaler(name="web", target=free, max_replicas=2))["spec"]["scaleTargetRef"]

    assert target["name"] == "Deployment.metadata.name"
    assert refused(target=bound) == (
        "simple.horizontal_pod_autoscaler: target, a Deployment, has spec.replicas replicas of its own\n"
        "  kro would set them back whenever the autoscaler has changed them\nhint: replicas=None where it is made"
    )


def test_a_resource_that_has_no_replicas_cannot_be_scaled() -> None:
    config = simple.config_map(name="settings", data={})

    assert refused(target=config) == (
        "simple.horizontal_pod_autoscaler: target is a ConfigMap\n"
        "  what is scaled is a Deployment or a StatefulSet of the graph, or a k8s.autoscaling_v2.CrossVersionObjectReference"
    )
