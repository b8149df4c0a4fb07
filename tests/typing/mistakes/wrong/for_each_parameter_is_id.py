"""The function of a for_each calls its item like a resource of the graph."""
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
        lambda service: simple.config_map(name=f"{schema.spec.name}-{service}", data={"region": service}),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "maps": maps}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.maps: the parameter 'service' of the function is an id of this graph
#   kro knows the item and the node by one name
# hint: lambda one_service: ...
