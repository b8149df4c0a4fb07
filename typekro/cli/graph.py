"""`typekro graph`: what a script's graphs consist of, in the order in which kro makes it: as a tree, or for Mermaid and Graphviz."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, get_args

import attrs

from typekro.checking import Analysis, CheckedExpression
from typekro.cli.scripts import some_graphs_of
from typekro.errors import TypeKroError, compose
from typekro.graph import ResourceGraph

Format = Literal["tree", "mermaid", "dot"]
FORMATS: tuple[Format, ...] = get_args(Format)

_READ: Final = {"External", "ExternalCollection"}
_MERMAID: Final = {"#": "#35;", '"': "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;"}


@attrs.frozen
class _Drawn:
    """A node of a graph.

    Args:
        id: its id.
        kind: its kind, with `[]` behind it where there can be several.
        needs: the ids that it refers to.
        conditions: when it is made, and for what: each as it is written in the definition.
        read: whether it is only read.
    """

    id: str
    kind: str
    needs: tuple[str, ...]
    conditions: tuple[str, ...]
    read: bool


def graph(file: Path, format_: Format = "tree") -> None:
    """Prints what the graphs of a script consist of.

    Args:
        file: the script; it is imported, not run.
        format_: `tree` for people; `mermaid` and `dot` for programs that draw: there an arrow leads from what is made first.

    Raises:
        UsageError: the script is not there, or has no graphs.
        TypeKroError: nothing is known of dependencies, since the CEL library is not here.
        Exception: whatever the script raised.
    """
    draw: Mapping[Format, Callable[[Sequence[tuple[str, list[_Drawn]]]], list[str]]] = {"tree": _tree, "mermaid": _mermaid, "dot": _dot}
    found = [(f"{one.name} makes {one.kind} of {one.api_version}", _drawn(one)) for one in some_graphs_of(file)]
    print(*draw[format_](found), sep="\n")


def _drawn(one: ResourceGraph[Any, Any]) -> list[_Drawn]:
    analysis = one.analysis
    if analysis is None:
        why = [*one.unchecked, "what a resource needs stands in its expressions"]
        raise TypeKroError(compose(f"{one.name}: it is not known what depends on what", why), "NO_CEL")
    return [_node(id_, analysis) for id_ in analysis.topological_order]


def _node(id_: str, analysis: Analysis) -> _Drawn:
    node, of = analysis.nodes[id_], analysis.expressions_of
    bound = zip(node.iterators, of.get((id_, "forEach"), ()), strict=True)
    conditions = [
        *(f"includeWhen {_line(one)}" for one in of.get((id_, "includeWhen"), ())),
        *(f"forEach {name} in {_line(one)}" for name, one in bound),
    ]
    several = "[]" if node.type in {"Collection", "ExternalCollection"} else ""
    needs = analysis.dependencies[id_]
    return _Drawn(id_, node.kind + several, tuple(needs), tuple(conditions), node.type in _READ)


def _tree(graphs: Sequence[tuple[str, list[_Drawn]]]) -> list[str]:
    lines: list[str] = []
    for title, nodes in graphs:
        lines.append(title)
        for node in nodes:
            last = node is nodes[-1]
            needs = f" <- {', '.join(node.needs)}" if node.needs else ""
            lines.append(f"{'└──' if last else '├──'} {node.id}: {node.kind}{' (read)' if node.read else ''}{needs}")
            lines += [f"{'   ' if last else '│  '}   {condition}" for condition in node.conditions]
    return lines


def _mermaid(graphs: Sequence[tuple[str, list[_Drawn]]]) -> list[str]:
    lines = ["flowchart TD"]
    for index, (title, nodes) in enumerate(graphs):
        lines.append(f'  subgraph g{index}["{_for_mermaid(title)}"]')
        for node in nodes:
            left, right = ('(["', '"])') if node.read else ('["', '"]')
            lines.append(f"    g{index}_{node.id}{left}{'<br/>'.join(map(_for_mermaid, _label(node)))}{right}")
        lines += [f"    g{index}_{need} --> g{index}_{node.id}" for node in nodes for need in node.needs]
        lines.append("  end")
    return lines


def _dot(graphs: Sequence[tuple[str, list[_Drawn]]]) -> list[str]:
    lines = ["digraph typekro {", "  node [shape=box];"]
    for index, (title, nodes) in enumerate(graphs):
        lines += [f"  subgraph cluster_{index} {{", f"    label={_quoted(title)};"]
        for node in nodes:
            style = ", style=dashed" if node.read else ""
            lines.append(f"    g{index}_{node.id} [label={_quoted(*_label(node))}{style}];")
        lines += [f"    g{index}_{need} -> g{index}_{node.id};" for node in nodes for need in node.needs]
        lines.append("  }")
    return [*lines, "}"]


def _line(expression: CheckedExpression) -> str:
    return " ".join(expression.written.split())


def _label(node: _Drawn) -> list[str]:
    return [node.id, f"{node.kind} (read)" if node.read else node.kind, *node.conditions]


def _for_mermaid(text: str) -> str:
    """Text that Mermaid shows as it is: it knows no backslashes, and entities with # for &."""
    return "".join(_MERMAID.get(char, char) for char in text)


def _quoted(*lines: str) -> str:
    """A text of some lines as Graphviz takes it."""
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(escaped) + '"'
