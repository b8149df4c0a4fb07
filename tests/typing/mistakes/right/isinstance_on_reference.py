"""Put right: python is asked of what class a reference is."""

from typing import Any

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    settings: dict[str, Any] = attrs.field(factory=dict[str, Any])


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    text = cel.string(schema.spec.settings["port"])
    settings = simple.config_map(name=schema.spec.name, data={"port": text})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
