"""The first item of a list of the spec is read as if it were there."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    regions: list[str] = attrs.field(factory=lambda: ["eu"])


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = simple.config_map(name=schema.spec.name, data={"a": schema.spec.regions[0]})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: schema.spec.regions[0]: an instance may lack it, and it is read as if it were always there
#   at resources.it.data.a
#   kro waits for the value without an error, and the instance stays IN_PROGRESS
# hint: MinItems(1) among the markers of its field: Annotated[list[...], MinItems(1)]
# hint: or_else(schema.spec.regions[0], ...), when(has(schema.spec.regions[0]), ..., ...) or with_include_when(has(schema.spec.regions[0]))
# hint: allow=["unset-field"] where the graph is defined, where it is meant
