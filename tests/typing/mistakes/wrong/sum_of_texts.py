"""Texts are summed up."""
# caught by: mypy[type-var] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str]
    weights: list[int]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"sum": f"{cel.sum(schema.spec.hosts)}"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: cel.sum(schema.spec.hosts): it does not take (list[str])
#   it takes (list[int]) or (list[float]), and CEL converts nothing by itself
