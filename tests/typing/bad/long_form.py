"""Mistakes in the long form and in references to other graphs."""

import attrs

from typekro import Graph, Schema, SchemaDefinition, external_ref, simple, to_kro_resource_graph


@attrs.frozen
class Spec:
    name: str


@attrs.frozen
class Status:
    host: str


@attrs.frozen
class OtherStatus:
    url: str


def build(schema: Schema[Spec, Status]) -> Graph[Status]:
    service = simple.service(name=schema.spec.name, selector={"app": "web"}, ports=[80])
    return {"service": service}, Status(host=service.spec.cluster_ip)


def build_other(schema: Schema[Spec, Status]) -> Graph[OtherStatus]:
    return {}, OtherStatus(url=schema.spec.name)


right = SchemaDefinition(api_version="example.com/v1", kind="Web", spec=Spec, status=Status)
other = SchemaDefinition(api_version="example.com/v1", kind="Web", spec=Spec, status=OtherStatus)

SchemaDefinition(api_version="example.com/v1", kind="Web", spec=Spec)  # error: mypy[call-arg] pyright[reportCallIssue]
SchemaDefinition(
    api_version="example.com/v1",
    kind="Web",
    spec=Spec(name="a"),  # error: mypy[arg-type] pyright[reportArgumentType]
    status=Status,
)
to_kro_resource_graph("web", build_other, right)  # error: mypy[arg-type] pyright[reportArgumentType]
to_kro_resource_graph("web", build, other)  # error: mypy[arg-type] pyright[reportArgumentType]
to_kro_resource_graph("web", right, build)  # error: mypy[arg-type] mypy[arg-type] pyright[reportArgumentType] pyright[reportArgumentType]
external_ref("example.com/v1", "Web")  # error: mypy[call-overload] pyright[reportArgumentType] pyright[reportCallIssue]
reference = external_ref("example.com/v1", "Web", "a", spec=Spec, status=Status)
reference.spec.hostname  # error: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType]
external_ref("example.com/v1", "Web", 5, spec=Spec, status=Status)  # error: mypy[call-overload] pyright[reportArgumentType]
