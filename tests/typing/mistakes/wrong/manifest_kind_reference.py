"""The kind of a manifest is taken from the spec."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    flavour: str = "ConfigMap"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = manifest_node({"apiVersion": "v1", "kind": schema.spec.flavour, "metadata": {"name": schema.spec.name}})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.settings.kind: schema.spec.flavour is no constant text
#   kro looks the kind up before it evaluates anything
# hint: such as "v1" or "ConfigMap"
