"""The ResourceGraphDefinition as a manifest: its parts put together, its hash, and what can be read back from it."""

import copy
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import attrs

GRAPH_ANNOTATION = "typekro.io/graph"

_ADDED = re.compile(rf'\$\{{\((.*)\)\.merge\(\{{"{re.escape(GRAPH_ANNOTATION)}": "[0-9a-f]+"\}}\)\}}', re.DOTALL)


@attrs.frozen
class Child:
    """A resource that each instance of a graph makes.

    Args:
        id: its id in the graph.
        api_version: its group and version.
        kind: its kind.
    """

    id: str
    api_version: str
    kind: str


@attrs.frozen
class External:
    """A resource that a graph reads and does not make.

    Args:
        id: its id in the graph.
        api_version: its group and version.
        kind: its kind.
        name: its name; None where that is an expression.
        namespace: its namespace; None where that is an expression, or the instance's own.
    """

    id: str
    api_version: str
    kind: str
    name: str | None
    namespace: str | None


def graph_hash(definition: Mapping[str, Any]) -> str:
    """What tells one definition from another, whether it carries the annotation `typekro.io/graph` or not: 32 hexadecimal digits."""
    plain = copy.deepcopy(dict(definition))
    for resource in plain["spec"]["resources"]:
        metadata = resource.get("template", {}).get("metadata", {})
        annotations: Any = metadata.get("annotations")
        if isinstance(annotations, str):
            metadata["annotations"] = _ADDED.sub(r"${\1}", annotations)
        else:
            kept: dict[str, Any] = {**(annotations or {})}
            kept.pop(GRAPH_ANNOTATION, None)
            metadata.pop("annotations", None)
            metadata.update({"annotations": kept} if kept else {})
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def annotated(definition: dict[str, Any]) -> dict[str, Any]:
    """The definition with its hash on every template's own metadata, which shows when an instance's resources are of this definition."""
    graph = graph_hash(definition)
    marked = copy.deepcopy(definition)
    for resource in marked["spec"]["resources"]:
        if "template" in resource:
            _annotate(resource["template"]["metadata"], graph)
    return marked


def _annotate(metadata: dict[str, Any], graph: str) -> None:
    annotations: Any = metadata.get("annotations") or {}
    if isinstance(annotations, str):  # one expression that gives all of them
        inner = annotations.removeprefix("${").removesuffix("}")
        metadata["annotations"] = f'${{({inner}).merge({{"{GRAPH_ANNOTATION}": "{graph}"}})}}'
    else:
        metadata["annotations"] = {**annotations, GRAPH_ANNOTATION: graph}


def children_of(definition: Mapping[str, Any]) -> tuple[Child, ...]:
    """The resources that each instance makes."""
    resources = [(resource["id"], resource["template"]) for resource in definition["spec"]["resources"] if "template" in resource]
    return tuple(Child(id_, template["apiVersion"], template["kind"]) for id_, template in resources)


def externals_of(definition: Mapping[str, Any]) -> tuple[External, ...]:
    """The resources that each instance reads."""
    resources = [(resource["id"], resource["externalRef"]) for resource in definition["spec"]["resources"] if "externalRef" in resource]
    return tuple(
        External(id_, ref["apiVersion"], ref["kind"], _constant(ref["metadata"].get("name")), _constant(ref["metadata"].get("namespace")))
        for id_, ref in resources
    )


def _constant(text: str | None) -> str | None:
    return None if text is None or "${" in text else text
