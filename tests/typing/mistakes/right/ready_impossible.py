"""Put right: a resource is ready when it says what its template denies."""

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
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80], type="ClusterIP")
    return {
        "service": service.with_ready_when(service.spec.type == "ClusterIP"),
    }, WebStatus(url=service.spec.cluster_ip)
