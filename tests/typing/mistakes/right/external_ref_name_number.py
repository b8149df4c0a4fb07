"""Put right: an external resource is called by a number."""

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    platform = external_ref("v1", "ConfigMap", "platform")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "platform": platform}, WebStatus(url=f"http://{service.spec.cluster_ip}")
