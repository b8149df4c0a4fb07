"""Mistakes in a builder and in what is done with the factory."""

import attrs

from typekro import Graph, Schema, external_ref, resource_graph, simple


@attrs.frozen
class Spec:
    name: str
    replicas: int = 1


@attrs.frozen
class Status:
    host: str
    port: int


@resource_graph("typing-graph", api_version="example.com/v1", kind="Good")
def good(schema: Schema[Spec, Status]) -> Graph[Status]:
    simple.service(
        name=schema.spec.nam,  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType] pyright[reportUnknownArgumentType]
        selector={"app": "web"},
        ports=[80],
    )
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80])
    simple.deployment(name=schema.spec.replicas, image="nginx:1.29")  # error: mypy[arg-type] pyright[reportArgumentType]
    simple.deployment(
        name=schema.spec.name,
        image="nginx:1.29",
        env={"N": schema.spec.replicas},  # error: mypy[dict-item] pyright[reportArgumentType]
    )
    schema.status  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
    return {"service": service}, Status(
        host=service.spec.cluster_ip,
        port=service.spec.cluster_ip,  # error: mypy[arg-type] pyright[reportArgumentType]
    )


@resource_graph("typing-no-status", api_version="example.com/v1", kind="NoStatus")
def no_status(schema: Schema[Spec, Status]) -> Graph[Status]:
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80])
    return {"service": service}  # error: mypy[return-value] pyright[reportReturnType]


@resource_graph("typing-no-node", api_version="example.com/v1", kind="NoNode")
def no_node(schema: Schema[Spec, Status]) -> Graph[Status]:
    return {"service": {"kind": "Service"}}, Status(host=schema.spec.name, port=80)  # error: mypy[dict-item] pyright[reportReturnType]


good.get_instance({"name": "a"})  # error: mypy[arg-type] pyright[reportArgumentType]
good.get_instance(Spec())  # error: mypy[call-arg] pyright[reportCallIssue]
instance = good.get_instance(Spec(name="a"))
instance.status.hosts  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
external_ref(good, "a").status.hosts  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
other = external_ref("example.com/v1", "Good", "a", spec=Spec, status=Status)
other.status.hosts  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
