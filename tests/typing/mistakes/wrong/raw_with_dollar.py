"""Raw CEL stands in the brackets of YAML."""
# caught by: definition

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
    text = raw(f"${{{schema.spec.name}.trim()}}", str)
    settings = simple.config_map(name=schema.spec.name, data={"name": text})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: raw: '${.trim()}' has a ${ in it
#   typekro writes ${ and } around it
# hint: leave them out
