"""The two branches of a condition are of two types."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple, when


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    debug: bool = False


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    level = when(schema.spec.debug, "debug", 1)
    settings = simple.config_map(name=schema.spec.name, data={"level": f"{level}"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: when(schema.spec.debug, ...): one branch is str, and the other int
#   CEL wants one type on both sides, and converts nothing by itself
