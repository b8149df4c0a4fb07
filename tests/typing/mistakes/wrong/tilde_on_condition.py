"""A condition is turned round by ~."""
# caught by: mypy[arg-type] pyright[reportArgumentType] pyright[reportDeprecated] definition

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
    settings = simple.config_map(name=schema.spec.name, data={"level": "info"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {
        "settings": settings.with_include_when(~schema.spec.debug),
        "service": service,
    }, WebStatus(url=service.spec.cluster_ip)


# definition:
# MisuseError: ~schema.spec.debug: a reference cannot do that
#   to the type checkers ~ makes an int of a bool
# hint: not_(schema.spec.debug)
