"""A whole resource is formatted into a text."""
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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    settings = simple.config_map(name=schema.spec.name, data={"url": f"http://{service}"})
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: a text holds the repr of Service of node_in_text.py:22
#   repr and !r show what something is; they don't stand for its value
# hint: refer to one of its fields, such as metadata.name
