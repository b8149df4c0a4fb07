"""A list of objects is given to a list of texts of the status."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    ports: list[str]


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(ports=service.spec.ports)


# definition:
# DefinitionError: web: status.ports: expected list[str], but service.spec.ports is list[ServicePort]
