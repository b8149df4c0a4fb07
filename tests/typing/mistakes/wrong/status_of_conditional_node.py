"""A field of the status that is always there reads a resource that is not."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    public: bool = False


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80]).with_include_when(schema.spec.public)
    return {"service": service}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: status.url: service.spec.cluster_ip is not always there
#   service is made only where its include_when holds; an instance without it would not become ready for want of this field
# hint: url: str | None
