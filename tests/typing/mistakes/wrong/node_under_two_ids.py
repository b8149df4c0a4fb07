"""One resource is returned under two ids."""
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


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "other": service}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: Service is returned under two ids, 'service' and 'other'
#   an id is what the others refer to, so that each resource has one
# hint: make the resource twice
