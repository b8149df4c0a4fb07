"""A field of the status is a constant."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    port: int


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(port=80)


# definition:
# DefinitionError: web: status.port: 80 is a constant
#   kro takes expressions only: a status says what is in the cluster
# hint: refer to the spec or to a resource, or leave the field out of the status class
