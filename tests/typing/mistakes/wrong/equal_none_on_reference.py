"""A reference is compared to None."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str | None = None


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"tier": "none"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when(schema.spec.tier == None),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# MisuseError: schema.spec.tier == None: None is no value in CEL
#   what has no value in the cluster is not there at all
# hint: not_(has(schema.spec.tier))
