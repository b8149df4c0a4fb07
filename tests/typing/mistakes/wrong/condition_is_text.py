"""A text stands where a condition is due."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple, when


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    size = when(schema.spec.name, "large", "small")
    settings = simple.config_map(name=schema.spec.name, data={"size": size})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: when(schema.spec.name, ...): schema.spec.name is str, not bool
#   CEL takes nothing but true and false for a condition
# hint: schema.spec.name == ...
