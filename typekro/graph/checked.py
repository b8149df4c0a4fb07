"""A closed graph put to kro's rules: what is found there is told beside what was found in the builder's own words."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.checking import Analysis, Problem, Report, check, with_definition
from typekro.checking.lints_optional import MAY_BE_ABSENT
from typekro.checking.places import joined
from typekro.checking.problems import Lint
from typekro.expressions import Object
from typekro.nodes import Node, parts_of
from typekro.openapi.kind import Kind
from typekro.openapi.kinds import Kinds
from typekro.openapi.naming import python_name
from typekro.schema import members_of
from typekro.schema.condition import are_conditions

_HINTS: Final[Mapping[Lint, tuple[str, ...]]] = {
    "unset-field": (
        "give it a default, or leave out its | None",
        "or_else({0}, ...), when(has({0}), ..., ...) or with_include_when(has({0}))",
    ),
    "unresolved-status": ("take it out, or say by or_else(..., ...) what stands in its place",),
    "never-ready": ("compare with what the resource says, or take it out",),
    "unasked-readiness": (
        "with_ready_when(lambda node: ...), with_ready_when() where it does not matter; simple.* bring what they are ready by",
    ),
    "literal-secret": ('simple.secret_key("database-password", "password") reads it from a Secret',),
    "written-reference": (),
    "refused-object": (),
}
_UNDERSCORE = re.compile(r"_([a-z0-9])")
_KEY = re.compile(r"\['([^']*)'\]")
_WORD = re.compile(r'(?P<key>\["[^"]*"\])|[A-Za-z]\w*')
_PLACE = re.compile(r"(resources|status|schema)[^:\s]*(?=:)")


def report_of(definition: Mapping[str, Any], nodes: Iterable[Node], feature_gates: Collection[str]) -> Report:
    """What kro would say of a definition; a kind of which nothing is known is trusted.

    Args:
        definition: the ResourceGraphDefinition.
        nodes: the graph's, which know some kinds.
        feature_gates: features of kro that are on.
    """
    return check(definition, kinds_of(nodes), feature_gates=feature_gates, unknown_kinds="trust")


def kinds_of(nodes: Iterable[Node]) -> Kinds:
    """The kinds of Kubernetes, with those that nodes bring: classes made from CustomResourceDefinitions, and other graphs' instances."""
    kinds = Kinds.builtin()
    for node in nodes:
        parts = parts_of(node)
        cls = type(parts.each or node)
        if issubclass(cls, Kind):
            kinds = kinds.with_class(cls)
        graph = parts.defined_by
        if graph is not None:
            kinds = with_definition(kinds, graph.manifest, Report((), analysis=_with_promises(graph.analysis, graph.status_class)))
    return kinds


def _with_promises(analysis: Analysis | None, status: Any) -> Analysis | None:
    """What is known of a graph, and which fields of its status are always there."""
    if analysis is None or not attrs.has(status):
        return analysis
    return attrs.evolve(analysis, status_schema=_promised(analysis.status_schema, status))


def _promised(schema: Mapping[str, Any], cls: type) -> dict[str, Any]:
    properties: dict[str, Any] = dict(schema.get("properties", {}))
    for member in members_of(cls):
        known = properties.get(member.wire_name)
        if known is None or are_conditions(member.annotation):
            continue
        inner = member.type.python_class if isinstance(member.type, Object) else None
        known = known if inner is None else _promised(known, inner)
        properties[member.wire_name] = {**known, MAY_BE_ABSENT: True} if member.optional else known
    return {**schema, "properties": properties}


def linted(report: Report, nodes: Mapping[str, Node], allow: Collection[str], awaited: Collection[str] = ()) -> Iterator[Problem]:
    """What kro accepts, and what makes an instance wait for ever, or does what nobody may have meant.

    Args:
        report: what the check found.
        nodes: the graph's nodes by their ids; where the builder said that one is ready by nothing, that is meant.
        allow: the lints that are not to be told.
        awaited: the places in the status that have to have a value.
    """
    meant = {f"resources.{id_}" for id_, node in nodes.items() if parts_of(node).asked}
    for found in report.warnings:
        if found.lint is None or found.lint in allow or (found.lint == "unasked-readiness" and found.place in meant):
            continue
        # What the class of the status says may be missing may be made of what may be missing.
        if found.lint != "unset-field" or not found.place.startswith("status") or any(_covers(one, found.place) for one in awaited):
            hints = (hint.replace("{0}", _in_python(found.place)) for hint in found.python or _HINTS[found.lint])
            yield _hinting(found, *hints, f'allow=["{found.lint}"] where the graph is defined, where it is meant')


def _in_python(place: str) -> str:
    """A field of the spec as a builder names it; one that is below a list or a map belongs to one of the items."""
    _, below, path = place.rpartition("[].")
    return _WORD.sub(lambda match: match["key"] or python_name(match[0]), f"item.{path}" if below else place)


def _hinting(problem: Problem, *hints: str) -> Problem:
    """The problem with hints for those who write Python."""
    lines = [line for line in problem.text.splitlines() if not line.startswith("hint: ")]
    return attrs.evolve(problem, text="\n".join([*lines, *(f"hint: {hint}" for hint in hints)]))


def beside(own: Collection[str], found: Iterable[Problem], ids: Collection[str]) -> Iterator[str]:
    """The problems that are not told already, as texts.

    Args:
        own: the texts of what was found before; one that begins with a place covers what is above and below it.
        found: what the check found.
        ids: the ids of the graph; what is wrong with one as a whole is covered by anything that has no place.
    """
    places = [_plain(match[0]) for text in own if (match := _PLACE.match(text)) is not None]
    whole = {f"resources.{id_}{end}" for id_ in ids for end in ("", ".id")} if len(places) < len(own) else set[str]()
    for problem in found:
        place = _plain(problem.place)
        if problem.place not in whole and not any(_covers(one, place) or _covers(place, one) for one in places):
            yield problem.text


def _plain(place: str) -> str:
    """A place by the names in the cluster."""
    return _UNDERSCORE.sub(lambda match: match[1].upper(), _KEY.sub(lambda match: joined("_", match[1])[1:], place))


def _covers(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith((f"{outer}.", f"{outer}["))
