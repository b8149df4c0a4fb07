"""A list of the spec is joined by Python's str.join."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"hosts": ",".join(schema.spec.hosts)})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: for ... in schema.spec.hosts: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.map(schema.spec.hosts, lambda item: ...) for a list of values, cel.join(schema.spec.hosts, ",") for a text
# hint: for_each(schema.spec.hosts, lambda item: ...) for a resource for each item; schema.spec.hosts + [...] instead of [*schema.spec.hosts, ...]
