"""Put right: python's match chooses by a reference."""

import attrs

from typekro import Graph, Schema, resource_graph, simple, when


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str = "web"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    image = when(schema.spec.tier == "web", "nginx:1.29", "redis:8")
    deployment = simple.deployment(name=schema.spec.name, image=image)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")
