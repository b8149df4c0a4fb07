"""Put right: two comparisons are chained."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"size": "middle"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when((schema.spec.replicas > 1) & (schema.spec.replicas < 5)),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)
