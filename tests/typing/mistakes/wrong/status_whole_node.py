"""A whole resource is given to a field of the status."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=service)


# definition:
# DefinitionError: web: status.url: <typekro node Service of status_whole_node.py:22> is a constant
#   kro takes expressions only: a status says what is in the cluster
# hint: refer to the spec or to a resource, or leave the field out of the status class
