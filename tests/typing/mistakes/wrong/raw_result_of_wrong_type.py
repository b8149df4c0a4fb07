"""The number that raw CEL makes is given where a text is due."""
# caught by: mypy[dict-item] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, raw, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"length": raw(f"{schema.spec.name}.size()", int)})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.config_map: data["length"] is raw(f"{schema.spec.name}.size()"), a reference to int
#   what it takes is str
# hint: f"{raw(f"{schema.spec.name}.size()")}"
