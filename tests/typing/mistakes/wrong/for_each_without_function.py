"""A for_each is given a resource, not a function that makes one."""
# caught by: mypy[call-overload] pyright[reportArgumentType] pyright[reportUnknownVariableType] definition

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
        simple.config_map(name=schema.spec.name, data={"a": "b"}),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "maps": maps}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: for_each: no function
#   the last argument makes the resource of one item, and this is ConfigMap
# hint: for_each(schema.spec.regions, lambda region: simple.config_map(name=f"settings-{region}", ...))
