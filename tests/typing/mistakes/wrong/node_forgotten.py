"""A resource is made and forgotten: it is neither returned nor referred to."""
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
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=schema.spec.replicas, ports=[80])
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=service.spec.cluster_ip)


# definition:
# TypeKroWarning: web: the Deployment made here is forgotten
#   it is not among the nodes that the builder returns, and nothing refers to it: kro does not know of it
# hint: return {..., "deployment": deployment}, status
# hint: where that depends on something, make it only where it is returned
