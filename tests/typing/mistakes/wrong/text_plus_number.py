"""A number is added to a text."""
# caught by: mypy[operator] pyright[reportOperatorIssue] pyright[reportUnknownArgumentType] definition

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
    settings = simple.config_map(name=schema.spec.name, data={"id": schema.spec.name + schema.spec.replicas})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: schema.spec.name + schema.spec.replicas: CEL has no + for str and int
#   both sides need to be of one type, and CEL converts nothing by itself
# hint: f"{schema.spec.name}{schema.spec.replicas}"
