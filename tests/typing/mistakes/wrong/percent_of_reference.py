"""A text is formatted by %."""
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
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = simple.config_map(name=schema.spec.name, data={"a": "%d" % schema.spec.replicas})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: int(schema.spec.replicas), which %d asks for too: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.integer(schema.spec.replicas)
# hint: f"{schema.spec.replicas}" in a text
