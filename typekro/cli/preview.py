"""`typekro preview`: what kro would make of an instance, without a cluster."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import attrs

from typekro.checking import check_all
from typekro.checking.documents import documents
from typekro.cli.files import text_of, title_of
from typekro.cli.places import shown
from typekro.cli.scripts import graphs_of, no_definitions
from typekro.errors import DefinitionError, TypeKroError, UsageError, compose
from typekro.expressions.guards import is_mapping
from typekro.graph import GraphPreview, ResourceGraph
from typekro.openapi.kinds import Kinds
from typekro.schema.problems import nearest

Output = Literal["yaml", "tree", "json"]
OUTPUTS: tuple[Output, ...] = get_args(Output)


@attrs.frozen
class Wanted:
    """What is to be previewed.

    Args:
        file: a script, or YAML with ResourceGraphDefinitions and CRDs.
        spec: YAML or JSON with a spec, or with an instance; `-` for standard input.
        graph: which graph, where the file has several.
        name: the name of the instance; None for what the instance, or its spec, says.
        namespace: its namespace; None for what the instance says, else `default`.
        observed: YAML or JSON with what the cluster is taken to have, by the ids of nodes.
        ready: the ids of resources that count as ready; True for all.
        not_ready: the ids of resources that do not.
    """

    file: str
    spec: str
    graph: str | None = None
    name: str | None = None
    namespace: str | None = None
    observed: str | None = None
    ready: bool | Sequence[str] = ()
    not_ready: Sequence[str] = ()


def preview(wanted: Wanted, output: Output = "tree") -> None:
    """Prints what kro would make of an instance.

    Args:
        wanted: of which.
        output: `tree` for people, `yaml` for kubectl, `json` for programs.

    Raises:
        UsageError: a file is not there, or it is not clear which graph is meant.
        DefinitionError: a file is no YAML, or kro would refuse the definition.
        ResourceGraphFactoryError: the spec is not as the graph wants it.
        TypeKroError: kro would not get along with this instance; that is printed nevertheless.
        Exception: whatever the script raised.
    """
    given = _mapping(wanted.spec)
    instance = given if is_mapping(given.get("spec")) and "kind" in given else {"spec": given}
    graph = _chosen(_graphs(wanted.file), wanted, instance)
    metadata: dict[str, Any] = dict(instance.get("metadata") or {})
    found = graph.preview(
        instance["spec"],
        name=wanted.name or metadata.get("name"),
        namespace=wanted.namespace or metadata.get("namespace"),
        metadata=metadata,
        observed=None if wanted.observed is None else _mapping(wanted.observed),
        ready=wanted.ready,
        not_ready=wanted.not_ready,
    )
    print(_text(found, output), end="")
    if found.evaluation.error is not None:
        raise TypeKroError(compose(f"{graph.name}: kro cannot make this instance", found.evaluation.error), "PREVIEW_FAILED")


def _text(found: GraphPreview, output: Output) -> str:
    if output == "json":
        return json.dumps(found.to_json(), indent=2, ensure_ascii=False) + "\n"
    return found.to_yaml() if output == "yaml" else found.to_tree()


def _graphs(file: str) -> list[ResourceGraph[Any, Any]]:
    if file.endswith(".py"):
        return graphs_of(Path(file))
    manifests = [document.manifest for document in documents(text_of(file), title_of(file))]
    reports = check_all(manifests, Kinds.builtin(), unknown_kinds="trust")
    graphs: list[ResourceGraph[Any, Any]] = []
    for index, report in reports.items():
        if report.problems:
            metadata: Mapping[str, Any] = manifests[index].get("metadata") or {}
            name = metadata.get("name")
            what = f"{title_of(file)}: kro would refuse {name}"
            raise DefinitionError(compose(what, [found.text for found in report.problems], f"typekro check {shown(file)}"))
        graphs.append(ResourceGraph.from_report(manifests[index], report))
    return graphs


def _chosen(graphs: Sequence[ResourceGraph[Any, Any]], wanted: Wanted, instance: Mapping[str, Any]) -> ResourceGraph[Any, Any]:
    if not graphs:
        raise no_definitions(title_of(wanted.file))
    names = ", ".join(graph.name for graph in graphs)
    if wanted.graph is not None:
        for graph in graphs:
            if graph.name == wanted.graph:
                return graph
        near = nearest(wanted.graph, [graph.name for graph in graphs])
        hint = () if near is None else f"--graph {near}"
        raise UsageError(compose(f"{title_of(wanted.file)}: there is no graph {wanted.graph!r}", f"there are {names}", hint))
    if "kind" in instance:
        made = (instance.get("apiVersion"), instance["kind"])
        fitting = [graph for graph in graphs if (graph.api_version, graph.kind) == made]
        if not fitting:
            why = f"there are {', '.join(f'{graph.kind} of {graph.api_version}' for graph in graphs)}"
            raise UsageError(compose(f"{title_of(wanted.file)}: no graph makes a {made[1]} of {made[0]}", why))
        graphs = fitting
    if len(graphs) > 1:
        raise UsageError(compose(f"{title_of(wanted.file)}: it has several graphs", f"there are {names}", f"--graph {graphs[0].name}"))
    return graphs[0]


def _mapping(file: str) -> dict[str, Any]:
    """The one document of a file, which YAML and JSON alike can be."""
    found = documents(text_of(file), title_of(file))
    if len(found) > 1:
        raise UsageError(compose(f"{title_of(file)}: it holds {len(found)} documents", "one is looked at"))
    return found[0].manifest if found else {}
