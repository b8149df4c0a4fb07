"""An external resource is made of a resource."""
# caught by: mypy[call-overload] pyright[reportArgumentType] pyright[reportCallIssue] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = external_ref(service, "settings")
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: external_ref: a Service of this graph
#   it is a graph, the class of a kind, or an apiVersion and a kind
#   what is in the graph is referred to as it is
# hint: external_ref(k8s.core_v1.ConfigMap, "name"), or external_ref("v1", "ConfigMap", "name")
