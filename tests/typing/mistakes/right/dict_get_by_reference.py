"""Put right: a Python dict is asked by get for a reference."""

import attrs

from typekro import Graph, Schema, resource_graph, simple, when

SIZES = {"small": 1, "large": 5}


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str = "small"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    count = when(schema.spec.tier == "large", 5, 1)
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=count)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")
