"""The factory: a ResourceGraphDefinition, its schema, and the instances that can be made of it."""

import copy
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

import attrs

from typekro.checking import Analysis, Problem, Report
from typekro.checking.instance_kind import api_version_of
from typekro.checking.references import OMIT_GATE
from typekro.errors import DefinitionError, ResourceGraphFactoryError, compose
from typekro.evaluation import Definition
from typekro.expressions import Reference, String, describe, expression_of, expressions_in
from typekro.expressions.guards import is_mapping
from typekro.graph.conditions import ready_conditions
from typekro.graph.document import Child, External, children_of, externals_of, graph_hash
from typekro.graph.instance import Instance, as_manifest, make_instance
from typekro.graph.manifests import describe_value
from typekro.graph.options import FeatureGate, Scope
from typekro.graph.preview import Given, GraphPreview, previewed
from typekro.graph.reading import read_definition, spec_schema_of
from typekro.graph.rules import problems_of_instance_name, problems_of_namespace
from typekro.graph.schema_reference import Schema
from typekro.graph.status import awaited_paths
from typekro.graph.yaml_text import to_yaml
from typekro.schema import collected, from_wire, members_of, plain, problems_of_value, to_wire

S = TypeVar("S")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


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
        analysis: what kro makes of it; None where it was not checked: read back from a record, or without the CEL library.
        unchecked: what could not be judged when it was defined, a line each.
        warnings: what kro accepts and what then hangs or surprises, of a definition that was not written in Python: there it is refused.
    """

    name: str
    api_version: str
    kind: str
    spec_class: type[S]
    status_class: type[T]
    schema: Schema[S, T]
    manifest: Mapping[str, Any]
    analysis: Analysis | None = None
    unchecked: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()

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
    def scope(self) -> Scope:
        """`Namespaced`, or `Cluster` where instances have no namespace."""
        scope: Scope = self.manifest["spec"]["schema"].get("scope", "Namespaced")
        return scope

    @property
    def definition(self) -> dict[str, Any]:
        """The ResourceGraphDefinition as a manifest: a copy, at each call."""
        return copy.deepcopy(dict(self.manifest))

    @cached_property
    def hash(self) -> str:
        """What tells this definition from another one: 32 hexadecimal digits, which every resource of its instances carries."""
        return graph_hash(self.manifest)

    @cached_property
    def children(self) -> tuple[Child, ...]:
        """The resources that each instance makes."""
        return children_of(self.manifest)

    @cached_property
    def external_refs(self) -> tuple[External, ...]:
        """The resources that each instance reads."""
        return externals_of(self.manifest)

    @cached_property
    def awaited_status(self) -> tuple[tuple[str, ...], ...]:
        """The fields of the status that an instance has to have before it is ready, as paths of names in the cluster."""
        return tuple(awaited_paths(self.status_class)) if attrs.has(self.status_class) else ()

    @cached_property
    def ready_conditions(self) -> tuple[str, ...]:
        """The types of the conditions that say together that an instance is ready.

        `Ready`, and `KroReady` too where `Ready` is the graph's own. Where a definition was not made here and leaves kro's own out, there
        are none: only `state` says something, and says it early.
        """
        return ready_conditions(self.manifest)

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
        template = self._template(spec, name, namespace)
        return make_instance(template, self.spec_class, self.status_class, self.ready_conditions, self)

    def instance_manifest(self, spec: S, *, name: str | None = None, namespace: str | None = None) -> dict[str, Any]:
        """The manifest of an instance, which is that of `get_instance`, where nothing else is made of it.

        Args:
            spec: an instance of the spec class.
            name: its name in the cluster; by default the spec's own field `name`.
            namespace: its namespace; by default that of whoever deploys it.

        Raises:
            ResourceGraphFactoryError: the spec is not of its class or its values not of their types, or a name is none.
            DefinitionError: there are references in it.
        """
        return as_manifest(self._template(spec, name, namespace))

    def _template(self, spec: S, name: str | None, namespace: str | None) -> dict[str, Any]:
        try:
            wire = self.to_wire(spec)
            metadata = self._metadata(wire, name, namespace)
        except DefinitionError as error:
            raise ResourceGraphFactoryError(f"{self.name}: {error.message}", self.name, "getInstance", error) from error
        return {"apiVersion": self.api_version, "kind": self.kind, "metadata": metadata, "spec": wire}

    @cached_property
    def checked(self) -> Definition:
        """The definition as the evaluator takes it.

        Raises:
            DefinitionError: it was not checked: read back from a record, or there is no CEL library on this machine.
        """
        if self.analysis is None:
            why = [*self.unchecked] or ["it was read back from a record, and not checked"]
            raise DefinitionError(compose(f"{self.name}: it cannot be evaluated", why))
        # It was accepted by the gates that it was defined with.
        return Definition.of(self.manifest, self.analysis.kinds, (OMIT_GATE,), unknown_kinds="trust")

    def preview(
        self,
        spec: S | Mapping[str, Any],
        *,
        name: str | None = None,
        namespace: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        observed: Mapping[str, Given] | None = None,
        ready: bool | Collection[str] = False,
        not_ready: Collection[str] = (),
    ) -> GraphPreview:
        """What kro would make of an instance, without a cluster: the objects, what waits for what, and the status.

        What is applied counts as being there as it was applied. What only a cluster knows, such as a status or the IP of a Service, is
        not there, unless `observed` says it: what depends on it waits, and the preview says for which value. A resource is ready where
        its readyWhen says so by what is known; a Deployment that is ready by its status is not, until `observed` or `ready` says it is.

        Args:
            spec: an instance of the spec class, or its JSON by the names of the cluster.
            name: its name; by default the spec's own field `name`.
            namespace: its namespace; by default `default`.
            metadata: more of its metadata, such as its labels.
            observed: what the cluster is taken to have, by the ids of nodes: `{"service": {"spec": {"clusterIP": "10.0.0.1"}}}` is laid
                over what is applied, over each item of a forEach; a list has one for each item. What an external reference reads is not
                there, unless it is said here.
            ready: the ids of resources that count as ready once they are applied, whatever their readyWhen says; True for all.
            not_ready: the ids of resources that do not, whatever it says.

        Raises:
            ResourceGraphFactoryError: the spec is not of its class or its values not of their types, a name is none, or there is no node
                of an id.
            DefinitionError: there is no CEL library on this machine.

        Example:
            >>> text = '''
            ... apiVersion: kro.run/v1alpha1
            ... kind: ResourceGraphDefinition
            ... metadata: {name: notes}
            ... spec:
            ...   schema: {apiVersion: v1alpha1, group: example.com, kind: Note, spec: {text: string}, status: {uid: "${map.metadata.uid}"}}
            ...   resources:
            ...   - id: map
            ...     template: {apiVersion: v1, kind: ConfigMap, metadata: {name: note}, data: {text: "${schema.spec.text}"}}
            ... '''
            >>> print(ResourceGraph.from_yaml(text).preview({"text": "hello"}, name="first").to_tree(), end="")
            Note default/first of example.com/v1alpha1: ACTIVE
            └── map: applied
                  ConfigMap default/note
            status:
              uid: ${map.metadata.uid} waits for map.metadata.uid
        """
        try:
            wire = self._json(spec)
            whole = {**(metadata or {}), **self._metadata(wire, name, namespace)}
        except DefinitionError as error:
            raise ResourceGraphFactoryError(f"{self.name}: {error.message}", self.name, "getInstance", error) from error
        return previewed(self.checked, {"metadata": whole, "spec": wire}, observed, ready=ready, not_ready=not_ready)

    @overload
    @classmethod
    def from_yaml(
        cls, source: str | Path, *, spec: type[A], status: type[B], feature_gates: Sequence[FeatureGate] = ()
    ) -> "ResourceGraph[A, B]": ...
    @overload
    @classmethod
    def from_yaml(
        cls, source: str | Path, *, spec: type[A], feature_gates: Sequence[FeatureGate] = ()
    ) -> "ResourceGraph[A, dict[str, Any]]": ...
    @overload
    @classmethod
    def from_yaml(
        cls, source: str | Path, *, status: type[B], feature_gates: Sequence[FeatureGate] = ()
    ) -> "ResourceGraph[dict[str, Any], B]": ...
    @overload
    @classmethod
    def from_yaml(
        cls, source: str | Path, *, feature_gates: Sequence[FeatureGate] = ()
    ) -> "ResourceGraph[dict[str, Any], dict[str, Any]]": ...
    @classmethod
    def from_yaml(
        cls,
        source: str | Path,
        *,
        spec: type[Any] | None = None,
        status: type[Any] | None = None,
        feature_gates: Sequence[FeatureGate] = (),
    ) -> "ResourceGraph[Any, Any]":
        """A factory like any other, of a ResourceGraphDefinition that is written in YAML.

        Args:
            source: the file, from the current folder; or the YAML itself, which has more than one line. One definition is in it;
                CustomResourceDefinitions beside it teach the kinds that they define.
            spec: an attrs class for the spec of instances; without one, a spec is a dict, by the names of the cluster.
            status: an attrs class for their status; without one, a status is a dict.
            feature_gates: features of kro that are on in the clusters that it is for.

        Raises:
            DefinitionError: it cannot be read, kro would refuse it, or the classes do not fit it; all reasons are named.

        Example:
            >>> text = '''
            ... apiVersion: kro.run/v1alpha1
            ... kind: ResourceGraphDefinition
            ... metadata: {name: notes}
            ... spec:
            ...   schema: {apiVersion: v1alpha1, group: example.com, kind: Note, spec: {text: string}}
            ...   resources: []
            ... '''
            >>> ResourceGraph.from_yaml(text).get_instance({"text": "hello"}, name="first").manifest["spec"]
            {'text': 'hello'}
        """
        read = read_definition(source, spec, status, feature_gates)
        return _of_manifest(read.manifest, spec or dict, status or dict, read.report)

    @classmethod
    def from_definition(cls, manifest: Mapping[str, Any]) -> "ResourceGraph[Any, Any]":
        """A factory from a recorded manifest, whose classes are not known: for taking it down, not for making instances.

        Args:
            manifest: a ResourceGraphDefinition, as `definition` gave it.
        """
        return _of_manifest(copy.deepcopy(dict(manifest)), object, object, Report(()))

    @classmethod
    def from_report(cls, manifest: Mapping[str, Any], report: Report) -> "ResourceGraph[dict[str, Any], dict[str, Any]]":
        """A factory of a definition that whoever calls has checked; its specs and statuses are dicts.

        Args:
            manifest: the ResourceGraphDefinition.
            report: what the check found, which is no problem.
        """
        return _of_manifest(copy.deepcopy(dict(manifest)), dict, dict, report)

    def to_wire(self, spec: S) -> dict[str, Any]:
        """The spec of an instance as the cluster's JSON; references stay where they are.

        Args:
            spec: an instance of the spec class, or a dict where there is no class.

        Raises:
            DefinitionError: it is none, or its values are not of their types; all of them are named.
        """
        if self.spec_class is dict:
            return self._checked(spec)
        if not attrs.has(self.spec_class):
            why = "it was read back from a manifest, so that the class of its spec is not known"
            raise DefinitionError(compose("no instances can be made", why))
        if not isinstance(spec, self.spec_class):
            wanted, got = self.spec_class.__name__, f"{type(spec).__name__} {spec!r}"
            raise DefinitionError(compose(f"an instance needs a {wanted}, got {got}", (), f"{wanted}(...)"))
        return to_wire(spec, self.spec_class)

    def from_wire(self, status: Mapping[str, Any]) -> T:
        """The status of an instance, of the status class; a dict where there is no class.

        Args:
            status: the cluster's JSON.

        Raises:
            EvaluationError: a required field is not there, or a value is not of its declared type.
        """
        read: Any = from_wire(status, self.status_class) if attrs.has(self.status_class) else dict(status)
        return cast("T", read)

    def _json(self, spec: S | Mapping[str, Any]) -> dict[str, Any]:
        """The spec of an instance that is to be previewed."""
        wire = self._checked(spec) if is_mapping(spec) else self.to_wire(cast("S", spec))
        found = next(iter(expressions_in(wire)), None)
        if found is not None:
            raise DefinitionError(compose(f"{describe(found)} has no value here", "a preview is of one instance, whose spec is known"))
        return wire

    def _checked(self, spec: object) -> dict[str, Any]:
        if not is_mapping(spec):
            raise DefinitionError(compose(f"an instance needs a dict, got {type(spec).__name__} {spec!r}", (), "{...}"))
        wire: dict[str, Any] = plain(spec)
        problems = list(problems_of_value(wire, spec_schema_of(self.manifest), "spec", references=True))
        if problems:
            raise collected("spec", problems)
        return wire

    def _metadata(self, wire: Mapping[str, Any], name: str | None, namespace: str | None) -> dict[str, Any]:
        chosen = name if name is not None else self._own_name(wire)
        problems = [] if expression_of(chosen) is not None else [*problems_of_instance_name(chosen)]
        if namespace is not None and expression_of(namespace) is None:
            problems += problems_of_namespace(namespace)
        if namespace is not None and self.scope == "Cluster":
            why = f"{self.kind} is a kind of the cluster: scope='Cluster'"
            problems.append(compose(f"namespace={describe_value(namespace)}: its instances have no namespace", why, "leave it out"))
        if problems:
            raise DefinitionError("\n".join(problems), problems)
        return {"name": chosen} if namespace is None else {"name": chosen, "namespace": namespace}

    def _own_name(self, wire: Mapping[str, Any]) -> str:
        if self.spec_class is dict and isinstance(wire.get("name"), str | Reference):
            return cast("str", wire["name"])
        for member in members_of(self.spec_class) if attrs.has(self.spec_class) else ():
            if member.name == "name" and isinstance(member.type, String) and member.wire_name in wire:
                own: str = wire[member.wire_name]
                return own
        why = f"{'the spec' if self.spec_class is dict else self.spec_class.__name__} has no field name: str to take it from"
        raise DefinitionError(compose("the instance has no name", why, 'get_instance(spec, name="...")'))


def _of_manifest(manifest: dict[str, Any], spec: type[Any], status: type[Any], report: Report) -> ResourceGraph[Any, Any]:
    name, schema = manifest["metadata"]["name"], manifest["spec"]["schema"]
    return ResourceGraph(
        name=name,
        api_version=api_version_of(manifest),
        kind=schema["kind"],
        spec_class=spec,
        status_class=status,
        schema=Schema(name, spec, status, schema.get("scope", "Namespaced")),
        manifest=manifest,
        analysis=report.analysis,
        unchecked=report.unchecked,
        warnings=report.warnings,
    )
