"""A field is misspelt in what a resource is ready by."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownLambdaType] pyright[reportUnknownMemberType] definition

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
        "deployment": deployment.with_ready_when(lambda node: node.status.readyreplicas > 0),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.deployment.readyWhen[0]: Deployment.status has no field 'readyreplicas'
#   DeploymentStatus has: available_replicas, collision_count, conditions, observed_generation, ready_replicas, replicas, terminating_replicas, unavailable_replicas, updated_replicas
# hint: Deployment.status.ready_replicas
