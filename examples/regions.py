"""A service in several regions, each with several tiers: one Deployment for each combination, and one list of all of them.

Run it with `typekro up examples/regions.py` or `python examples/regions.py`, on a cluster with kro.
"""

from typing import Annotated

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, MinItems, Schema, alchemy, cel, for_each, k8s, or_else, resource_graph, simple, size


@attrs.frozen
class Tier:
    """One part of the service."""

    name: str
    image: str
    replicas: int = 1


@attrs.frozen
class FleetSpec:
    """What can be asked of a service."""

    name: str
    regions: Annotated[list[str], MinItems(1)]
    tiers: Annotated[list[Tier], MinItems(1)]


@attrs.frozen
class FleetStatus:
    """What is known of one that runs."""

    deployments: list[str]
    count: int
    replicas: int


@resource_graph("regions", api_version="example.com/v1alpha1", kind="Fleet")
def fleet(schema: Schema[FleetSpec, FleetStatus]) -> Graph[FleetStatus]:
    """A Deployment for each tier in each region, and a Service for each region."""
    spec = schema.spec

    def deployment_of(region: str, tier: Tier) -> k8s.apps_v1.Deployment:
        return simple.deployment(
            name=f"{spec.name}-{tier.name}-{region}",
            image=tier.image,
            replicas=tier.replicas,
            labels={"region": region, "tier": tier.name},
            env={"REGION": region},
        )

    def service_of(region: str) -> k8s.core_v1.Service:
        return simple.service(name=f"{spec.name}-{region}", selector={"app": f"{spec.name}-{spec.tiers[0].name}-{region}"}, ports=[80])

    deployments = for_each(spec.regions, spec.tiers, deployment_of)
    services = for_each(spec.regions, service_of)
    status = FleetStatus(
        deployments=cel.map(deployments, lambda deployment: deployment.metadata.name),
        count=size(deployments),
        replicas=cel.sum(cel.map(deployments, lambda deployment: or_else(deployment.status.available_replicas, 0))),
    )
    return {"deployments": deployments, "services": services}, status


async def main() -> None:
    """Deploys two tiers in two regions."""
    async with alchemy("regions"):
        create = await KroResourceGraphDefinition("regions-rgd", factory=fleet)
        tiers = [Tier(name="web", image="nginx:1.29", replicas=2), Tier(name="worker", image="busybox:1.37")]
        worldwide = await create("worldwide", FleetSpec(name="worldwide", regions=["europe", "asia"], tiers=tiers), timeout=60)
    print(f"{worldwide.status.replicas} pods of {worldwide.status.count} Deployments: {', '.join(worldwide.status.deployments)}")


if __name__ == "__main__":
    typekro.run(main)
