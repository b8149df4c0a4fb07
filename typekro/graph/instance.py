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
    Literal,
    Object,
    Operation,
    Reference,
    String,
    Variable,
    describe,
    expressions_in,
)
from typekro.graph.schema_reference import instance_fields
from typekro.graph.yaml_text import to_yaml
from typekro.nodes import Node, NodeParts, make_node, node_root, parts_of
from typekro.openapi.generated.meta_v1 import ObjectMeta

S = TypeVar("S")
T = TypeVar("T")


class Instance(Node, Generic[S, T]):
    """One instance of a graph: not deployed, its fields references for the other graphs that it is a node of.

    Made by `ResourceGraph.get_instance`. As a node it is ready when kro calls it ACTIVE.
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
        template = parts_of(self).template
        for expression in expressions_in(template):
            why = f"{describe(expression)} is known only in the cluster, or when another resource is there"
            raise DefinitionError(compose(f"{template['kind']} {self.name!r} has no manifest yet", why, "return it as a node of a graph"))
        return copy.deepcopy(dict(template))

    def to_yaml(self) -> str:
        """The manifest as YAML, for `kubectl apply`.

        Raises:
            DefinitionError: there are references in it, so that it can stand in a graph only.
        """
        return to_yaml(self.manifest)


def make_instance(template: Mapping[str, Any], spec_class: type[S], status_class: type[T]) -> Instance[S, T]:
    """The instance that a manifest is of, whose spec and status are of these classes."""
    root = node_root(template, instance_type(template["kind"], spec_class, status_class))
    state = FieldOf(FieldOf(Variable(root), "status", "status", Dyn()), "state", "state", String())
    active: Expression = Operation("==", state, Literal("ACTIVE"), Boolean())
    return make_node(Instance[S, T], NodeParts(root, template, (Reference(active),)))


def instance_type(kind: str, spec_class: Any, status_class: Any) -> Object:
    """The type of an instance of a kind, as others see it."""
    return Object(kind, lambda: instance_fields(spec_class, status_class))
