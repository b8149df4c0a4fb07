"""Mistakes with collections, conditions and references by labels."""
# What is expected stands on the line that it is said of, however long that gets.
# fmt: off

import attrs

from typekro import Condition, PrinterColumn, Schema, condition, external_ref, external_refs, for_each, k8s, resource_graph
from typekro.graph import ResourceGraph


@attrs.frozen
class Spec:
    name: str
    regions: list[str]


def config(name: str) -> k8s.core_v1.ConfigMap:
    return k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=name))


def never(schema: Schema[Spec, Spec]) -> None:
    for_each(schema.spec.name, config)  # error: mypy[call-overload] pyright[reportArgumentType]
    for_each(schema.spec.regions, lambda region: region)  # error: mypy[type-var] pyright[reportArgumentType]
    for_each(schema.spec.regions, schema.spec.regions, config)  # error: mypy[arg-type] pyright[reportArgumentType]
    many = for_each(schema.spec.regions, config)
    many.metadata  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
    for one in many:  # error: mypy[misc] pyright[reportUnknownVariableType] pyright[reportGeneralTypeIssues]
        one.metadata  # error: pyright[reportUnknownMemberType]
    len(many)  # error: mypy[arg-type] pyright[reportArgumentType]
    many[0].metadata.nam  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
    many.with_ready_when(lambda each: each.metadata.nam == "")  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportUnknownLambdaType] pyright[reportAttributeAccessIssue]
    many.with_include_when(schema.spec.name)  # error: mypy[arg-type] pyright[reportArgumentType]
    many.with_include_when(lambda: True)  # error: mypy[arg-type] pyright[reportArgumentType]
    external_ref(k8s.core_v1.ConfigMap, "a").spec  # error: mypy[attr-defined] pyright[reportUnknownMemberType] pyright[reportAttributeAccessIssue]
    external_refs(k8s.core_v1.ConfigMap, labels={"a": "b"})  # error: mypy[call-overload] mypy[call-overload] pyright[reportCallIssue]
    condition("Healthy", 3)  # error: mypy[arg-type] pyright[reportArgumentType]
    conditions: list[Condition] = ["Healthy"]  # error: mypy[list-item] pyright[reportUnusedVariable] pyright[reportAssignmentType]
    PrinterColumn("A", ".spec.name", "int")  # error: mypy[arg-type] pyright[reportArgumentType]
    resource_graph("a", api_version="example.com/v1", kind="A", scope="cluster")  # error: mypy[arg-type] pyright[reportArgumentType]
    resource_graph("a", api_version="example.com/v1", kind="A", feature_gates=["omit"])  # error: mypy[list-item] pyright[reportArgumentType]
    ResourceGraph.from_yaml("a.yaml", spec=3)  # error: mypy[call-overload] pyright[reportArgumentType]
