"""A field of the status asks for the second port of a Service that has one."""
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
    return {"service": service}, WebStatus(port=service.spec.ports[1].port)


# definition:
# DefinitionError: web: status.port: service.spec.ports[1] is never there
#   the template of service has 1 item there, and the first one is 0
#   kro leaves the field out of the status for ever
# hint: take it out, or say by or_else(..., ...) what stands in its place
# hint: allow=["unresolved-status"] where the graph is defined, where it is meant
