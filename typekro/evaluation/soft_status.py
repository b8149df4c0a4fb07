"""The status of an instance, as far as it can be told: each field for itself."""

from collections.abc import Collection
from typing import Any

from typekro.checking import CheckedExpression
from typekro.evaluation.filling import ABSENT, softly_filled
from typekro.evaluation.scope import ExpressionError, Scope


def soft_status(scope: Scope, ignored: Collection[str]) -> tuple[dict[str, Any], dict[str, str], str | None]:
    """The fields that have values, why others have none by their places, and what keeps kro from writing a status at all.

    Args:
        scope: what was observed.
        ignored: the ids of nodes that are not to be there.
    """
    problems: dict[str, str] = {}

    def value_of(expression: CheckedExpression) -> Any:
        try:
            return scope.run(expression)
        except ExpressionError as error:
            gone = [name for name in expression.references if name in ignored]
            problems[expression.place] = f"{expression.place}: there is no {gone[0]}, which is ignored" if gone else error.reason
            if not error.pending:
                wrong.append(error.told)
            return ABSENT

    wrong: list[str] = []
    found = softly_filled(scope.definition.status_template, value_of)
    return {} if found is ABSENT else found, problems, wrong[0] if wrong else None
