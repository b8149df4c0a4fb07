"""References to what another graph defines, by its factory or by its kind."""

from typing import assert_type

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class CacheSpec:
    name: str


@attrs.frozen
class CacheStatus:
    host: str
    port: int


@resource_graph("typing-cache", api_version="example.com/v1", kind="Cache")
def cache(schema: Schema[CacheSpec, CacheStatus]) -> Graph[CacheStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": "cache"}, ports=[6379])
    return {"service": service}, CacheStatus(host=service.spec.cluster_ip, port=service.spec.ports[0].port)


@attrs.frozen
class ShopSpec:
    name: str
    cache: str


@attrs.frozen
class ShopStatus:
    cache: str


@resource_graph("typing-shop", api_version="example.com/v1", kind="Shop")
def by_factory(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
    other = external_ref(cache, schema.spec.cache)
    assert_type(other.status.host, str)
    assert_type(other.spec.name, str)
    web = simple.deployment(name=schema.spec.name, image="shop:1", env={"CACHE": f"{other.status.host}:{other.status.port}"})
    return {"cache": other, "web": web}, ShopStatus(cache=other.status.host)


@resource_graph("typing-kiosk", api_version="example.com/v1", kind="Kiosk")
def by_kind(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
    other = external_ref("example.com/v1", "Cache", "main", namespace="shared", spec=CacheSpec, status=CacheStatus)
    assert_type(other.status.port, int)
    web = simple.deployment(name=schema.spec.name, image="shop:1", env={"CACHE": other.status.host})
    return {"cache": other, "web": web}, ShopStatus(cache=other.status.host)
