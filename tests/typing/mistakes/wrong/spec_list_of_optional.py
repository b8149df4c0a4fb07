"""The items of a list in the spec may be None."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str | None]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.hosts: str | None is no type of kro's
#   a spec holds str, int, float, bool, Literal, StrEnum, IntEnum, list[X], dict[str, X], Any and attrs classes, and X | None of each as a whole field
# hint: hosts: list[str]
