"""A database and a web application that reads its connection string, both as kinds of their own.

Run it with `typekro up examples/webapp.py` or `python examples/webapp.py`, on a cluster with kro. Once, before:
`kubectl create secret generic database-password --from-literal=password=...`
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, external_ref, resource_graph, simple


@attrs.frozen
class DatabaseSpec:
    """What can be asked of a database."""

    name: str
    storage: str = "10Gi"
    image: str = "postgres:17"
    password_secret: str = "database-password"  # noqa: S105 - the name of a Secret, not what is in it


@attrs.frozen
class DatabaseStatus:
    """What is known of one that runs."""

    connection_string: str
    host: str
    port: int


@resource_graph("database-stack", api_version="example.com/v1alpha1", kind="Database")
def database_stack(schema: Schema[DatabaseSpec, DatabaseStatus]) -> Graph[DatabaseStatus]:
    """A Deployment, and a Service in front of it."""
    name = schema.spec.name
    password = simple.secret_key(schema.spec.password_secret, "password")
    deployment = simple.deployment(name=name, image=schema.spec.image, env={"POSTGRES_DB": name, "POSTGRES_PASSWORD": password})
    service = simple.service(name=name, selector={"app": name}, ports=[(5432, 5432)])
    status = DatabaseStatus(
        connection_string=f"postgres://{service.metadata.name}:5432/{name}",
        host=service.spec.cluster_ip,
        port=service.spec.ports[0].port,
    )
    return {"deployment": deployment, "service": service}, status


@attrs.frozen
class WebAppSpec:
    """What can be asked of a web application."""

    name: str
    image: str = "nginx:1.29"


@attrs.frozen
class WebAppStatus:
    """What is known of one that runs."""

    url: str
    replicas: int


@resource_graph("webapp-stack", api_version="example.com/v1alpha1", kind="WebApp")
def webapp_stack(schema: Schema[WebAppSpec, WebAppStatus]) -> Graph[WebAppStatus]:
    """A Deployment that is told where the database is, and a Service in front of it."""
    name = schema.spec.name
    database = external_ref(database_stack, "my-production-db")
    deployment = simple.deployment(name=name, image=schema.spec.image, env={"DATABASE_URL": database.status.connection_string})
    service = simple.service(name=name, selector={"app": name}, ports=[80])
    status = WebAppStatus(url=f"http://{service.spec.cluster_ip}:80", replicas=deployment.status.available_replicas)
    return {"database": database, "deployment": deployment, "service": service}, status


async def main() -> None:
    """Deploys both, and prints where they are."""
    async with alchemy("webapp"):
        create_database = await KroResourceGraphDefinition("database-rgd", factory=database_stack)
        create_web_app = await KroResourceGraphDefinition("webapp-rgd", factory=webapp_stack)
        database = create_database("my-production-db", DatabaseSpec(name="my-production-db", storage="50Gi"), timeout=60)
        frontend = create_web_app("my-frontend-app", WebAppSpec(name="my-frontend-app"), timeout=60)
        my_db, my_app = await database, await frontend
    print(f"Database is ready. Host: {my_db.status.host}")
    print(f"WebApp is ready. URL: {my_app.status.url}")


if __name__ == "__main__":
    typekro.run(main)
