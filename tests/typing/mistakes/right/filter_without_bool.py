"""Put right: a filter is given a number where it asks for a condition."""

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple, size


@attrs.frozen
class Volume:
    path: str
    size: int


@attrs.frozen
class WebSpec:
    name: str
    volumes: list[Volume]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    large = cel.filter(schema.spec.volumes, lambda volume: volume.size > 10)
    settings = simple.config_map(name=schema.spec.name, data={"large": f"{size(large)}"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
