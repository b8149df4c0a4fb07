"""A probe asks a port by a name that the container does not have."""
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
    it = simple.deployment(name=schema.spec.name, image="nginx:1.29", ports={"http": 80}, readiness_probe=simple.http_probe("/", "htpp"))
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.template.spec.containers[0].readinessProbe.httpGet.port: there is no port 'htpp'
#   Kubernetes: a probe asks a number, or a port that its container names: http
#   the probe fails each time: the pod does not become ready, or is started anew again and again
# hint: "http"
# hint: allow=["refused-object"] where the graph is defined, where it is meant
