"""Put right: a probe asks a port by a name that the container does not have."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = simple.deployment(name=schema.spec.name, image="nginx:1.29", ports={"http": 80}, readiness_probe=simple.http_probe("/", "http"))
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
