"""A text with a reference in it is compared by Python."""
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
    same = f"{schema.spec.name}-web" == "shop-web"
    settings = simple.config_map(name=schema.spec.name, data={"same": "yes" if same else "no"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# TypeKroWarning: web: schema.spec.name was formatted into a text that is nowhere in the graph
#   it was measured, compared, encoded or printed, which does nothing in the cluster
