"""Put right: the f before a text is forgotten."""

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
    it = simple.config_map(name=schema.spec.name, data={"a": f"{schema.spec.name}.example.com"})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
