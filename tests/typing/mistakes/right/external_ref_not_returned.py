"""Put right: an external resource is read and not returned."""

import attrs

from typekro import Graph, Schema, external_ref, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    platform = external_ref(k8s.core_v1.ConfigMap, "platform", namespace="default")
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", env={"REGION": platform.data["region"]})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment, "platform": platform}, WebStatus(url=f"http://{service.spec.cluster_ip}")
