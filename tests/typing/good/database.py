"""The decorated form: a graph whose status is made of references, and an instance of it."""

from typing import assert_type

import attrs

from typekro import Graph, ResourceGraph, Schema, k8s, resource_graph, simple


@attrs.frozen
class DatabaseSpec:
    name: str
    storage: str = "10Gi"
    password_secret: str = "database-password"


@attrs.frozen
class DatabaseStatus:
    connection_string: str
    host: str
    port: int


@resource_graph("database-stack", api_version="example.com/v1alpha1", kind="Database")
def database_stack(schema: Schema[DatabaseSpec, DatabaseStatus]) -> Graph[DatabaseStatus]:
    name = schema.spec.name
    assert_type(name, str)
    password = simple.secret_key(schema.spec.password_secret, "password")
    deployment = simple.deployment(name=name, image="postgres:17", env={"POSTGRES_DB": name, "POSTGRES_PASSWORD": password})
    service = simple.service(name=name, selector={"app": name}, ports=[(5432, 5432)])
    assert_type(service, k8s.core_v1.Service)
    assert_type(service.spec.cluster_ip, str)
    assert_type(service.spec.ports[0].port, int)
    assert_type(deployment.status.available_replicas, int)
    assert_type(deployment.metadata.name, str)
    status = DatabaseStatus(
        connection_string=f"postgres://{service.metadata.name}:5432/{name}",
        host=service.spec.cluster_ip,
        port=service.spec.ports[0].port,
    )
    return {"deployment": deployment, "service": service}, status


assert_type(database_stack, ResourceGraph[DatabaseSpec, DatabaseStatus])
assert_type(database_stack.to_yaml(), str)
assert_type(database_stack.kind, str)

instance = database_stack.get_instance(DatabaseSpec(name="orders"))
assert_type(instance.spec, DatabaseSpec)
assert_type(instance.spec.storage, str)
assert_type(instance.status.port, int)
assert_type(instance.name, str)
