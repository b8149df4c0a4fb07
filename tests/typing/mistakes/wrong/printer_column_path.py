"""The path of a printer column leads to no field."""
# caught by: definition

import attrs

from typekro import Graph, PrinterColumn, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web", printer_columns=(PrinterColumn("Url", ".status.uri"),))
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: printer_columns[0].path: .status.uri: there is no such field in the cluster
#   WebStatus has: url
# hint: ".status.url"
