"""Put right: an item of a list is taken by a text."""

import attrs

from typekro import Graph, Schema, or_else, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"host": or_else(schema.spec.hosts[0], "localhost")})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
