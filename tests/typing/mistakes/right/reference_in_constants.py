"""Put right: it is asked by Python's in whether a reference is one of some constants."""

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


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
    settings = simple.config_map(name=schema.spec.name, data={"cached": "yes"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when(cel.contains(["web", "api"], schema.spec.tier)),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)
