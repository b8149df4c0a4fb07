"""Instances: the custom resources that a graph's factory makes, as manifests and as nodes of other graphs."""

import copy
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    Boolean,
    Dyn,
    Expression,
    FieldOf,
    Integer,
    List,
    Literal,
    Object,
    Operation,
    Reference,
    String,
    Variable,
    cel,
    describe,
    expression_of,
    expressions_in,
)
from typekro.graph.schema_reference import instance_fields
from typekro.graph.yaml_text import to_yaml
from typekro.nodes import Node, NodeParts, make_node, node_root, parts_of
from typekro.openapi.generated.meta_v1 import ObjectMeta
from typekro.schema import object_of_class
from typekro.schema.condition import Condition

S = TypeVar("S")
T = TypeVar("T")


class Instance(Node, Generic[S, T]):
    """One instance of a graph: not deployed, its fields references for the other graphs that it is a node of.

    Made by `ResourceGraph.get_instance`. As a node it is ready when kro calls it Ready, for what its spec says now.
    """

    spec: S
    status: T
    metadata: ObjectMeta

    @property
    def name(self) -> str:
        """Its name."""
        name: str = parts_of(self).template["metadata"]["name"]
        return name

    @property
    def namespace(self) -> str | None:
        """Its namespace; None where that is left to whoever deploys it."""
        namespace: str | None = parts_of(self).template["metadata"].get("namespace")
        return namespace

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest, for the API server.

        Raises:
            DefinitionError: there are references in it, so that it can stand in a graph only.
        """
        return as_manifest(parts_of(self).template)

    def to_yaml(self) -> str:
        """The manifest as YAML, for `kubectl apply`.

        Raises:
            DefinitionError: there are references in it, so that it can stand in a graph only.
        """
        return to_yaml(self.manifest)


def as_manifest(template: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest of one's own.

    Raises:
        DefinitionError: there are references in it.
    """
    for expression in expressions_in(template):
        what = f"{template['kind']} {template['metadata']['name']!r} has no manifest yet"
        why = f"{describe(expression)} is known only in the cluster, or when another resource is there"
        raise DefinitionError(compose(what, why, "return it as a node of a graph"))
    return copy.deepcopy(dict(template))


def make_instance(
    template: Mapping[str, Any], spec_class: type[S], status_class: type[T], ready_conditions: tuple[str, ...], defined_by: Any
) -> Instance[S, T]:
    """The instance that a manifest is of, as a node that is ready when its conditions are True for its present generation.

    Args:
        template: the manifest.
        spec_class: the class of its spec.
        status_class: the class of its status.
        ready_conditions: the types of these conditions; where there are none, kro has to call it ACTIVE.
        defined_by: its graph.
    """
    root = node_root(template, instance_type(template["kind"], spec_class, status_class))
    ready = Reference(_ready(Variable(root), ready_conditions))
    return make_node(Instance[S, T], NodeParts(root, template, (ready,), defined_by=defined_by))


def _ready(instance: Expression, types: tuple[str, ...]) -> Expression:
    status = FieldOf(instance, "status", "status", Dyn())
    if not types:
        return Operation("==", FieldOf(status, "state", "state", String()), Literal("ACTIVE"), Boolean())
    conditions: Any = Reference(FieldOf(status, "conditions", "conditions", List(object_of_class(Condition))))
    generation: Any = Reference(FieldOf(FieldOf(instance, "metadata", "metadata", Dyn()), "generation", "generation", Integer()))

    def holds(type_: str) -> bool:
        def asked(condition: Condition) -> bool:
            return cel.all_of(condition.type == type_, condition.status == "True", condition.observed_generation == generation)

        return cel.exists(conditions, asked)

    found = expression_of(cel.all_of(*(holds(type_) for type_ in types)))
    assert found is not None  # noqa: S101 - it is made of references
    return found


def instance_type(kind: str, spec_class: Any, status_class: Any) -> Object:
    """The type of an instance of a kind, as others see it."""
    return Object(kind, lambda: instance_fields(spec_class, status_class))
