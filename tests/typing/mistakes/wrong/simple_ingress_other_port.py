"""An ingress leads to a port that its Service does not have."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = simple.ingress(name=schema.spec.name, paths={"/": (service, 9090)})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.rules[0].http.paths[0].backend.service.port.number: the Service service has no port 9090
#   it has 80
#   the controller of the Ingress finds nothing behind it, and answers with an error
# hint: 80
# hint: allow=["refused-object"] where the graph is defined, where it is meant
