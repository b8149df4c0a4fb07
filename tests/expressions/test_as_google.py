"""What we evaluate is what Google's CEL evaluates of what we print."""

import math
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.expressions import google
from tests.expressions.parts import ROOT, cel, expression
from tests.expressions.random_expressions import VALUES, booleans, floats, integers, text_lists, texts
from typekro.errors import EvaluationError
from typekro.expressions import evaluate
from typekro.expressions.guards import is_sequence

ERROR = "an error"


def ours(value: object, root: dict[str, Any]) -> Any:
    try:
        return evaluate(expression(value), {ROOT: root})
    except EvaluationError:
        return ERROR


def googles(value: object, root: dict[str, Any]) -> Any:
    try:
        return google.value_of(cel(value), root)
    except google.CelError:
        return ERROR


def shown(value: Any) -> Any:
    """A value that equals another one of the same types alone, and nothing where it is no number."""
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else repr(value)
    return [shown(item) for item in value] if is_sequence(value) else (type(value), value)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts() | integers() | floats() | booleans() | text_lists(), VALUES)
def test_an_expression_has_the_value_that_google_gives_it(value: Any, root: dict[str, Any]) -> None:
    assert shown(ours(value, root)) == shown(googles(value, root)), cel(value)
