"""A validation rule is no CEL."""
# caught by: definition

from typing import Annotated

import attrs

from typekro import Graph, Schema, Validation, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    port: Annotated[int, Validation("self > ")]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.port: its validation self >  cannot be meant: syntax error: mismatched input '<EOF>'
#   the rule is CEL of Kubernetes, in which self is the value and fields have their names in the cluster
