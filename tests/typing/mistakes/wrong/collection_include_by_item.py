"""Each resource of a for_each is to be made only where its item says so."""
# caught by: definition

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
        lambda region: simple.config_map(name=f"web-{region}", data={"region": region}).with_include_when(region != "none"),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "maps": maps}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.maps.includeWhen[0]: it asks about the item region
#   kro decides once about all resources of a collection
# hint: for_each(cel.filter(items, lambda region: ...), ...) leaves items out
