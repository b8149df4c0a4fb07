"""Expressions evaluated on values of Python, as CEL would evaluate them on the same values in the cluster."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from typekro.errors import EvaluationError, compose
from typekro.expressions.calculating import OPERATORS, truth, without_sign
from typekro.expressions.computing import kind, sort_by, string
from typekro.expressions.describing import describe
from typekro.expressions.functions import FUNCTIONS, Function, parameters_of
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.tree import (
    Call,
    Comprehension,
    Conditional,
    Expression,
    FieldOf,
    Has,
    ItemOf,
    ListOf,
    Literal,
    Made,
    MapOf,
    Omit,
    Operation,
    OrElse,
    Raw,
    Root,
    Template,
    Unary,
    Variable,
)
from typekro.expressions.types import Float, List, Map, Object, Type

Values = Mapping[Root, Any]

_MISSING = object()


def evaluate(expression: Expression, values: Values) -> Any:
    """The value of an expression, given the values of its roots.

    Args:
        expression: what is evaluated.
        values: by root; attrs objects are read by names in Python, mappings by names in the cluster.

    Raises:
        EvaluationError: a path leads to nothing, CEL would fail (a division by zero, an overflow), or only the cluster can tell.
    """
    match expression:
        case Literal(value):
            return value
        case Variable(root):
            return values[root]
        case FieldOf() | ItemOf():
            return _at(expression, values)
        case _:
            return _made(expression, values)


def _made(expression: Made, values: Values) -> Any:  # noqa: PLR0911, C901 - one for each kind of node
    match expression:
        case Operation():
            return _operation(expression, values)
        case Unary(operator=sign, operand=operand):
            value = evaluate(operand, values)
            return _computed(expression, lambda: not truth(value) if sign == "!" else without_sign(value))
        case Conditional(condition, then, otherwise):
            return evaluate(then if _holds(condition, values) else otherwise, values)
        case Has(path):
            return _found(path, values) is not None
        case OrElse(path, fallback):
            found = _found(path, values)
            return evaluate(fallback, values) if found is None else found
        case Call():
            return _called(expression, values)
        case ListOf(items):
            return [evaluate(item, values) for item in items]
        case MapOf(entries):
            return {key: evaluate(value, values) for key, value in entries}
        case Comprehension():
            return _comprehended(expression, values)
        case Template(parts):
            return "".join(part if isinstance(part, str) else _text(part, evaluate(part, values)) for part in parts)
        case Raw() | Omit():
            why = "raw CEL and omit() mean something in the cluster alone"
            raise EvaluationError(compose(f"{describe(expression)} has no value here", why), describe(expression))


def _found(path: Expression, values: Values) -> Any:
    """What a path leads to, each step of which may lead to nothing; None where one does."""
    if not isinstance(path, FieldOf | ItemOf):
        return evaluate(path, values)
    container = _found(path.operand, values)
    found = _step(path, container, values)
    return None if found is _MISSING else found


def _at(expression: FieldOf | ItemOf, values: Values) -> Any:
    container = evaluate(expression.operand, values)
    found = _step(expression, container, values)
    if found is _MISSING:
        what = "is None" if container is None else "is there without it"
        raise EvaluationError(
            compose(f"{describe(expression)} has no value", f"{describe(expression.operand)} {what}"), describe(expression)
        )
    return found


def _step(expression: FieldOf | ItemOf, container: Any, values: Values) -> Any:
    found = _MISSING
    match expression:
        case FieldOf(wire_name=name) if is_mapping(container):
            found = container.get(name, _MISSING)
        case FieldOf(name=name):
            found = getattr(container, name, _MISSING)
        case ItemOf(key=given):
            key = given if isinstance(given, int | str) else evaluate(given, values)
            if is_mapping(container):
                found = container.get(key, _MISSING)
            elif is_sequence(container) and isinstance(key, int) and 0 <= key < len(container):
                found = container[key]
    return _typed(found, expression.type)


def _typed(value: Any, type_: Type) -> Any:
    """A value as its type has it: JSON, and a sum of nothing, don't tell whole numbers from floats."""
    return float(value) if isinstance(type_, Float) and kind(value) == "int" else value


