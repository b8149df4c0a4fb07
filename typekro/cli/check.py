"""`typekro check`: what kro would refuse of definitions in YAML files, and of the graphs that scripts define."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from typekro.checking import Report, check_all
from typekro.checking.documents import Document, documents
from typekro.checking.places import path_of
from typekro.cli.files import text_of, title_of
from typekro.cli.places import own_place, shown
from typekro.cli.scripts import graphs_of, no_definitions
from typekro.errors import DefinitionError, TypeKroError
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds


@attrs.define
class _Count:
    """What was found so far."""

    definitions: int = 0
    problems: int = 0
    warnings: int = 0

    def __str__(self) -> str:
        return f"{_several(self.definitions, 'definition')}, {_several(self.problems, 'problem')}, {_several(self.warnings, 'warning')}"


def check_files(names: Sequence[str], *, strict: bool = False, trust: bool = False) -> None:
    """Prints what is wrong with the definitions in some files, and what they define where nothing is.

    Args:
        names: YAML files, Python scripts, and `-` for YAML on standard input.
        strict: take warnings for problems.
        trust: take kinds of which nothing is known for granted, where they are not of Kubernetes' own groups.

    Raises:
        UsageError: a file is not there, or none of them holds a definition.
        DefinitionError: a file is no YAML.
        TypeKroError: problems were found.
        Exception: whatever a script raised.
    """
    count = _Count()
    scripts = [name for name in names if name.endswith(".py")]
    _check_yaml([name for name in names if name not in scripts], count, trust=trust)
    for name in scripts:
        _check_script(Path(name), count)
    if not count.definitions and not count.problems:
        raise no_definitions(", ".join(map(title_of, names)))
    if count.problems or (strict and count.warnings):
        raise TypeKroError(str(count), "CHECK_FAILED", attrs.asdict(count))
    print(count)


def _check_yaml(names: Sequence[str], count: _Count, *, trust: bool) -> None:
    found = [(title_of(name), document) for name in names for document in documents(text_of(name), title_of(name))]
    every = [(title, document, manifest) for title, document in found for manifest in _manifests(document.manifest)]
    reports = check_all([manifest for _, _, manifest in every], Kinds.builtin(), unknown_kinds="trust" if trust else "refuse")
    for title, document in found:
        for line, key in document.doubles.items():
            count.warnings += 1
            print(f"{title}:{line}: warning: the key {key!r} stands twice in one map\n  the last one counts, for kubectl too")
    for index, report in reports.items():
        title, document, manifest = every[index]
        _tell(report, count, _Lines(title, document, manifest))


@attrs.frozen
class _Lines:
    """Says where in a file a place of a definition is."""

    title: str
    document: Document
    manifest: Mapping[str, Any]

    def of(self, place: str) -> str:
        if self.manifest is not self.document.manifest:  # one of a list
            return self.title
        return f"{self.title}:{self.document.line_of(path_of(place, self.manifest))}"


def _tell(report: Report, count: _Count, lines: _Lines) -> None:
    count.definitions += 1
    name = _name_of(lines.manifest)
    for problem in report.problems:
        count.problems += 1
        print(f"{lines.of(problem.place)}: {problem.text}")
    for warning in report.warnings:
        count.warnings += 1
        print(f"{lines.of(warning.place)}: warning: {warning.text}")
    for line in report.unchecked:
        print(f"{lines.of('metadata')}: not checked: {line}")
    if report.analysis is not None:
        schema = lines.manifest["spec"]["schema"]
        api_version = f"{schema.get('group', 'kro.run')}/{schema['apiVersion']}"
        print(f"{lines.of('metadata')}: {_summary(name, schema['kind'], api_version, list(report.analysis.nodes))}")


def _check_script(file: Path, count: _Count) -> None:
    try:
        graphs = graphs_of(file)
    except DefinitionError as error:
        count.problems += max(len(error.problems), 1)
        print(f"{own_place(error.__traceback__) or shown(file)}: {error.message}")
        return
    for graph in graphs:
        count.definitions += 1
        for warning in graph.warnings:
            count.warnings += 1
            print(f"{shown(file)}: warning: {graph.name}: {warning.text}")
        for line in graph.unchecked:
            print(f"{shown(file)}: not checked: {graph.name}: {line}")
        ids = [resource["id"] for resource in graph.manifest["spec"]["resources"]]
        print(f"{shown(file)}: {_summary(graph.name, graph.kind, graph.api_version, ids)}")


def _summary(name: str, kind: str, api_version: str, ids: Sequence[str]) -> str:
    resources = f"{_several(len(ids), 'resource')}{': ' if ids else ''}{', '.join(ids)}"
    return f"{name} makes {kind} of {api_version}, with {resources}"


def _several(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _name_of(manifest: Mapping[str, Any]) -> str:
    metadata: object = manifest.get("metadata")
    return str(metadata.get("name")) if is_mapping(metadata) else "?"


def _manifests(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The manifest itself, or those of a list as `kubectl get -o yaml` writes it."""
    items: object = document.get("items")
    if str(document.get("kind")).endswith("List") and is_sequence(items):
        yield from (item for item in items if is_mapping(item))
    else:
        yield document
