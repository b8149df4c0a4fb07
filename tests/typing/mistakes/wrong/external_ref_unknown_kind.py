"""The kind of an external resource is misspelt."""
# caught by: definition

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    platform = external_ref("v1", "ConfgMap", "platform")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "platform": platform}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.platform.kind: there is no ConfgMap in v1
#   kro looks it up in the cluster
# hint: apiVersion: v1, kind: ConfigMap
