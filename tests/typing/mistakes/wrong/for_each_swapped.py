"""The function of a for_each stands before its list."""
# caught by: mypy[call-overload] pyright[reportArgumentType] pyright[reportUnknownLambdaType] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, for_each, resource_graph, simple


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
    it = for_each(lambda r: simple.config_map(name=f"w-{r}", data={"a": "b"}), schema.spec.regions)
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: for_each: a function stands before a list
#   the lists come first, and the function that makes a resource of one item of each is the last
# hint: for_each(schema.spec.regions, lambda region: simple.config_map(name=f"settings-{region}", ...))
