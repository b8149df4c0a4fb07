"""The ids of the resources are numbers."""
# caught by: mypy[dict-item] pyright[reportReturnType] definition

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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {1: service}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: not nodes: 1: Service
#   each is an id and what simple.*, external_ref, get_instance or manifest_node made
