"""The members of an enum in the spec are neither texts nor numbers."""
# caught by: definition

import enum

import attrs

from typekro import Graph, Schema, resource_graph, simple


class Tier(enum.Enum):
    WEB = "web"
    DB = "db"


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: Tier = Tier.WEB


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.tier: the members of Tier are neither str nor int
#   kro's enums hold texts or integers, and a member that is neither cannot be compared with a value of the cluster
# hint: class Tier(StrEnum): ...
