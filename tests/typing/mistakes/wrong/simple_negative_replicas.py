"""A Deployment is to have a negative number of pods."""
# caught by: definition

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
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=-1)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.deployment: replicas is -1
#   Kubernetes: 0 to 2147483647
