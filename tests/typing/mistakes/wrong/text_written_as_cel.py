"""A reference is written out as it would be in YAML."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"host": "${schema.spec.name}.example.com"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.settings.data.host: '${schema.spec.name}' is written out
#   a text of Python stays what it is: this would be a text with ${ in it, not a value
# hint: f"...{schema.spec.name}..." by the names of Python, or raw("schema.spec.name", str) in CEL
# hint: allow=["written-reference"] where the graph is defined, where the text is meant
