"""A rule stands in the status."""
# caught by: definition

from typing import Annotated

import attrs

from typekro import Graph, MinLength, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: Annotated[str, MinLength(3)]


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebStatus.url: MinLength(3) in a status
#   kro makes the schema of a status from its expressions alone, so that nobody would hold a value to it
# hint: leave it out
