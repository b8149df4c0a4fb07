"""Put right: python's int is to read a number from a text."""

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    port: str = "80"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[cel.integer(schema.spec.port)])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")
