"""A default of the spec is none of the choices of its Literal."""
# caught by: mypy[assignment] pyright[reportAssignmentType] definition

from typing import Literal

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: Literal["web", "db"] = "cache"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: the default of WebSpec.tier: 'cache' is none of 'web', 'db'
