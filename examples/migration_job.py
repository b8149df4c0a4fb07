"""An application whose database is migrated before a new version starts: a Job that has to end well first.

Run it with `typekro up examples/migration_job.py` or `python examples/migration_job.py`, on a cluster with kro; then with another version.
"""

from typing import Annotated

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Maximum, Minimum, Schema, alchemy, resource_graph, simple


@attrs.frozen
class MigratedSpec:
    """What can be asked of an application."""

    name: str
    version: Annotated[int, Minimum(1)]
    image: str = "registry.example.org/shop"
    replicas: Annotated[int, Minimum(1), Maximum(20)] = 2
    attempts: Annotated[int, Minimum(0), Maximum(10)] = 3


@attrs.frozen
class MigratedStatus:
    """What is known of one that runs."""

    url: str
    image: str
    migration: str


@resource_graph("migration-job", api_version="example.com/v1alpha1", kind="MigratedApplication")
def migrated_application(schema: Schema[MigratedSpec, MigratedStatus]) -> Graph[MigratedStatus]:
    """A Job for each version, and pods that start when it has succeeded."""
    spec = schema.spec
    image = f"{spec.image}:{spec.version}"
    migration = simple.job(
        name=f"{spec.name}-migration-{spec.version}",  # another version is another Job, since no Job can be changed
        image=image,
        command=["shop", "migrate", "--to", f"{spec.version}"],
        backoff_limit=spec.attempts,
        restart_policy="Never",
    )
    deployment = simple.deployment(
        name=spec.name,
        image=image,
        replicas=spec.replicas,
        ports=[8080],
        annotations={"example.org/migrated-by": migration.metadata.name},  # whoever refers to the Job waits for it
        readiness_probe=simple.http_probe("/healthz", 8080),
    )
    service = simple.service(name=spec.name, selector={"app": spec.name}, ports=[(80, 8080)])
    status = MigratedStatus(
        url=f"http://{service.spec.cluster_ip}",
        image=deployment.spec.template.spec.containers[0].image,
        migration=migration.metadata.name,
    )
    return {"migration": migration, "deployment": deployment, "service": service}, status


async def main() -> None:
    """Deploys version 7."""
    async with alchemy("migration-job"):
        create = await KroResourceGraphDefinition("migration-job-rgd", factory=migrated_application)
        checkout = await create("checkout", MigratedSpec(name="checkout", version=7), timeout=60)
    print(f"{checkout.status.image} is at {checkout.status.url}; the database was migrated by {checkout.status.migration}")


if __name__ == "__main__":
    typekro.run(main)
