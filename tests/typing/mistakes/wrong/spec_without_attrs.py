"""The spec class is a plain class, without attrs."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


class WebSpec:
    name: str = "web"
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec is not an attrs class
#   typekro reads the spec from the fields of an attrs class
# hint: @attrs.frozen above class WebSpec
