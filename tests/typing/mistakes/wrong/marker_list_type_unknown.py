"""A list is of a type that Kubernetes does not know."""
# caught by: pyright[reportArgumentType] definition

from typing import Annotated

import attrs

from typekro import Graph, ListType, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: Annotated[list[str], ListType("sorted")]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.hosts: ListType('sorted') is no type of lists
#   kro knows atomic, set and map
# hint: ListType('set')
