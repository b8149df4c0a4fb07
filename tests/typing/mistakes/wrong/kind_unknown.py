"""A kind of Kubernetes is misspelt."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType] pyright[reportUnknownVariableType] definition

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
    settings = k8s.core_v1.ConfigMaps(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name))
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# AttributeError, by Python itself
