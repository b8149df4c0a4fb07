"""A printer column is of a type that Kubernetes does not know."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, PrinterColumn, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph(
    "web", api_version="example.com/v1alpha1", kind="Web", printer_columns=(PrinterColumn("Replicas", ".spec.replicas", type="int"),)
)
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: printer_columns[0].type: 'int' is none
#   Kubernetes knows string, integer, number, boolean, date
# hint: type="integer"
