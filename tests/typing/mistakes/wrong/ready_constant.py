"""A resource is ready by a constant."""
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
    return {
        "service": service.with_ready_when(True),
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.service.readyWhen[0]: True is no expression
#   a condition is asked in the cluster, again and again, and a constant never changes its answer
# hint: with_ready_when() for no conditions, with_ready_when(lambda node: node.status.replicas >= 1) for one
