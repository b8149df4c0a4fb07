"""Put right: the function of a for_each calls its item like a resource of the graph."""

import attrs

from typekro import Graph, Schema, for_each, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    regions: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    maps = for_each(
        schema.spec.regions,
        lambda region: simple.config_map(name=f"{schema.spec.name}-{region}", data={"region": region}),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "maps": maps}, WebStatus(url=f"http://{service.spec.cluster_ip}")
