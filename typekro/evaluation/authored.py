"""The conditions that a definition makes of an instance, over kro's own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from typekro.evaluation.concluding import observed_at
from typekro.evaluation.scope import ExpressionError, Scope


@attrs.frozen
class Authored:
    """What the conditions of a definition come to.

    Args:
        conditions: those that have values, in the order of the definition.
        problems: why some are not there, by place.
        incomplete: whether some may be missing, so that what an instance has already stays.
        degraded: whether something is wrong with them, which makes the state ERROR.
    """

    conditions: list[dict[str, Any]]
    problems: Mapping[str, str] = attrs.Factory(dict[str, str])
    incomplete: bool = False
    degraded: bool = False


def authored(scope: Scope, built_in: Sequence[Mapping[str, Any]]) -> Authored | None:
    """The conditions of the definition; None where it has none, so that kro's own are shown.

    Args:
        scope: what was observed.
        built_in: kro's own conditions, which `runtime.condition(schema, ...)` reads.
    """
    expressions = scope.definition.analysis.expressions_of.get((None, "condition"), ())
    if not expressions:
        return None
    known = [{key: one[key] for key in ("type", "status", "reason", "message")} for one in built_in]
    found: list[dict[str, str]] = []
    problems: dict[str, str] = {}
    incomplete, degraded = False, False
    for expression in expressions:
        try:
            found += scope.run_condition(expression, known)
        except ExpressionError as error:
            problems[expression.place] = error.reason
            incomplete, degraded = True, degraded or not error.pending
    counts = Counter(one["type"] for one in found)
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        problems["status.conditions"] = f"status.conditions: made more than once, and so dropped: {', '.join(twice)}"
    kept = [_stamped(one, scope) for one in found if counts[one["type"]] == 1]
    return Authored(kept, problems, incomplete or bool(twice), degraded or bool(twice))


def with_previous(conditions: Sequence[dict[str, Any]], previous: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions, with those that an instance has already of other types.

    Args:
        conditions: what was made now.
        previous: what the instance has.
    """
    have = {one["type"] for one in conditions}
    return [
        *conditions,
        *({key: part for key, part in one.items() if key != "lastTransitionTime"} for one in previous if one["type"] not in have),
    ]


def _stamped(condition: Mapping[str, str], scope: Scope) -> dict[str, Any]:
    """A condition as it is written: what is empty is left out."""
    texts = {key: condition[key] for key in ("reason", "message") if condition.get(key)}
    return {"type": condition["type"], "status": condition["status"], **texts, **observed_at(scope.generation)}
