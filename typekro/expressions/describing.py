"""Expressions as their authors wrote them in Python, for messages."""

from collections.abc import Mapping
from types import MappingProxyType

from typekro.expressions.functions import FUNCTIONS
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
from typekro.expressions.types import Float, Type

_OPERATORS = {"&&": "&", "||": "|"}
_MACROS = {"sortBy": "sort_by"}


def describe(expression: Expression, names: Mapping[Root, str] = MappingProxyType({})) -> str:
    """The expression as its author wrote it in Python, for messages.

    Args:
        expression: what is described.
        names: what roots are called, where it is not by their labels.

    Example:
        >>> describe(Literal("a"))
        "'a'"
    """
    match expression:
        case Literal(value):
            return repr(value)
        case Variable(root):
            return names.get(root, root.label)
        case FieldOf():
            return f"{describe(expression.operand, names)}.{expression.name}"
        case ItemOf(operand, key):
            return f"{describe(operand, names)}[{repr(key) if isinstance(key, int | str) else describe(key, names)}]"
        case _:
            return _made(expression, names)


def operator_name(operator: str, type_: Type) -> str:
    """An operator of CEL as Python writes it, where it has operands of this type."""
    return "//" if operator == "/" and not isinstance(type_, Float) else _OPERATORS.get(operator, operator)


def _made(expression: Made, names: Mapping[Root, str]) -> str:  # noqa: C901, PLR0911 - one for each kind of node
    match expression:
        case Unary(operator, operand):
            return f"-{describe(operand, names)}" if operator == "-" else f"not_({describe(operand, names)})"
        case Operation():
            operator = operator_name(expression.operator, expression.type)
            return f"({describe(expression.left, names)} {operator} {describe(expression.right, names)})"
        case Conditional(condition, then, otherwise):
            return f"when({_listed((condition, then, otherwise), names)})"
        case Has(path):
            return f"has({describe(path, names)})"
        case OrElse(path, fallback):
            return f"or_else({_listed((path, fallback), names)})"
        case Call(function, operands):
            return FUNCTIONS[function].python.format(*(describe(operand, names) for operand in operands))
        case ListOf(items):
            return f"[{_listed(items, names)}]"
        case MapOf(entries):
            return f"{{{', '.join(f'{key!r}: {describe(value, names)}' for key, value in entries)}}}"
        case Comprehension(macro, over, variable, body):
            function = f"lambda {variable.label}: {describe(body, names)}"
            return f"cel.{_MACROS.get(macro, macro)}({describe(over, names)}, {function})"
        case Raw(parts):
            return f"raw({_formatted(parts, names)})"
        case Omit():
            return "omit()"
        case Template(parts):
            return _formatted(parts, names)


def _listed(expressions: tuple[Expression, ...], names: Mapping[Root, str]) -> str:
    return ", ".join(describe(expression, names) for expression in expressions)


def _formatted(parts: tuple[str | Expression, ...], names: Mapping[Root, str]) -> str:
    return 'f"' + "".join(part if isinstance(part, str) else f"{{{describe(part, names)}}}" for part in parts) + '"'
