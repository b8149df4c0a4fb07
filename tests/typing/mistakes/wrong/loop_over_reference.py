"""A list of the spec is gone through by Python's for."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    maps = {
        f"settings{region}": simple.config_map(name=f"{schema.spec.name}-{region}", data={"region": region})
        for region in schema.spec.regions
    }
    return {"service": service, **maps}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: for ... in schema.spec.regions: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.map(schema.spec.regions, lambda item: ...) for a list of values, cel.join(schema.spec.regions, ",") for a text
# hint: for_each(schema.spec.regions, lambda item: ...) for a resource for each item; schema.spec.regions + [...] instead of [*schema.spec.regions, ...]
