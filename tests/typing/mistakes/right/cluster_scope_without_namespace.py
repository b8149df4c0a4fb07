"""Put right: a kind of the cluster makes a resource without saying in which namespace."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web", scope="Cluster")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"a": "b"}, namespace="default")
    return {"settings": settings}, WebStatus(url=settings.metadata.name)
