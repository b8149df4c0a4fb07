"""The reason of a condition is a number."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Condition, Graph, Schema, condition, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    conditions: list[Condition]


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=schema.spec.replicas, ports=[80])
    return {"deployment": deployment}, WebStatus(
        conditions=[
            condition("Healthy", status="True", reason=deployment.status.ready_replicas),
        ]
    )


# definition:
# MisuseError: condition('Healthy', ...): reason=Deployment.status.ready_replicas is int, not str
#   kro takes texts
# hint: reason=f"{Deployment.status.ready_replicas}"
