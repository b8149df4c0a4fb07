"""An external resource is called by a number."""
# caught by: mypy[call-overload] pyright[reportArgumentType] pyright[reportCallIssue] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    platform = external_ref("v1", "ConfigMap", 5)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "platform": platform}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: external_ref: 5 is no name of a ConfigMap
#   it is a text, a reference to one, or what has a name: an instance, or its handle
# hint: external_ref(..., "5")
