"""A field of another graph's status is misspelt."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownArgumentType] pyright[reportUnknownMemberType] definition

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


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
    sessions = external_ref(cache, "sessions")
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", env={"CACHE": sessions.status.hots})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "sessions": sessions, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# UnknownFieldError: Cache.status has no field 'hots'
#   CacheStatus has: host
# hint: Cache.status.host
