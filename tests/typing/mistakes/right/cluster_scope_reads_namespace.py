"""Put right: a kind of the cluster asks for the namespace of its instance."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web", scope="Namespaced")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"namespace": schema.metadata.namespace}, namespace="default")
    return {"settings": settings}, WebStatus(url=settings.metadata.name)
