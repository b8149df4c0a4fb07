"""A text of the spec is given to a number of a kind."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, k8s, resource_graph


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    spec = k8s.core_v1.ServiceSpec(
        selector={"app": "web"},
        ports=[k8s.core_v1.ServicePort(port=schema.spec.name)],
    )
    service = k8s.core_v1.Service(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=spec)
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: ServicePort.port: expected int, but schema.spec.name is str
# hint: cel.integer(schema.spec.name)
