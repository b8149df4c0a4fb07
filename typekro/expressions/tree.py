"""The expression tree: immutable, each node with its own type. How it is written and printed is told elsewhere."""

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from typekro.expressions.types import Boolean, Float, Integer, String, Type


@attrs.frozen(eq=False)
class Root:
    """What a reference starts from; two roots are the same only if they are one object.

    Args:
        type: the type of the whole.
        label: what it is called in messages (`schema`, `readme.output`).
    """

    type: Type
    label: str


@attrs.frozen
class Literal:
    """A constant."""

    value: str | int | float | bool

    @property
    def type(self) -> Type:
        """The type of the constant."""
        match self.value:
            case bool():
                return Boolean()
            case int():
                return Integer()
            case float():
                return Float()
            case _:
                return String()


@attrs.frozen
class Variable:
    """The whole of a root."""

    root: Root

    @property
    def type(self) -> Type:
        """The type of the root."""
        return self.root.type


@attrs.frozen
class FieldOf:
    """A field of an object.

    Args:
        operand: the object.
        name: the field's name in Python.
        wire_name: its name in the cluster.
        type: what it holds.
    """

    operand: "Expression"
    name: str
    wire_name: str
    type: Type


@attrs.frozen
class ItemOf:
    """An item of a list, or a value of a map.

    Args:
        operand: the list or the map.
        key: a position from 0, or a key.
        type: what it holds.
    """

    operand: "Expression"
    key: int | str
    type: Type


@attrs.frozen
class Operation:
    """Two operands and an operator, which is named as in CEL."""

    operator: str
    left: "Expression"
    right: "Expression"
    type: Type


@attrs.frozen
class OrElse:
    """A path, and the value to take where the path leads to nothing."""

    path: "FieldOf | ItemOf"
    fallback: Literal

    @property
    def type(self) -> Type:
        """The type at the end of the path."""
        return self.path.type


@attrs.frozen
class Template:
    """Text with expressions in it."""

    parts: tuple["str | Expression", ...]

    @property
    def type(self) -> Type:
        """Always text."""
        return String()


Expression: TypeAlias = Literal | Variable | FieldOf | ItemOf | Operation | OrElse | Template


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly below one, from left to right."""
    match expression:
        case Literal() | Variable():
            return ()
        case FieldOf() | ItemOf():
            return (expression.operand,)
        case Operation():
            return (expression.left, expression.right)
        case OrElse():
            return (expression.path, expression.fallback)
        case template:
            return tuple(part for part in template.parts if not isinstance(part, str))


def roots(expression: Expression) -> frozenset[Root]:
    """Every root that an expression mentions."""
    if isinstance(expression, Variable):
        return frozenset({expression.root})
    return frozenset[Root]().union(*(roots(child) for child in children(expression)))


def texts(expression: Expression) -> Iterator[str]:
    """Every constant text in an expression."""
    match expression:
        case Literal(value=str(text)):
            yield text
        case ItemOf(key=str(text)):
            yield text
        case Template(parts):
            yield from (part for part in parts if isinstance(part, str))
        case _:
            pass
    for child in children(expression):
        yield from texts(child)
