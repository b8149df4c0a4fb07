"""Python's if decides about a reference."""
# caught by: definition

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
    level = "debug" if schema.spec.debug else "info"
    settings = simple.config_map(name=schema.spec.name, data={"level": level})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: whether schema.spec.debug is true: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: a & b, a | b and not_(a) instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c
# hint: cel.contains([one, other], a) instead of a in [one, other]; cel.max([a, b]) instead of max(a, b)
# hint: when(schema.spec.debug, one, other) instead of `if`; node.with_include_when(schema.spec.debug) for a whole resource
