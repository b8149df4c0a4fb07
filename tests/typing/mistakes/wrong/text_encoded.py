"""A text with a reference in it is encoded by Python."""
# caught by: definition

import base64

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
    encoded = base64.b64encode(f"{schema.spec.name}:admin".encode()).decode()
    settings = simple.config_map(name=schema.spec.name, data={"login": encoded})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# TypeKroWarning: web: schema.spec.name was formatted into a text that is nowhere in the graph
#   it was measured, compared, encoded or printed, which does nothing in the cluster
