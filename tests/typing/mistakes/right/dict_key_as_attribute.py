"""Put right: a key of a dict is read like a field."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    labels: dict[str, str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"tier": schema.spec.labels.get("tier", "none")})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
