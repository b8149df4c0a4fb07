"""Put right: a condition is turned round by ~."""

import attrs

from typekro import Graph, Schema, not_, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    debug: bool = False


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"level": "info"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when(not_(schema.spec.debug)),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)
