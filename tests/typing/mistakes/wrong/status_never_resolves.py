"""A field of the status asks a Service without a load balancer for its address."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    host: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(host=service.status.load_balancer.ingress[0].hostname)


# definition:
# DefinitionError: web: status.host: service.status.loadBalancer.ingress never gets a value
#   Kubernetes gives one to a Service of type LoadBalancer alone, and service is ClusterIP
#   kro leaves the field out of the status for ever
# hint: take it out, or say by or_else(..., ...) what stands in its place
# hint: allow=["unresolved-status"] where the graph is defined, where it is meant
