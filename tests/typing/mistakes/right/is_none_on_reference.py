"""Put right: python is asked whether a reference is None."""

import attrs

from typekro import Graph, Schema, or_else, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str | None = None


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    tier = or_else(schema.spec.tier, "web")
    settings = simple.config_map(name=schema.spec.name, data={"tier": tier})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
