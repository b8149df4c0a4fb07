"""What kro makes of the factories' nodes, and when it calls them ready."""

from typing import Any

import attrs
import pytest

from tests.cluster.errors import KubectlError
from tests.cluster.plugin import Cluster
from typekro.factories import simple
from typekro.graph import Graph, ResourceGraph, Schema, SchemaDefinition, to_kro_resource_graph

KIND = "Site"


@attrs.frozen
class SiteSpec:
    name: str
    image: str = "nginx:1.29"
    replicas: int = 1
    port: int = 8080


@attrs.frozen
class SiteStatus:
    host: str
    ports: list[int]


def site(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    spec = schema.spec
    web = simple.deployment(
        name=spec.name,
        image=spec.image,
        replicas=spec.replicas,
        args=["--port", f"{spec.port}"],
        env={
            "NAME": spec.name,
            "GREETING": f'hello ${{USER}}, "{spec.name}" on {spec.port}',
            "TOKEN": simple.secret_key(f"{spec.name}-token", "token"),
        },
        ports=[spec.port, 9090],
        resources={"requests": {"cpu": "100m"}, "limits": {"memory": "128Mi"}},
        labels={"example.com/tier": "front"},
    )
    front = simple.service(name=spec.name, selector=web.spec.selector.match_labels, ports=[(80, spec.port), (spec.port, 9090)])
    return {"web": web, "front": front}, SiteStatus(host=front.spec.cluster_ip, ports=[front.spec.ports[0].port, front.spec.ports[1].port])


def balanced(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
    front = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80], type="LoadBalancer")
    return {"front": front}, SiteStatus(host=front.spec.cluster_ip, ports=[front.spec.ports[0].port])


def deployed(cluster: Cluster, builder: Any) -> ResourceGraph[SiteSpec, SiteStatus]:
    """The graph, accepted by kro."""
    definition = SchemaDefinition(api_version=f"{cluster.group}/v1alpha1", kind=KIND, spec=SiteSpec, status=SiteStatus)
    graph = to_kro_resource_graph(cluster.namespace, builder, definition)
    cluster.kubectl("apply", "-f", "-", input=graph.to_yaml())
    cluster.kubectl("wait", f"rgd/{cluster.namespace}", "--for=condition=Ready", "--timeout=30s")
    return graph


def apply(cluster: Cluster, graph: ResourceGraph[SiteSpec, SiteStatus], spec: SiteSpec) -> None:
    cluster.kubectl("apply", "-f", "-", input=graph.get_instance(spec).to_yaml())


def wait_ready(cluster: Cluster, name: str, *, within: int = 30) -> None:
    """Waits for Ready of the present generation: kubectl looks at the condition's observedGeneration."""
    cluster.kubectl("wait", f"{KIND}.{cluster.group}/{name}", "--for=condition=Ready", f"--timeout={within}s")


def never_ready(cluster: Cluster, name: str) -> str:
    """Looks at the instance for some seconds, and gives what kro says it waits for."""
    with pytest.raises(KubectlError):
        wait_ready(cluster, name, within=3)
    status = cluster.kubectl_json("get", f"{KIND}.{cluster.group}", name)["status"]
    (message,) = [condition["message"] for condition in status["conditions"] if condition["type"] == "ResourcesReady"]
    return str(message)


def test_an_instance_has_what_was_written_and_becomes_ready(cluster: Cluster) -> None:
    graph = deployed(cluster, site)

    apply(cluster, graph, SiteSpec(name="web", replicas=2))
    wait_ready(cluster, "web")

    (container,) = cluster.kubectl_json("get", "deployment", "web")["spec"]["template"]["spec"]["containers"]
    service = cluster.kubectl_json("get", "service", "web")["spec"]
    status = cluster.kubectl_json("get", f"{KIND}.{cluster.group}", "web")["status"]
    assert container["args"] == ["--port", "8080"]
    assert container["env"] == [
        {"name": "NAME", "value": "web"},
        {"name": "GREETING", "value": 'hello ${USER}, "web" on 8080'},
        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "web-token", "key": "token"}}},
    ]
    assert [port["containerPort"] for port in container["ports"]] == [8080, 9090]
    assert service["selector"] == {"app": "web"}
    assert [(port["name"], port["port"], port["targetPort"]) for port in service["ports"]] == [
        ("port-80", 80, 8080),
        ("port-8080", 8080, 9090),
    ]
    assert (status["host"], status["ports"]) == (service["clusterIP"], [80, 8080])


def test_a_deployment_of_no_replicas_is_ready(cluster: Cluster) -> None:
    graph = deployed(cluster, site)

    apply(cluster, graph, SiteSpec(name="web", replicas=0))
    wait_ready(cluster, "web")

    assert "replicas" not in cluster.kubectl_json("get", "deployment", "web")["status"]


def test_an_image_that_never_starts_is_never_ready(cluster: Cluster) -> None:
    graph = deployed(cluster, site)

    apply(cluster, graph, SiteSpec(name="web", image="example.com/never-starts:1"))

    assert 'waiting for node "web"' in never_ready(cluster, "web")
    assert cluster.kubectl_json("get", "deployment", "web")["status"]["unavailableReplicas"] == 1


def test_a_changed_image_is_ready_when_the_new_pods_run_and_not_while_the_old_ones_still_do(cluster: Cluster) -> None:
    graph = deployed(cluster, site)
    apply(cluster, graph, SiteSpec(name="web"))
    wait_ready(cluster, "web")

    apply(cluster, graph, SiteSpec(name="web", image="example.com/never-starts:1"))
    waits_for = never_ready(cluster, "web")
    between = cluster.kubectl_json("get", "deployment", "web")["status"]
    apply(cluster, graph, SiteSpec(name="web", image="nginx:1.30"))
    wait_ready(cluster, "web")

    assert 'waiting for node "web"' in waits_for
    assert (between["availableReplicas"], between["updatedReplicas"], between["replicas"]) == (1, 1, 2)
    status = cluster.kubectl_json("get", "deployment", "web")["status"]
    pods = cluster.kubectl_json("get", "pods", "-l", "app=web")["items"]
    running = [pod["spec"]["containers"][0]["image"] for pod in pods if "deletionTimestamp" not in pod["metadata"]]
    assert (status["availableReplicas"], status["updatedReplicas"], status["replicas"]) == (1, 1, 1)
    assert running == ["nginx:1.30"]


def test_a_load_balancer_is_ready_when_the_provider_has_given_it_a_name(cluster: Cluster) -> None:
    graph = deployed(cluster, balanced)
    apply(cluster, graph, SiteSpec(name="web"))

    waits_for = never_ready(cluster, "web")
    patch = '{"status": {"loadBalancer": {"ingress": [{"hostname": "lb.example.com"}]}}}'
    cluster.kubectl("patch", "service", "web", "--subresource=status", "--type=merge", "--patch", patch)
    wait_ready(cluster, "web")

    assert 'waiting for node "front"' in waits_for
