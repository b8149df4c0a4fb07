"""A text with a reference in it is changed by a method of Python."""
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
    settings = simple.config_map(name=schema.spec.name, data={"title": f"app {schema.spec.name}".upper()})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: a reference was formatted into a text at text_upper.py:22 that was cut or changed afterwards
#   what was left of it: 'APP ...'; its value is known only in the cluster, so a text with it can be joined, not changed
#   (U+0081 marks references in texts; no other text may hold it)
# hint: format the reference into the text as it should be in the end