def _computed(expression: Expression, compute: Callable[[], Any]) -> Any:
    """What is computed, or the error that the cluster would give."""
    try:
        return compute()
    except (TypeError, ValueError, ArithmeticError) as error:
        raise EvaluationError(compose(f"{describe(expression)} has no value", str(error)), describe(expression)) from error


def _holds(condition: Expression, values: Values) -> bool:
    value = evaluate(condition, values)
    return _computed(condition, lambda: truth(value)) is True


def _operation(operation: Operation, values: Values) -> Any:
    if operation.operator in {"&&", "||"}:
        sides = [partial(_holds, side, values) for side in (operation.left, operation.right)]
        return _first_settling(sides, settling=operation.operator == "||")
    left, right = evaluate(operation.left, values), evaluate(operation.right, values)
    return _computed(operation, lambda: OPERATORS[operation.operator](left, right))


def _first_settling(conditions: Iterable[Callable[[], bool]], *, settling: bool) -> bool:
    """The and, or the or, of some conditions: what settles it is enough, even where another one fails."""
    failed: EvaluationError | None = None
    for condition in conditions:
        try:
            if condition() is settling:
                return settling
        except EvaluationError as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return not settling


def _called(call: Call, values: Values) -> Any:
    function = FUNCTIONS[call.function]
    compute = function.compute
    if compute is None:
        why = "regular expressions of CEL are not those of Python: only the cluster can tell"
        raise EvaluationError(compose(f"{describe(call)} has no value here", why), describe(call))
    operands = [_as_json(evaluate(operand, values), operand.type) for operand in call.operands]
    return _typed(_computed(call, lambda: compute(*_checked(function, operands))), call.type)


def _checked(function: Function, operands: list[Any]) -> list[Any]:
    """The operands, where the function takes such values: what is known in the cluster alone may be anything."""
    if any(all(map(_fits, parameters_of(signature), operands)) for signature in function.signatures):
        return operands
    raise TypeError(f"it does not take {', '.join(type(operand).__name__ for operand in operands)}")


def _fits(pattern: str, value: Any) -> bool:
    match pattern.partition("[")[0]:
        case "T":
            return value is not None
        case "list":
            return is_sequence(value)
        case "dict":
            return is_mapping(value)
        case scalar:
            return kind(value) == scalar


def _as_json(value: Any, type_: Type) -> Any:
    """A value with its fields' names in the cluster, as functions that look into objects see it."""
    match type_:
        case Object(fields=fields) if value is not None and not is_mapping(value):
            found = {field.wire_name: _as_json(getattr(value, field.name, None), field.type) for field in fields.values()}
            return {name: part for name, part in found.items() if part is not None}
        case List(item) if is_sequence(value):
            return [_as_json(part, item) for part in value]
        case Map(item) if is_mapping(value):
            return {key: _as_json(part, item) for key, part in value.items()}
        case _:
            return value


def _comprehended(comprehension: Comprehension, values: Values) -> Any:
    items = evaluate(comprehension.over, values)
    if not is_sequence(items):
        text = describe(comprehension.over)
        raise EvaluationError(compose(f"{text} is no list", f"it is {'None' if items is None else type(items).__name__}"), text)

    def body(item: Any) -> Any:
        return evaluate(comprehension.body, {**values, comprehension.variable: item})

    def holds(item: Any) -> bool:
        return _holds(comprehension.body, {**values, comprehension.variable: item})

    match comprehension.macro:
        case "map":
            return [body(item) for item in items]
        case "filter":
            return [item for item in items if holds(item)]
        case "exists_one":
            return sum(holds(item) for item in items) == 1
        case "sortBy":
            keys = [body(item) for item in items]
            return _computed(comprehension, lambda: sort_by(items, keys))
        case macro:
            return _first_settling((partial(holds, item) for item in items), settling=macro == "exists")


def _text(expression: Expression, value: Any) -> str:
    try:
        return string(value)
    except ValueError as error:
        raise EvaluationError(compose(f"{describe(expression)} has no text", str(error)), describe(expression)) from error
