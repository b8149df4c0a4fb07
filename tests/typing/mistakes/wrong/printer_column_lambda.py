"""A printer column computes something."""
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


@resource_graph(
    "web", api_version="example.com/v1alpha1", kind="Web", printer_columns=(PrinterColumn("Twice", lambda web: web.spec.replicas * 2),)
)
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: printer_columns[0].path: it takes no field of the instance
#   a column shows a field of the instance as it is
# hint: lambda instance: instance.status.host
