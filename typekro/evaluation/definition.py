"""A definition that kro accepts, ready to be evaluated for instances of its kind."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import attrs

from typekro.checking import Analysis, CheckedExpression, check
from typekro.checking.instance_kind import api_version_of, schema_variable
from typekro.checking.reading import UnknownKinds
from typekro.errors import DefinitionError, compose
from typekro.evaluation.filling import marked
from typekro.evaluation.states import metadata_of
from typekro.expressions.library import Resolve, Schema
from typekro.openapi.kinds import Kinds


@attrs.frozen(eq=False)
class Definition:
    """A ResourceGraphDefinition that was checked, with all that its instances need to be evaluated.

    Args:
        manifest: the ResourceGraphDefinition.
        analysis: what kro makes of it.

    Example:
        >>> cm = {"id": "cm", "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${schema.spec.name}"}}}
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"name": "string"}}
        >>> rgd = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> definition = Definition.of({**rgd, "spec": {"schema": schema, "resources": [cm]}}, Kinds.builtin())
        >>> definition.api_version, definition.kind, definition.scope
        ('kro.run/v1alpha1', 'App', 'Namespaced')
    """

    manifest: Mapping[str, Any]
    analysis: Analysis = attrs.field(repr=False)

    @classmethod
    def of(
        cls,
        manifest: Mapping[str, Any],
        kinds: Kinds,
        feature_gates: Collection[str] = (),
        *,
        unknown_kinds: UnknownKinds = "refuse",
    ) -> "Definition":
        """A definition, checked.

        Args:
            manifest: the ResourceGraphDefinition, as for `kubectl apply`.
            kinds: the kinds that are there.
            feature_gates: the features of kro that are switched on, such as `CELOmitFunction`.
            unknown_kinds: what is done about kinds of which nothing is known, as in `check`.

        Raises:
            DefinitionError: kro would refuse it, or it cannot be told here whether it would.
        """
        report = check(manifest, kinds, feature_gates=feature_gates, unknown_kinds=unknown_kinds)
        if report.analysis is None:
            name = metadata_of(manifest).get("name", "the definition")
            found = [found.text for found in report.problems] or list(report.unchecked)
            raise DefinitionError(compose(f"{name} cannot be evaluated", found))
        return cls(manifest, report.analysis)

    @property
    def schema(self) -> Mapping[str, Any]:
        """What it says of the kind of its instances: its `spec.schema`."""
        schema: Mapping[str, Any] = self.manifest["spec"]["schema"]
        return schema

    @property
    def api_version(self) -> str:
        """Group and version of its instances."""
        return api_version_of(self.manifest)

    @property
    def kind(self) -> str:
        """The kind of its instances."""
        return str(self.schema["kind"])

    @property
    def scope(self) -> Literal["Namespaced", "Cluster"]:
        """Whether its instances live in namespaces."""
        return "Cluster" if self.schema.get("scope") == "Cluster" else "Namespaced"

    @cached_property
    def templates(self) -> Mapping[str, Any]:
        """The template of each node by its id, with its expressions in their places."""
        nodes = self.analysis.nodes
        by_place = {id_: {one.place: one for one in self.expressions_of_template(id_)} for id_ in nodes}
        return {id_: marked(node.template, f"resources.{id_}", by_place[id_]) for id_, node in nodes.items()}

    @cached_property
    def status_template(self) -> Any:
        """What it says of the status, with the expressions in their places; without what is kro's own."""
        declared: Mapping[str, Any] = self.schema.get("status") or {}
        expressions = {one.place: one for one in self.analysis.expressions_of.get((None, "status"), ())}
        return marked({key: part for key, part in declared.items() if key not in {"conditions", "state"}}, "status", expressions)

    def expressions_of_template(self, id_: str) -> Sequence[CheckedExpression]:
        """The expressions in the template of a node, or in its external reference, in their order.

        Args:
            id_: the node.
        """
        of = self.analysis.expressions_of
        return of.get((id_, "template")) or of.get((id_, "externalRef"), ())

    @property
    def resolve(self) -> Resolve:
        """What a `$ref` in the schemas of its nodes means."""
        return self.analysis.kinds.resolve

    @cached_property
    def instance_schema(self) -> Schema:
        """The OpenAPI schema of what `schema` is in expressions."""
        return schema_variable(self.analysis.spec_schema, self.analysis.kinds, namespaced=self.scope == "Namespaced")
