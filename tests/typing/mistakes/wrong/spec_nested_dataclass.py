"""A class inside of the spec is a dataclass."""
# caught by: definition

import dataclasses

import attrs

from typekro import Graph, Schema, resource_graph, simple


@dataclasses.dataclass
class Disk:
    size: str = "10Gi"


@attrs.frozen
class WebSpec:
    name: str
    disk: Disk = attrs.field(factory=Disk)


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: Disk is not an attrs class
#   typekro reads the spec from the fields of an attrs class
# hint: @attrs.frozen above class Disk
