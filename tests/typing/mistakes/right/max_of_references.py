"""Put right: python's max chooses between references."""

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    least: int = 1


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    replicas = cel.max([schema.spec.replicas, schema.spec.least])
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=replicas)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")
