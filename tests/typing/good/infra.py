"""The script that everything serves; tests/examples runs what follows this line as it stands."""

import attrs
import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, resource_graph, simple


@attrs.frozen
class DatabaseSpec:
    name: str
    storage: str = "10Gi"
    password_secret: str = "database-password"


@attrs.frozen
class DatabaseStatus:
    connection_string: str  # connectionString in the cluster
    host: str
    port: int


@resource_graph("database-stack", api_version="example.com/v1alpha1", kind="Database")
def database_stack(schema: Schema[DatabaseSpec, DatabaseStatus]) -> Graph[DatabaseStatus]:
    name = schema.spec.name
    password = simple.secret_key(schema.spec.password_secret, "password")
    deployment = simple.deployment(name=name, image="postgres:17", env={"POSTGRES_DB": name, "POSTGRES_PASSWORD": password})
    service = simple.service(name=name, selector={"app": name}, ports=[(5432, 5432)])
    status = DatabaseStatus(
        connection_string=f"postgres://{service.metadata.name}:5432/{name}",
        host=service.spec.cluster_ip,
        port=service.spec.ports[0].port,
    )
    return {"deployment": deployment, "service": service}, status


async def main() -> None:
    async with alchemy("my-infrastructure") as app:
        create_database = await KroResourceGraphDefinition("database-rgd", factory=database_stack)
        storage = "50Gi" if app.stage == "prod" else "10Gi"
        my_db = await create_database("my-production-db", DatabaseSpec(name="my-production-db", storage=storage), timeout=60)
    print(f"Database is ready. Host: {my_db.status.host}")


if __name__ == "__main__":
    typekro.run(main)
