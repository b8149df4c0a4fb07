"""Put right: a text with a reference in it is encoded by Python."""

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    encoded = cel.base64_encode(schema.spec.name + ":admin")
    settings = simple.config_map(name=schema.spec.name, data={"login": encoded})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
