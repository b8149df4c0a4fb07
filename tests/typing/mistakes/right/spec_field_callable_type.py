"""Put right: a field of the spec is declared by a marker alone."""

from typing import Annotated

import attrs

from typekro import Graph, Minimum, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    port: Annotated[int, Minimum(1)] = 80


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")
