"""A resource that the status refers to is not returned."""
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
    return {"deployment": deployment}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: status.url: Service.spec.cluster_ip is not known in this graph
#   the Service made at node_of_status_not_returned.py:23 is not among the nodes that the builder returns
# hint: return {..., "service": service}, status
