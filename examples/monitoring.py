"""A cache that is watched where that is asked for: the exporter, its settings and its address are there only then.

Run it with `typekro up examples/monitoring.py` or `python examples/monitoring.py`, on a cluster with kro.
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, resource_graph, simple


@attrs.frozen
class MonitoringSpec:
    """Whether and how a cache is watched."""

    enabled: bool = False
    image: str = "oliver006/redis_exporter:v1.67.0"
    interval: str = "30s"


@attrs.frozen
class CacheSpec:
    """What can be asked of a cache."""

    name: str
    image: str = "redis:8"
    monitoring: MonitoringSpec = attrs.field(factory=MonitoringSpec)


@attrs.frozen
class CacheStatus:
    """What is known of one that runs; one that is not watched has no metrics."""

    address: str
    metrics: str | None


@resource_graph("monitoring", api_version="example.com/v1alpha1", kind="MonitoredCache")
def monitored_cache(schema: Schema[CacheSpec, CacheStatus]) -> Graph[CacheStatus]:
    """A cache; and where it is watched, its exporter, and a ConfigMap with which Prometheus finds that."""
    name, monitoring = schema.spec.name, schema.spec.monitoring
    cache = simple.deployment(name=name, image=schema.spec.image, ports=[6379], readiness_probe=simple.tcp_probe(6379))
    service = simple.service(name=name, selector={"app": name}, ports=[6379])
    address = f"{service.metadata.name}:6379"

    settings = simple.config_map(
        name=f"{name}-monitoring",
        data={
            "prometheus.yaml": f"""\
scrape_configs:
  - job_name: {name}
    scrape_interval: {monitoring.interval}
    static_configs:
      - targets: ["{name}-exporter:9121"]
"""
        },
    )
    exporter = simple.deployment(name=f"{name}-exporter", image=monitoring.image, env={"REDIS_ADDR": f"redis://{address}"}, ports=[9121])
    metrics = simple.service(name=f"{name}-exporter", selector={"app": exporter.metadata.name}, ports=[9121])

    watched = monitoring.enabled
    status = CacheStatus(address=address, metrics=f"http://{metrics.metadata.name}:9121/metrics")
    return {
        "cache": cache,
        "service": service,
        "settings": settings.with_include_when(watched),
        "exporter": exporter.with_include_when(watched),
        "metrics": metrics,  # refers to the exporter: there is one only where there is the other
    }, status


async def main() -> None:
    """Deploys one that is watched, and one that is not."""
    async with alchemy("monitoring"):
        create = await KroResourceGraphDefinition("monitoring-rgd", factory=monitored_cache)
        watched = create("baskets", CacheSpec(name="baskets", monitoring=MonitoringSpec(enabled=True)), timeout=60)
        plain = create("pages", CacheSpec(name="pages"), timeout=60)
        print(f"The metrics of the one: {(await watched).status.metrics}")
        print(f"The metrics of the other: {(await plain).status.metrics}")


if __name__ == "__main__":
    typekro.run(main)
