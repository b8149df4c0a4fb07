"""External resources are referred to without a selector."""
# caught by: definition

import attrs

from typekro import Graph, Schema, external_refs, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    peers = external_refs(k8s.core_v1.ConfigMap)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "peers": peers}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: external_refs: no selector
#   it is match_labels with match_expressions, or selector
# hint: external_refs(..., match_labels={"app": "web"}), or selector={} for all
