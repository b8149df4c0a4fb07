"""A kind of the cluster is given a namespace."""
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
    space = manifest_node({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": schema.spec.name, "namespace": "default"}})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "space": space}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.space.metadata.namespace: a Namespace lives in no namespace
#   Kubernetes has one of a name in the whole cluster
# hint: leave it out
