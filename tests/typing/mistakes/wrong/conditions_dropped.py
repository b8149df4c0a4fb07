"""What with_include_when returns is thrown away, and the resource before it returned."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"on": "yes"})
    settings.with_include_when(schema.spec.replicas > 1)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: conditions_dropped.py:23: settings.with_include_when(schema.spec.replicas > 1)
#   it leaves the resource as it is, and gives another one with these conditions, which is dropped here
# hint: settings = settings.with_include_when(schema.spec.replicas > 1)
