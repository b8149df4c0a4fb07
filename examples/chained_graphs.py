"""A chain of services, each told where the one before it is: what is known of an instance goes into the spec of the next.

Nothing is awaited for that: an instance's handle has its status already, and what uses it starts when it is there.

Run it with `typekro up examples/chained_graphs.py` or `python examples/chained_graphs.py`, on a cluster with kro.
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, resource_graph, simple


@attrs.frozen
class CacheSpec:
    """What can be asked of a cache."""

    name: str
    memory: str = "256Mi"


@attrs.frozen
class CacheStatus:
    """What is known of one that runs."""

    host: str
    port: int


@resource_graph("chained-cache", api_version="example.com/v1alpha1", kind="Cache")
def cache(schema: Schema[CacheSpec, CacheStatus]) -> Graph[CacheStatus]:
    """A cache, and its address."""
    name = schema.spec.name
    deployment = simple.deployment(name=name, image="redis:8", ports=[6379], resources={"limits": {"memory": schema.spec.memory}})
    service = simple.service(name=name, selector={"app": name}, ports=[6379])
    return {"deployment": deployment, "service": service}, CacheStatus(host=service.spec.cluster_ip, port=service.spec.ports[0].port)


@attrs.frozen
class ServiceSpec:
    """What can be asked of a service."""

    name: str
    image: str
    settings: dict[str, str]


@attrs.frozen
class ServiceStatus:
    """What is known of one that runs."""

    url: str


@resource_graph("chained-service", api_version="example.com/v1alpha1", kind="WebService")
def web_service(schema: Schema[ServiceSpec, ServiceStatus]) -> Graph[ServiceStatus]:
    """Pods whose environment is what the instance says, and their address."""
    name = schema.spec.name
    deployment = simple.deployment(name=name, image=schema.spec.image, replicas=2, env=schema.spec.settings, ports=[80])
    service = simple.service(name=name, selector={"app": name}, ports=[80])
    return {"deployment": deployment, "service": service}, ServiceStatus(url=f"http://{service.spec.cluster_ip}")


async def main() -> None:
    """Deploys a cache, a service that uses it, and a front end that uses the service."""
    async with alchemy("chained-graphs"):
        create_cache = KroResourceGraphDefinition("cache-rgd", factory=cache)
        create_service = KroResourceGraphDefinition("service-rgd", factory=web_service)
        sessions = create_cache("sessions", CacheSpec(name="sessions"), timeout=60)
        api_settings = {"CACHE": f"{sessions.status.host}:{sessions.status.port}"}
        api = create_service("api", ServiceSpec(name="api", image="nginx:1.29", settings=api_settings), timeout=60)
        front_settings = {"API": api.status.url}
        front = await create_service("front", ServiceSpec(name="front", image="nginx:1.29", settings=front_settings), timeout=60)
    print(f"{front.status.url} uses {front.spec.settings['API']}")


if __name__ == "__main__":
    typekro.run(main)
