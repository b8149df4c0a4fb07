"""The resources of a for_each all have one name."""
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
        lambda region: simple.config_map(name=f"{schema.spec.name}-settings", data={"region": region}),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "maps": maps}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.maps.forEach: region is not in the name
#   kro tells the resources of a collection apart by their names, so that each item has to be in the name or in the namespace
# hint: name=f"...-{region}"
