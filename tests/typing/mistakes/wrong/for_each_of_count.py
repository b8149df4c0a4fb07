"""A resource is made a number of times."""
# caught by: mypy[call-overload] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, for_each, resource_graph, simple


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
    it = for_each(schema.spec.replicas, lambda r: simple.config_map(name=f"w-{r}", data={"a": "b"}))
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: for_each: list 1: schema.spec.replicas is int, not a list
#   kro makes a resource for each item of a list
# hint: for_each(cel.range(schema.spec.replicas), lambda number: ...)
