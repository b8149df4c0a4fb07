"""What decides whether a resource is made is a function."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    debug: bool = False


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"on": "yes"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when(lambda: schema.spec.debug),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: resources.settings.includeWhen[0]: a function is no expression
#   a condition is asked in the cluster, for each instance, and a constant never changes its answer
# hint: with_include_when(schema.spec.debug) for one that does; leave the resource out of what the builder returns, or put it in
