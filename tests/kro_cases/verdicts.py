"""What is said of a case: by our check, and by kro; and whether it is the same."""

from collections.abc import Mapping
from typing import Any

import attrs

from tests.kro_cases.cases import Case
from typekro.checking import Analysis, Problem, Report, check_all
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.openapi.kinds import Kinds


@attrs.frozen
class Verdict:
    """What somebody says of a case.

    Args:
        accepted: whether it is taken; None where that could not be told.
        said: why not, in one line.
        facts: what it is made of, by the words of `expected/NAME.json`.
    """

    accepted: bool | None
    said: str = ""
    facts: Mapping[str, Any] = attrs.Factory(dict[str, Any])

    def __str__(self) -> str:
        return {True: "accepted", False: "refused", None: "unknown"}[self.accepted]


def offline(case: Case) -> Verdict:
    """What our check says."""
    if case.unreadable:
        return Verdict(accepted=False, said=case.unreadable.splitlines()[0])
    reports = _reports(case)
    problems = problems_of(case)
    if problems or not reports:
        return Verdict(accepted=False, said=problems[0].text.splitlines()[0] if problems else "it has no ResourceGraphDefinition")
    analysis = reports[-1].analysis
    assert analysis is not None, "the CEL library is absent here"
    return Verdict(accepted=True, facts=facts_of(analysis))


def problems_of(case: Case) -> list[Problem]:
    """What our check finds wrong with the definitions of a case."""
    return [problem for report in _reports(case) for problem in report.problems]


def _reports(case: Case) -> list[Report]:
    reports = check_all([*case.manifests, *case.needs], Kinds.builtin())
    return [report for index, report in reports.items() if index < len(case.manifests)]


def facts_of(analysis: Analysis) -> dict[str, Any]:
    """What kro makes of a definition, in the words of `expected/NAME.json`."""
    return {
        "topologicalOrder": list(analysis.topological_order),
        "dependencies": {id_: list(needs) for id_, needs in analysis.dependencies.items()},
        "applyOrders": dict(analysis.apply_orders),
        "nodeTypes": analysis.node_types,
        "statusReferences": list(analysis.status_references),
        "crdSpecSchema": analysis.spec_schema,
        "crdStatusSchema": analysis.status_schema,
    }


def differences(case: Case, ours: Verdict, kros: Verdict | None) -> list[str]:
    """In what the verdicts differ from each other, and from what the folder says; a line each."""
    found: list[str] = []
    if ours.accepted != case.accepted:
        found.append(f"offline says {ours}")
    if kros is not None and kros.accepted != ours.accepted:
        found.append(f"kro says {kros}: {kros.said}" if kros.said else f"kro says {kros}")
    if ours.accepted:
        found += [f"expected {line}" for line in _other_facts(ours.facts, case.expected)]
        found += [f"kro has {line}" for line in _other_facts(ours.facts, kros.facts if kros is not None else {})]
    return found


def _other_facts(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} {_comparable(name, value)}, not {_comparable(name, ours[name])}"
        for name, value in theirs.items()
        if name in ours and _comparable(name, value) != _comparable(name, ours[name])
    ]


def _comparable(name: str, value: Any) -> Any:
    if name == "dependencies":
        return {id_: sorted(needs) for id_, needs in value.items()}
    if name in {"crdSpecSchema", "crdStatusSchema"}:
        return _without_nothing(value)
    return sorted(value) if name == "statusReferences" else value


def _without_nothing(schema: Any) -> Any:
    """A schema as the API server gives it back: it leaves out what is empty."""
    if is_sequence(schema):
        return [_without_nothing(part) for part in schema]
    if is_mapping(schema):
        return {key: _without_nothing(part) for key, part in schema.items() if key not in {"properties", "required"} or part}
    return schema
