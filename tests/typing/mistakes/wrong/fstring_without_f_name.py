"""The f before a name is forgotten, in a manifest."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{schema.spec.name}-cfg"}})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.metadata.name: '{schema.spec.name}' is a text, and no reference
#   kro evaluates what stands in ${...}, and everything else stays the text that it is
# hint: f"...{schema.spec.name}...", with f in front of the text
# hint: allow=["written-reference"] where the graph is defined, where it is meant
