"""Put right: a field is left out by omit() without kro's gate for it."""

import attrs

from typekro import Graph, Schema, omit, resource_graph, simple, when


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    debug: bool = False


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web", feature_gates=("CELOmitFunction",))
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"level": when(schema.spec.debug, "debug", omit())})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")
