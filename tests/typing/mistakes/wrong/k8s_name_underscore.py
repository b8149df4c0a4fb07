"""A part of a name is what no name can have."""
# caught by: definition

import attrs

from typekro import Graph, Schema, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=f"{schema.spec.name}_settings"), data={"a": "b"})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.metadata.name: '${schema.spec.name}_settings' is never a name
#   Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last (a DNS-1123 subdomain)
#   kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR
# hint: allow=["refused-object"] where the graph is defined, where it is meant
