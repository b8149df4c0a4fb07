"""A resource is ready when it says what its template denies."""
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
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80], type="ClusterIP")
    return {
        "service": service.with_ready_when(service.spec.type == "LoadBalancer"),
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.service.readyWhen[0]: it is never true
#   ${service.spec.type == "LoadBalancer"} is false with what the template of service says
#   so the instance stays IN_PROGRESS
# hint: compare with what the resource says, or take it out
# hint: allow=["never-ready"] where the graph is defined, where it is meant
