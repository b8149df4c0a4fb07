"""The name of a resource has capital letters."""
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


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name="WebService", selector={"app": "web"}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.service: name is 'WebService', not a name
#   Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)
# hint: "webservice"
