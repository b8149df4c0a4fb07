"""The name of a graph has capital letters."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("WebStack", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: WebStack: WebStack: not a name of a ResourceGraphDefinition
#   Kubernetes wants a lower-case DNS name, and kro writes it into a label: letters, digits, - and ., 63 characters at most
# hint: resource_graph("web-stack", ...)
