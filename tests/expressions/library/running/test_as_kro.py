"""Every expression of `kro_values.json` has the value, or the error, that kro's own evaluator gives it.

The table was written by `go_values/main.go`, which is built with the packages of kro 0.9.4. To add an expression, add it to the table
without an outcome, and let that program write the table anew.
"""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import OMIT, CelError, CelValueError, Program, typed

TABLE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "kro_values.json").read_text())
# What Go's own parsers and types say in detail comes after these words, and is not claimed.
LOOSE = ("json.unmarshal failed to parse JSON: ", "Invalid date-time formatted string ", "invalid qualifier type: ")
CONDITION = ("type", "status", "reason", "message")


def marked(value: Any) -> Any:
    """A value as the table writes it."""
    if value is OMIT:
        return {"$omit": True}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$double": "NaN" if math.isnan(value) else f"{'+' if value > 0 else '-'}Inf"}
    if is_mapping(value):
        return {key: marked(part) for key, part in value.items()}
    return [marked(part) for part in value] if is_sequence(value) else value


def outcome(expression: str, values: dict[str, Any]) -> str:
    """What comes of an expression, written so that 1 is not 1.0."""
    try:
        return json.dumps({"value": marked(Program(expression).run(values))}, sort_keys=True)
    except CelValueError as error:
        return json.dumps({"error": loose(error.message)})


def expected(case: dict[str, Any]) -> str:
    if "error" in case:
        return json.dumps({"error": loose(case["error"])})
    value = case["value"]
    if is_mapping(value) and "$condition" in value:
        value = dict(zip(CONDITION, value["$condition"], strict=True))
    return json.dumps({"value": value}, sort_keys=True)


def loose(message: str) -> str:
    return next((words for words in LOOSE if message.startswith(words)), message)


@pytest.mark.parametrize("number", range(len(TABLE)))
def test_an_expression_has_the_value_or_the_error_that_kro_gives_it(number: int) -> None:
    group = TABLE[number]
    schemas = group["schemas"]
    values = {name: typed(value, schemas[name]) if name in schemas else value for name, value in group["values"].items()}
    cases = [case for case in group["cases"] if "refused" not in case]

    different = {
        case["expression"]: (outcome(case["expression"], values), expected(case))
        for case in cases
        if outcome(case["expression"], values) != expected(case)
    }

    assert different == {}


def test_the_table_has_an_outcome_for_each_expression() -> None:
    cases = [case for group in TABLE for case in group["cases"]]

    assert len(cases) > 7000
    assert [case for case in cases if not case.keys() & {"value", "error", "refused"}] == []


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(CelError):
        Program("1 +")
