"""Put right: the resources of a for_each are gone through by Python's for."""

import attrs

from typekro import Graph, Schema, cel, for_each, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    regions: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    names: list[str]


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    maps = for_each(schema.spec.regions, lambda region: simple.config_map(name=f"web-{region}", data={"region": region}))
    names = cel.map(maps, lambda each: each.metadata.name)
    return {"maps": maps}, WebStatus(names=names)
