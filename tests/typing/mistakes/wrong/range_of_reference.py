"""Python's range counts up to a reference."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    names = [f"{schema.spec.name}-{index}" for index in range(schema.spec.replicas)]
    settings = simple.config_map(name=schema.spec.name, data={"first": names[0]})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: schema.spec.replicas as a position or a count: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: use a constant, or pass the reference on as it is
