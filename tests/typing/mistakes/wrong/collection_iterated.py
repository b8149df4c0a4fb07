"""The resources of a for_each are gone through by Python's for."""
# caught by: mypy[misc] pyright[reportGeneralTypeIssues] pyright[reportUnknownArgumentType] pyright[reportUnknownMemberType] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, for_each, resource_graph, simple


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
    names = [each.metadata.name for each in maps]
    return {"maps": maps}, WebStatus(names=names)


# definition:
# DefinitionError: for ... in configMaps: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.map(configMaps, lambda item: ...) for a list of values, cel.join(configMaps, ",") for a text
# hint: for_each(configMaps, lambda item: ...) for a resource for each item; configMaps + [...] instead of [*configMaps, ...]
