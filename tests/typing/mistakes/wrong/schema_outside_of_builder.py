"""Python's if decides about the schema of a graph outside of its builder."""
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
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


name = "a" if web.schema.spec.replicas > 1 else "b"


# definition:
# MisuseError: whether (schema.spec.replicas > 1) is true: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: a & b, a | b and not_(a) instead of `and`, `or` and `not`; (a < b) & (b < c) instead of a < b < c
# hint: cel.contains([one, other], a) instead of a in [one, other]; cel.max([a, b]) instead of max(a, b)
# hint: when((schema.spec.replicas > 1), one, other) instead of `if`; node.with_include_when((schema.spec.replicas > 1)) for a whole resource
