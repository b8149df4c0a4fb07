"""Put right: a default of the spec is made from the other fields."""

import attrs

from typekro import Graph, Schema, or_else, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    host: str | None = None


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    settings = simple.config_map(name=schema.spec.name, data={"host": or_else(schema.spec.host, f"{schema.spec.name}.example.com")})
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
