"""A field of a nested status that may be missing is used as if it were there."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class CacheSpec:
    name: str


@attrs.frozen
class CacheStatus:
    host: str
    port: int | None


@resource_graph("cache", api_version="example.com/v1alpha1", kind="Cache")
def cache(schema: Schema[CacheSpec, CacheStatus]) -> Graph[CacheStatus]:
    service = simple.service(name=schema.metadata.name, selector={"app": schema.metadata.name}, ports=[6379])
    return {"service": service}, CacheStatus(host=service.spec.cluster_ip, port=service.spec.ports[0].port)


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = cache.get_instance(CacheSpec(name=schema.spec.name))
    return {"service": service, "it": it}, WebStatus(url=f"{it.status.host}:{it.status.port}")


# definition:
# DefinitionError: web: status.url: it.status.port may be missing, and is read as if it were always there
#   the status of its graph does not promise it
#   kro leaves the field out then
# hint: or_else(..., ...), or when(has(...), ..., ...)
# hint: leave out the | None where it is declared
# hint: allow=["unset-field"] where the graph is defined, where it is meant
