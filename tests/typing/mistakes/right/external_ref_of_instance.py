"""Put right: an external resource is made of a resource."""

import attrs

from typekro import Graph, Schema, external_ref, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = external_ref(k8s.core_v1.Service, "settings")
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
