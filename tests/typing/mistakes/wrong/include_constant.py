"""A resource is made where a constant is true."""
# caught by: definition

import os

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
    settings = simple.config_map(name=schema.spec.name, data={"debug": os.environ.get("DEBUG", "")})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    settings = settings.with_include_when(os.environ.get("DEBUG") == "1")
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.settings.includeWhen[0]: False is no expression
#   a condition is asked in the cluster, for each instance, and a constant never changes its answer
# hint: with_include_when(schema.spec.debug) for one that does; leave the resource out of what the builder returns, or put it in
