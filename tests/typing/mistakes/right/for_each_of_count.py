"""Put right: a resource is made a number of times."""

import attrs

from typekro import Graph, Schema, cel, for_each, resource_graph, simple


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
    it = for_each(cel.range(schema.spec.replicas), lambda r: simple.config_map(name=f"w-{r}", data={"a": "b"}))
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
