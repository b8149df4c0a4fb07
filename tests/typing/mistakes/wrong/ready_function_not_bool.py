"""A function says a number where a resource is ready."""
# caught by: mypy[arg-type] mypy[return-value] pyright[reportArgumentType] definition

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
        "deployment": deployment.with_ready_when(lambda node: node.status.ready_replicas),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.deployment.readyWhen[0]: deployment.status.ready_replicas is int, not bool
# hint: deployment.status.ready_replicas == ...
