"""Put right: two dicts are merged by |."""

import attrs

from typekro import Graph, Schema, cel, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    labels: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name="a"), data=cel.merge(schema.spec.labels, {"a": "b"}))
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
