"""A builder refers to the schema of another graph."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("first", api_version="example.com/v1alpha1", kind="First")
def first(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


@resource_graph("second", api_version="example.com/v1alpha1", kind="Second")
def second(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=first.schema.spec.name, selector={"app": "web"}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: second: resources.service.metadata.name: schema.spec.name is not known in this graph
#   it is the schema of another graph, first
# hint: pass what is needed through this graph's own spec
