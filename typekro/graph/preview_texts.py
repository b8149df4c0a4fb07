"""Previews as text: YAML that can be applied, and a tree for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typekro.checking.places import joined
from typekro.evaluation import Definition, Evaluation, Identity, NodeState, Read
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.yaml_text import to_yaml


def as_yaml(definition: Definition, instance: Mapping[str, Any], evaluation: Evaluation, assumed: Mapping[str, bool]) -> str:
    """The objects as YAML documents, with comments on all else.

    Args:
        definition: the definition of the instance.
        instance: the instance.
        evaluation: what it comes to.
        assumed: whose readiness was said by the caller.
    """
    comments, documents = [_title(definition, instance, evaluation)], list[str]()
    for node in evaluation.nodes.values():
        comments.append(f"{node.id}: {_what(definition, node, assumed)}")
        for manifest in node.manifests:
            documents.append(f"{_commented(comments)}{to_yaml(manifest)}")
            comments = []
    comments += _status_lines(evaluation)
    return "---\n".join(documents) + _commented(comments)


def as_tree(definition: Definition, instance: Mapping[str, Any], evaluation: Evaluation, assumed: Mapping[str, bool]) -> str:
    """The nodes and the status, as a tree.

    Args:
        definition: the definition of the instance.
        instance: the instance.
        evaluation: what it comes to.
        assumed: whose readiness was said by the caller.
    """
    lines = [_title(definition, instance, evaluation)]
    nodes = list(evaluation.nodes.values())
    for node in nodes:
        last = node is nodes[-1]
        lines.append(f"{'└──' if last else '├──'} {node.id}: {_what(definition, node, assumed)}")
        lines += [f"{'   ' if last else '│  '}   {Identity.of(manifest)}" for manifest in node.manifests]
    return "\n".join([*lines, *_status_lines(evaluation)]) + "\n"


def _title(definition: Definition, instance: Mapping[str, Any], evaluation: Evaluation) -> str:
    return f"{Identity.of(instance)} of {definition.api_version}: {evaluation.state}"


def _what(definition: Definition, node: NodeState, assumed: Mapping[str, bool]) -> str:
    """What becomes of a node, and why."""
    match node.state:
        case "pending":
            return f"waits: {node.reason}"
        case "ignored":
            return f"ignored: {node.reason}"
        case "error":
            return f"error: {node.reason}"
        case _:
            several = definition.analysis.nodes[node.id].type == "Collection"
            number = len(node.manifests)
            applied = (f"{number or 'no'} item{'' if number == 1 else 's'}, applied" if several else "applied") if not node.reads else ""
            what = applied or "; ".join(_read(one) for one in node.reads)
            if node.reads and not node.there:
                return f"{what}, of which nothing is known here"
            if not node.ready:
                return f"{what}, not ready: {node.ready_reason}"
            return f"{what}, taken as ready" if assumed.get(node.id) else what


def _read(read: Read) -> str:
    """What is read for an external reference."""
    where = f"{read.namespace}/" if read.namespace else ""
    if read.name is not None:
        return f"reads {read.kind} {where}{read.name}"
    place = f" in {read.namespace}" if read.namespace else ""
    selector: Mapping[str, Any] = read.selector or {}
    labels: Mapping[str, str] = selector.get("matchLabels") or {}
    terms = [f"{key}={value}" for key, value in labels.items()]
    expressions: Sequence[Mapping[str, Any]] = selector.get("matchExpressions") or ()
    for one in expressions:
        values = one.get("values")
        terms.append(f"{one.get('key')} {one.get('operator')}{' ' + ', '.join(map(str, values)) if values else ''}")
    return f"reads each {read.kind}{place}{' with ' + ', '.join(terms) if terms else ''}"


def _status_lines(evaluation: Evaluation) -> list[str]:
    """The status: what has a value, and what the rest waits for."""
    lines = ["status:"] if evaluation.status or evaluation.status_problems else []
    lines += [f"  {place}: {value}" for place, value in _leaves(evaluation.status) if place]
    lines += [f"  {reason.removeprefix('status.')}" for reason in evaluation.status_problems.values()]
    if evaluation.error is not None:
        lines.append(f"error: {evaluation.error}")
    return lines


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if is_mapping(value) and value:
        for key, part in value.items():
            yield from _leaves(part, joined(place, str(key)))
    elif is_sequence(value) and value:
        for index, part in enumerate(value):
            yield from _leaves(part, joined(place, index))
    else:
        yield place, to_yaml({"v": value})[3:-1]


def _commented(lines: list[str]) -> str:
    return "".join(f"# {line}\n" for text in lines for line in text.splitlines())
