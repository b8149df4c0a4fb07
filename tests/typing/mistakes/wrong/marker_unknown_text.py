"""A marker is written as a text, as in YAML."""
# caught by: definition

from typing import Annotated

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    port: Annotated[int, "minimum=5"] = 80


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.port: 'minimum=5' is no marker of typekro's
#   what stands in an Annotated would be passed over, and the cluster would not know of it
# hint: Description("..."), if that is meant
