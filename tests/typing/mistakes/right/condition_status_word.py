"""Put right: the status of a condition is none of True, False and Unknown."""

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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(
        conditions=[
            condition("Healthy", status="True"),
        ]
    )
