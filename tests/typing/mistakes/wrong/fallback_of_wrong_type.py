"""A fallback is of another type than what it stands in for."""
# caught by: mypy[dict-item] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, or_else, resource_graph, simple


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
    settings = simple.config_map(name=schema.spec.name, data={"tier": or_else(schema.spec.tier, 3)})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: or_else(schema.spec.tier, ...): schema.spec.tier is str, and the fallback int
#   CEL wants one type on both sides, and converts nothing by itself
