"""An item of a list is taken by a text."""
# caught by: mypy[call-overload] pyright[reportArgumentType] pyright[reportCallIssue] pyright[reportUnknownArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"host": schema.spec.hosts["first"]})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: schema.spec.hosts['first']: a reference to list[str] cannot be asked that
#   it takes an int
