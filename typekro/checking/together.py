"""Several manifests checked together: CustomResourceDefinitions and definitions teach the kinds that the others use."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from typekro.checking.check import check
from typekro.checking.instance_kind import ANYTHING, api_version_of, instance_schema
from typekro.checking.ordering import cycle, topological_order
from typekro.checking.reading import UnknownKinds
from typekro.checking.report import Report
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds
from typekro.openapi.kro_kinds import API_VERSION, KIND

Manifest = Mapping[str, Any]


def is_definition(manifest: Manifest) -> bool:
    """Whether a manifest is a ResourceGraphDefinition."""
    return (manifest.get("apiVersion"), manifest.get("kind")) == (API_VERSION, KIND)


def is_crd(manifest: Manifest) -> bool:
    """Whether a manifest is a CustomResourceDefinition."""
    return str(manifest.get("apiVersion")).startswith("apiextensions.k8s.io/") and manifest.get("kind") == "CustomResourceDefinition"


def check_all(
    manifests: Sequence[Manifest], kinds: Kinds, *, feature_gates: Collection[str] = (), unknown_kinds: UnknownKinds = "refuse"
) -> dict[int, Report]:
    """A report for each ResourceGraphDefinition among some manifests, by its index; the order of the manifests does not matter.

    Args:
        manifests: definitions, CustomResourceDefinitions, and what else there is.
        kinds: the kinds that are there besides.
        feature_gates: as for `check`.
        unknown_kinds: as for `check`.

    Raises:
        DefinitionError: a CustomResourceDefinition cannot be read.

    Example:
        >>> check_all([{"apiVersion": "v1", "kind": "ConfigMap"}], Kinds.builtin())
        {}
    """
    for manifest in manifests:
        kinds = kinds.with_crd(manifest) if is_crd(manifest) else kinds
    reports: dict[int, Report] = {}
    for index in _in_order(manifests):
        reports[index] = check(manifests[index], kinds, feature_gates=feature_gates, unknown_kinds=unknown_kinds)
        kinds = with_definition(kinds, manifests[index], reports[index])
    return dict(sorted(reports.items()))


def with_definition(kinds: Kinds, definition: Manifest, report: Report) -> Kinds:
    """The kinds with the one that a definition makes.

    Args:
        kinds: those that are known.
        definition: the ResourceGraphDefinition.
        report: what its check found; where it has problems, anything is taken for an instance of its kind.
    """
    made = _kind_of(definition)
    if made is None:
        return kinds
    api_version, kind = made
    analysis = report.analysis
    schema = instance_schema(ANYTHING, ANYTHING) if analysis is None else instance_schema(analysis.spec_schema, analysis.status_schema)
    namespaced = definition["spec"]["schema"].get("scope", "Namespaced") != "Cluster"
    return kinds.with_kind(api_version, kind, schema, namespaced=namespaced)


def _in_order(manifests: Sequence[Manifest]) -> Sequence[int]:
    """The definitions, each after those whose kinds it uses."""
    definitions = {str(index): manifest for index, manifest in enumerate(manifests) if is_definition(manifest)}
    makers = {made: index for index, manifest in definitions.items() if (made := _kind_of(manifest)) is not None}
    needs = {
        index: tuple({makers[used] for used in _kinds_used(manifest) if makers.get(used, index) != index})
        for index, manifest in definitions.items()
    }
    # Where they use each other's kinds, kro takes none of them first either.
    return [int(index) for index in (definitions if cycle(needs) is not None else topological_order(needs))]


def _kind_of(definition: Manifest) -> tuple[str, str] | None:
    spec = definition.get("spec")
    schema = spec.get("schema") if is_mapping(spec) else None
    if not is_mapping(schema) or not isinstance(schema.get("apiVersion"), str) or not isinstance(schema.get("kind"), str):
        return None
    return api_version_of(definition), schema["kind"]


def _kinds_used(definition: Manifest) -> set[tuple[str, str]]:
    spec = definition.get("spec")
    resources = spec.get("resources") if is_mapping(spec) else ()
    used: set[tuple[str, str]] = set()
    for resource in resources if is_sequence(resources) else ():
        for key in ("template", "externalRef"):
            manifest = resource.get(key) if is_mapping(resource) else None
            if is_mapping(manifest):
                used.add((str(manifest.get("apiVersion")), str(manifest.get("kind"))))
    return used
