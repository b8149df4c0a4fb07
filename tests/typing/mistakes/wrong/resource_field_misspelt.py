"""A field of a resource's status is misspelt."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownArgumentType] pyright[reportUnknownMemberType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    ready: int


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=schema.spec.replicas, ports=[80])
    return {"deployment": deployment}, WebStatus(ready=deployment.status.available_replica)


# definition:
# UnknownFieldError: Deployment.status has no field 'available_replica'
#   DeploymentStatus has: available_replicas, collision_count, conditions, observed_generation, ready_replicas, replicas, terminating_replicas, unavailable_replicas, updated_replicas
# hint: Deployment.status.available_replicas
