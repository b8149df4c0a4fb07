"""The long form: name, builder and schema definition are arguments of a function."""

from typing import assert_type

import attrs

from typekro import Graph, ResourceGraph, Schema, SchemaDefinition, simple, to_kro_resource_graph


@attrs.frozen
class WebAppSpec:
    name: str
    image: str = "nginx:1.29"
    replicas: int = 1


@attrs.frozen
class WebAppStatus:
    url: str
    replicas: int


def build(schema: Schema[WebAppSpec, WebAppStatus]) -> Graph[WebAppStatus]:
    spec = schema.spec
    deployment = simple.deployment(name=spec.name, image=spec.image, replicas=spec.replicas, ports=[80])
    service = simple.service(name=spec.name, selector=deployment.spec.selector.match_labels, ports=[80])
    return {
        "deployment": deployment,
        "service": service,
    }, WebAppStatus(url=f"http://{service.spec.cluster_ip}", replicas=deployment.status.available_replicas)


definition = SchemaDefinition(api_version="example.com/v1alpha1", kind="WebApp", spec=WebAppSpec, status=WebAppStatus)
webapp_stack = to_kro_resource_graph("webapp-stack", build, definition)

assert_type(webapp_stack, ResourceGraph[WebAppSpec, WebAppStatus])
assert_type(webapp_stack.schema.spec.replicas, int)
