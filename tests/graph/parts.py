"""What the tests of graphs share: a spec, a status, and graphs made of plain manifests."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest

from typekro.errors import DefinitionError
from typekro.graph import ManifestNode, Node, ResourceGraph, Schema, SchemaDefinition, manifest_node, to_kro_resource_graph


@attrs.frozen
class Spec:
    name: str
    port: int = 80
    note: str | None = None
    regions: list[str] = attrs.Factory(list[str])
    debug: bool = False


@attrs.frozen
class Status:
    host: str


@attrs.frozen
class Nothing:
    pass


def config_map(name: str = "settings", /, **data: Any) -> ManifestNode:
    return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})


def graph_of(builder: Callable[[Schema[Spec, Any]], Any], status: type[Any] = Nothing, **options: Any) -> ResourceGraph[Spec, Any]:
    """A graph called web, of the kind Web."""
    return to_kro_resource_graph("web", builder, SchemaDefinition("example.com/v1alpha1", "Web", Spec, status, **options))


def graph_with(**nodes: Node) -> ResourceGraph[Spec, Any]:
    """The same, of nodes that are there already."""
    return graph_of(lambda _: (nodes, Nothing()))


def problems_of(builder: Callable[[Schema[Spec, Any]], Any], status: type[Any] = Nothing, **options: Any) -> list[str]:
    """What is wrong with a graph called web, without its name, each as a text of its own."""
    with pytest.raises(DefinitionError) as caught:
        graph_of(builder, status, **options)
    assert all(problem.startswith("web: ") for problem in caught.value.problems)
    return [problem.removeprefix("web: ") for problem in caught.value.problems]


def problem_with(**nodes: Node) -> str:
    """The one thing that is wrong with a graph of these nodes."""
    (problem,) = problems_of(lambda _: (nodes, Nothing()))
    return problem


def resources(graph: ResourceGraph[Any, Any]) -> dict[str, Mapping[str, Any]]:
    """The resources of a graph by their ids, without our annotation."""
    found: dict[str, Mapping[str, Any]] = {}
    for resource in graph.definition["spec"]["resources"]:
        if "template" in resource:
            annotations = resource["template"]["metadata"].pop("annotations")
            assert annotations == {"typekro.io/graph": graph.hash}
        found[resource.pop("id")] = resource
    return found
