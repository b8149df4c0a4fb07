"""Put right: the reason of a condition is a number."""

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
            condition("Healthy", status="True", reason=f"Replicas{deployment.status.ready_replicas}"),
        ]
    )
