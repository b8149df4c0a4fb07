"""A pattern stands on a number."""
# caught by: definition

from typing import Annotated

import attrs

from typekro import Graph, Pattern, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    port: Annotated[int, Pattern("^[0-9]+$")] = 80


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.port: Pattern('^[0-9]+$') on int
#   Pattern is for str
# hint: leave it out
