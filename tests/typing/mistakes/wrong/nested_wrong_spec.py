"""A nested graph is given the spec of another one."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class CacheSpec:
    name: str


@attrs.frozen
class CacheStatus:
    host: str


@resource_graph("cache", api_version="example.com/v1alpha1", kind="Cache")
def cache(schema: Schema[CacheSpec, CacheStatus]) -> Graph[CacheStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[6379])
    return {"service": service}, CacheStatus(host=service.spec.cluster_ip)


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    sessions = cache.get_instance(WebSpec(name=schema.spec.name))
    return {"sessions": sessions}, WebStatus(url=sessions.status.host)


# definition:
# ResourceGraphFactoryError: cache: an instance needs a CacheSpec, got WebSpec WebSpec(name=<typekro reference schema.spec.name>, replicas=2)
# hint: CacheSpec(...)
