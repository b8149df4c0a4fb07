"""A list is to be a map by a key that its items do not have."""
# caught by: definition

from typing import Annotated

import attrs

from typekro import Graph, ListMapKey, ListType, Schema, resource_graph, simple


@attrs.frozen
class Volume:
    name: str
    size: str


@attrs.frozen
class WebSpec:
    name: str
    volumes: Annotated[list[Volume], ListType("map"), ListMapKey("path")]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.volumes: ListMapKey('path'): Volume has no such field
#   it has name, size
