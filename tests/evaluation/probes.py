"""The accepted cases and the examples, each with instances of it that any of its ways of deployment can be asked for."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from tests.evaluation.values import value_of
from tests.kro_cases.cases import Case, cases_of
from typekro.checking import check_all
from typekro.cli.scripts import graphs_of
from typekro.evaluation import Definition
from typekro.graph import ResourceGraph
from typekro.openapi.kinds import Kinds

Probe: TypeAlias = tuple[Definition, Mapping[str, Any]]
"""A definition, and an instance of it."""

OTHERS = os.environ.get("TYPEKRO_KRO_CASES")
"""The folder with cases of others, where there is one."""

EXAMPLES = Path(__file__).parents[2] / "examples"
# What a schema does not say of a value, and Kubernetes wants.
SPECS: Mapping[str, Mapping[str, Any]] = {
    "default-in-a-map": {"tiers": {"a": {"size": "small"}}, "wrong": {"a": {"any": 1}}},
    "validation-around-an-object": {"part": {"name": "a"}},
    "validation-of-short-texts": {"ranges": ["10.0.0.0/8"], "words": "a,b", "label": "a", "few": "a"},
    "collection-of-other-objects": {"names": ["a", "b"], "port": {"port": 80}},
    "foreach-in-namespace": {"teams": ["default"]},
    "functions": {"address": "10.1.2.3", "version": "1.3.0"},
    "required-default-types": {"endpoints": [{"url": "https://a", "name": "a"}]},
    "validation-markers": {"email": "a@example.com"},
    "random-seeded-group": {"namespace": "default"},
    "multi_tenant": {"namespace": "default"},
}
# What external references read.
OBJECTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "external-by-name": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "shared-config", "namespace": "default"}, "data": {"host": "a"}}
    ]
}


def definitions_of(case: Case) -> list[Definition]:
    """The definitions of a case, those that it needs left out."""
    reports = check_all([*case.manifests, *case.needs], Kinds.builtin())
    checked = [(case.manifests[index], report.analysis) for index, report in reports.items() if index < len(case.manifests)]
    return [Definition(manifest, analysis) for manifest, analysis in checked if analysis is not None]


def instances_of(definition: Definition, spec: Mapping[str, Any], namespace: str) -> Iterator[dict[str, Any]]:
    """One with all fields, and one with those alone that are required; where these are the same, one of them."""
    spec = {name: part for name, part in spec.items() if name in definition.analysis.spec_schema.get("properties", {})}
    full, bare = (_instance(definition, spec, namespace, bare=bare) for bare in (False, True))
    yield full
    given = {
        name: part for name, part in spec.items() if name in bare["spec"] or name in definition.analysis.spec_schema.get("required", ())
    }
    bare = {**bare, "spec": {**bare["spec"], **given}}
    if bare["spec"] != full["spec"]:
        yield {**bare, "metadata": {**bare["metadata"], "name": "bare"}}


def _instance(definition: Definition, spec: Mapping[str, Any], namespace: str, *, bare: bool) -> dict[str, Any]:
    metadata = {"name": "probe", **({"namespace": namespace} if definition.scope == "Namespaced" else {})}
    schema = {key: part for key, part in definition.analysis.spec_schema.items() if key != "default"}
    generated: dict[str, Any] = value_of(schema, bare=bare)
    given: Mapping[str, Any] = {} if bare else spec
    return {"apiVersion": definition.api_version, "kind": definition.kind, "metadata": metadata, "spec": {**generated, **given}}


def probes_of(case: Case, namespace: str) -> list[Probe]:
    """The instances of a case: of each of its definitions."""
    spec = SPECS.get(case.name, {})
    return [(definition, instance) for definition in definitions_of(case) for instance in instances_of(definition, spec, namespace)]


def accepted(folder: Path, namespace: str) -> dict[Case, list[Probe]]:
    """The accepted cases of a folder, each with its instances."""
    return {case: probes_of(case, namespace) for case in cases_of(folder) if case.accepted}


def examples() -> dict[str, tuple[ResourceGraph[Any, Any], ...]]:
    """The graphs of each example, by the name of its file; those that have none are left out."""
    found = {file.stem: tuple(graphs_of(file)) for file in sorted(EXAMPLES.glob("*.py")) if file.stem != "__init__"}
    return {name: graphs for name, graphs in found.items() if graphs}


def example_case(name: str, graphs: Sequence[ResourceGraph[Any, Any]]) -> Case:
    """An example as a case."""
    return Case(name, accepted=True, manifests=tuple(graph.manifest for graph in graphs))
