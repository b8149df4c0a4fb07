"""The status of a condition is none of True, False and Unknown."""
# caught by: definition

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
            condition("Healthy", status="yes"),
        ]
    )


# definition:
# MisuseError: condition('Healthy', ...): status='yes' is none
#   kro takes True, False, Unknown
# hint: condition("Healthy", status=deployment.status.ready_replicas > 0, reason="Replicas")
