"""Put right: a field of a nested status that may be missing is used as if it were there."""

import attrs

from typekro import Graph, Schema, or_else, resource_graph, simple


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
    return {"service": service, "it": it}, WebStatus(url=f"{it.status.host}:{or_else(it.status.port, 0)}")
