"""Python's int is to read a number from a text."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    port: str = "80"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[int(schema.spec.port)])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: int(schema.spec.port), which %d asks for too: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.integer(schema.spec.port)
# hint: f"{schema.spec.port}" in a text
