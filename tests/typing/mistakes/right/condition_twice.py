"""Put right: two conditions of the status have one type."""

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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"deployment": deployment, "service": service}, WebStatus(
        conditions=[
            condition("Healthy", status=deployment.status.ready_replicas > 0),
            condition("Addressed", status=service.spec.cluster_ip != ""),
        ]
    )
