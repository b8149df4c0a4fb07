"""A database with a disk of its own, and a Secret with all that is needed to connect to it.

Run it with `typekro up examples/stateful_database.py` or `python examples/stateful_database.py`, on a cluster with kro
that has disks to give (`kubectl get storageclasses`).

The password is made of the instance's uid: whoever may read the instance can work it out. Where that is too many people, make the Secret
outside (`kubectl create secret generic ...`), as examples/webapp.py does.
"""

from typing import Annotated

import attrs

import typekro
from typekro import Graph, Immutable, KroResourceGraphDefinition, Schema, alchemy, cel, k8s, resource_graph, simple


@attrs.frozen
class DatabaseSpec:
    """What can be asked of a database."""

    name: str
    image: str = "postgres:17"
    storage: Annotated[str, Immutable()] = "10Gi"


@attrs.frozen
class DatabaseStatus:
    """What is known of one that runs; the password is in the Secret alone."""

    connection_string: str
    secret_name: str
    ready_replicas: int


@resource_graph("stateful-database", api_version="example.com/v1alpha1", kind="StatefulDatabase")
def stateful_database(schema: Schema[DatabaseSpec, DatabaseStatus]) -> Graph[DatabaseStatus]:
    """A StatefulSet, the Service that gives its pods their names, and the Secret that both sides read."""
    name = schema.spec.name
    service = simple.service(name=name, selector={"app": name}, ports={"postgres": 5432}, headless=True)
    host = f"{name}-0.{service.metadata.name}"
    password = cel.sha256(f"password of {schema.metadata.uid}")
    secret = simple.secret(
        name=f"{name}-connection",
        public_data={"user": "postgres", "host": host},
        string_data={"password": password, "url": f"postgres://postgres:{password}@{host}:5432/{name}"},
    )
    folder = "/var/lib/postgresql/data"
    database = simple.stateful_set(
        name=name,
        image=schema.spec.image,
        service_name=service.metadata.name,
        storage={folder: schema.spec.storage},
        ports={"postgres": 5432},
        env={"POSTGRES_DB": name, "PGDATA": f"{folder}/db", "POSTGRES_PASSWORD": simple.secret_key(secret.metadata.name, "password")},
        readiness_probe=simple.command_probe(["pg_isready", "--username=postgres"], period_seconds=5),
        # The next instance of this name would have another password than the data on this one's disk.
        spec={
            "persistent_volume_claim_retention_policy": k8s.apps_v1.StatefulSetPersistentVolumeClaimRetentionPolicy(when_deleted="Delete")
        },
    )
    status = DatabaseStatus(
        connection_string=f"postgres://postgres@{host}:5432/{name}",
        secret_name=secret.metadata.name,
        ready_replicas=database.status.ready_replicas,
    )
    return {"service": service, "secret": secret, "database": database}, status


async def main() -> None:
    """Deploys one, and prints how to reach it."""
    async with alchemy("stateful-database"):
        create = await KroResourceGraphDefinition("stateful-database-rgd", factory=stateful_database)
        orders = await create("orders", DatabaseSpec(name="orders", storage="50Gi"), timeout=60)
    print(f"{orders.status.connection_string}, with the password in the Secret {orders.status.secret_name}")


if __name__ == "__main__":
    typekro.run(main)
