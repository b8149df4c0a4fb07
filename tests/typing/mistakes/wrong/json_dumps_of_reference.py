"""Python's json.dumps writes a reference."""
# caught by: definition

import json

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
    text = json.dumps({"name": schema.spec.name, "replicas": schema.spec.replicas})
    settings = simple.config_map(name=schema.spec.name, data={"settings.json": text})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# TypeError, by Python itself
