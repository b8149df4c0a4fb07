"""A dict is given where a kind's own class is due."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = k8s.core_v1.ConfigMap(metadata={"name": schema.spec.name}, data={"name": schema.spec.name})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: ConfigMap.metadata: expected k8s.meta_v1.ObjectMeta, got dict {'name': <typekro reference schema.spec.name>}
# hint: k8s.meta_v1.ObjectMeta(...)
