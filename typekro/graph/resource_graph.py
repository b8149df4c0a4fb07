"""The factory: a ResourceGraphDefinition, its schema, and the instances that can be made of it."""

import copy
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import attrs

from typekro.errors import DefinitionError, ResourceGraphFactoryError, compose
from typekro.expressions import String, expression_of
from typekro.graph.document import Child, External, children_of, externals_of, graph_hash
from typekro.graph.instance import Instance, make_instance
from typekro.graph.rules import problems_of_instance_name, problems_of_namespace
from typekro.graph.schema_reference import Schema
from typekro.graph.status import awaited_paths
from typekro.graph.yaml_text import to_yaml
from typekro.schema import members_of, to_wire

S = TypeVar("S")
T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class ResourceGraph(Generic[S, T]):
    """A graph, closed: what `resource_graph` and `to_kro_resource_graph` give.

    Args:
        name: the name of the ResourceGraphDefinition.
        api_version: group and version of the kind that it defines.
        kind: that kind.
        spec_class: the class of its instances' spec.
        status_class: the class of their status.
        schema: references to the fields of an instance, as the builder saw them.
        manifest: the ResourceGraphDefinition; not to be changed, `definition` is a copy.
    """

    name: str
    api_version: str
    kind: str
    spec_class: type[S]
    status_class: type[T]
    schema: Schema[S, T]
    manifest: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<typekro graph {self.name}: {self.kind} of {self.api_version}>"

    @property
    def group(self) -> str:
        """The group of the kind (`example.com`)."""
        return self.api_version.rpartition("/")[0]

    @property
    def version(self) -> str:
        """The version of the kind (`v1alpha1`)."""
        return self.api_version.rpartition("/")[2]

    @property
    def definition(self) -> dict[str, Any]:
        """The ResourceGraphDefinition as a manifest: a copy, at each call."""
        return copy.deepcopy(dict(self.manifest))

    @property
    def hash(self) -> str:
        """What tells this definition from another one: 32 hexadecimal digits, which every resource of its instances carries."""
        return graph_hash(self.manifest)

    @property
    def children(self) -> tuple[Child, ...]:
        """The resources that each instance makes."""
        return children_of(self.manifest)

    @property
    def external_refs(self) -> tuple[External, ...]:
        """The resources that each instance reads."""
        return externals_of(self.manifest)

    @property
    def awaited_status(self) -> tuple[tuple[str, ...], ...]:
        """The fields of the status that an instance has to have before it is ready, as paths of names in the cluster."""
        return tuple(awaited_paths(self.status_class)) if attrs.has(self.status_class) else ()

    def to_yaml(self) -> str:
        """The ResourceGraphDefinition as YAML, for `kubectl apply`; the same graph gives the same bytes."""
        return to_yaml(self.definition)

    def get_instance(self, spec: S, *, name: str | None = None, namespace: str | None = None) -> Instance[S, T]:
        """An instance: not deployed, as a manifest, or as a node of another graph.

        Args:
            spec: an instance of the spec class; references may stand in it where it becomes a node.
            name: its name in the cluster; by default the spec's own field `name`.
            namespace: its namespace; by default that of whoever deploys it.

        Raises:
            ResourceGraphFactoryError: the spec is not of its class or its values not of their types, or a name is none.
        """
        try:
            wire = self._wire(spec)
            metadata = self._metadata(wire, name, namespace)
        except DefinitionError as error:
            raise ResourceGraphFactoryError(f"{self.name}: {error.message}", self.name, "getInstance", error) from error
        template = {"apiVersion": self.api_version, "kind": self.kind, "metadata": metadata, "spec": wire}
        return make_instance(template, self.spec_class, self.status_class)

    @classmethod
    def from_definition(cls, manifest: Mapping[str, Any]) -> "ResourceGraph[Any, Any]":
        """A factory from a recorded manifest, whose classes are not known: for taking it down, not for making instances.

        Args:
            manifest: a ResourceGraphDefinition, as `definition` gave it.
        """
        schema = manifest["spec"]["schema"]
        name: str = manifest["metadata"]["name"]
        return ResourceGraph(
            name=name,
            api_version=f"{schema['group']}/{schema['apiVersion']}",
            kind=schema["kind"],
            spec_class=object,
            status_class=object,
            schema=Schema(name, object, object),
            manifest=copy.deepcopy(dict(manifest)),
        )

    def _wire(self, spec: S) -> dict[str, Any]:
        if not attrs.has(self.spec_class):
            why = "it was read back from a manifest, so that the class of its spec is not known"
            raise DefinitionError(compose("no instances can be made", why))
        if not isinstance(spec, self.spec_class):
            wanted, got = self.spec_class.__name__, f"{type(spec).__name__} {spec!r}"
            raise DefinitionError(compose(f"get_instance needs a {wanted}, got {got}", (), f"get_instance({wanted}(...))"))
        return to_wire(spec, self.spec_class)

    def _metadata(self, wire: Mapping[str, Any], name: str | None, namespace: str | None) -> dict[str, Any]:
        chosen = name if name is not None else self._own_name(wire)
        problems = [] if expression_of(chosen) is not None else [*problems_of_instance_name(chosen)]
        if namespace is not None and expression_of(namespace) is None:
            problems += problems_of_namespace(namespace)
        if problems:
            raise DefinitionError("\n".join(problems), problems)
        return {"name": chosen} if namespace is None else {"name": chosen, "namespace": namespace}

    def _own_name(self, wire: Mapping[str, Any]) -> str:
        for member in members_of(self.spec_class):
            if member.name == "name" and isinstance(member.type, String) and member.wire_name in wire:
                own: str = wire[member.wire_name]
                return own
        why = f"{self.spec_class.__name__} has no field name: str to take it from"
        raise DefinitionError(compose("the instance has no name", why, 'get_instance(spec, name="...")'))
