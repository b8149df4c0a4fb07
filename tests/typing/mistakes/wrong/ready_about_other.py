"""A resource is ready by what another one says."""
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
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "deployment": deployment,
        "service": service.with_ready_when(deployment.status.ready_replicas > 0),
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.service.readyWhen[0]: (deployment.status.ready_replicas > 0)
#   kro lets a condition ask about its own resource alone, and this one asks about deployment
# hint: leave the others out; what a resource refers to is ready before it is made
