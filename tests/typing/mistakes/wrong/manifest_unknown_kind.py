"""The kind of a manifest is misspelt."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = manifest_node({"apiVersion": "v1", "kind": "ConfigMaps", "metadata": {"name": schema.spec.name}})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.settings.kind: there is no ConfigMaps in v1
#   kro looks it up in the cluster
# hint: apiVersion: v1, kind: ConfigMap
