"""Kubernetes' own kinds: made with the fields that they need, read with all that they have."""

from typing import assert_type

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph
from typekro.openapi import k8s


@attrs.frozen
class WebSpec:
    name: str
    image: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    ready: int
    address: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    name = schema.spec.name
    probe = k8s.core_v1.Probe(http_get=k8s.core_v1.HTTPGetAction(path="/healthz", port=8080))
    container = k8s.core_v1.Container(name="web", image=schema.spec.image, liveness_probe=probe)
    assert_type(container.liveness_probe, k8s.core_v1.Probe)
    pod = k8s.core_v1.PodTemplateSpec(
        metadata=k8s.meta_v1.ObjectMeta(labels={"app": name}), spec=k8s.core_v1.PodSpec(containers=[container])
    )
    deployment = k8s.apps_v1.Deployment(
        metadata=k8s.meta_v1.ObjectMeta(name=name),
        spec=k8s.apps_v1.DeploymentSpec(
            replicas=schema.spec.replicas, selector=k8s.meta_v1.LabelSelector(match_labels={"app": name}), template=pod
        ),
    ).with_ready_when(lambda deployment: deployment.status.ready_replicas >= 1)
    service = k8s.core_v1.Service(
        metadata=k8s.meta_v1.ObjectMeta(name=deployment.metadata.name),
        spec=k8s.core_v1.ServiceSpec(selector={"app": name}, ports=[k8s.core_v1.ServicePort(port=80, target_port="http")]),
    )
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"{name}-test"}, "spec": pod.spec}
    bare = manifest_node(manifest, ready_when=[lambda node: node.status.phase == "Running"])
    assert_type(deployment, k8s.apps_v1.Deployment)
    assert_type(deployment.status.ready_replicas, int)
    assert_type(deployment.spec.template.spec.containers[0].resources.limits["cpu"], str)
    assert_type(service.spec.ports[0].target_port, int | str)
    assert_type(deployment.metadata.uid, str)
    assert_type(k8s.apps_v1.Deployment.kind, str)
    status = WebStatus(ready=deployment.status.ready_replicas, address=service.spec.cluster_ip)
    return {"deployment": deployment, "service": service, "bare": bare}, status


def options(fields: k8s.core_v1.ContainerFields) -> None:
    assert_type(fields.get("image_pull_policy"), str | None)


options({"image_pull_policy": "Always", "resources": k8s.core_v1.ResourceRequirements(limits={"cpu": "1"})})
