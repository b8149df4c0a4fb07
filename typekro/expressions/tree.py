"""The expression tree: immutable, each node with its own type. How it is written and printed is told elsewhere."""

from collections.abc import Iterator
from typing import ClassVar, TypeAlias

import attrs

from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, String, Type


@attrs.frozen(eq=False)
class Root:
    """What a reference starts from; two roots are the same only if they are one object.

    Args:
        type: the type of the whole.
        label: what it is called in messages (`schema`, `readme.output`).
    """

    type: Type
    label: str

    in_cluster: ClassVar[bool] = False
    """Whether nobody but the cluster ever knows a value, so that a reference to it is looked up in no dict and in no set."""


@attrs.frozen(eq=False)
class BoundRoot(Root):
    """The variable of a comprehension: any item of the list, and nothing outside of the comprehension."""

    in_cluster: ClassVar[bool] = True


@attrs.frozen(eq=False)
class AwaitedRoot(Root):
    """What is a value as soon as it has been awaited."""


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
        key: a position from 0 or a key; or an expression that gives one.
        type: what it holds.
    """

    operand: "Expression"
    key: "int | str | Expression"
    type: Type


@attrs.frozen
class Operation:
    """Two operands and an operator, which is named as in CEL."""

    operator: str
    left: "Expression"
    right: "Expression"
    type: Type


@attrs.frozen
class Unary:
    """An operator with one operand: `!` or `-`."""

    operator: str
    operand: "Expression"

    @property
    def type(self) -> Type:
        """The type of the operand."""
        return self.operand.type


@attrs.frozen
class Conditional:
    """One of two values, as a condition has it."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"
    type: Type


@attrs.frozen
class Has:
    """Whether a path leads to something."""

    path: "FieldOf | ItemOf"

    @property
    def type(self) -> Type:
        """True or false."""
        return Boolean()


@attrs.frozen
class OrElse:
    """A path, and the value to take where the path leads to nothing."""

    path: "FieldOf | ItemOf"
    fallback: "Expression"
    type: Type


@attrs.frozen
class Call:
    """A function of the table of functions, and what it is called with.

    Args:
        function: its key in that table.
        operands: what it is called with.
        type: what it gives.
    """

    function: str
    operands: tuple["Expression", ...]
    type: Type


@attrs.frozen
class ListOf:
    """A list written out."""

    items: tuple["Expression", ...]
    type: List


@attrs.frozen
class MapOf:
    """A map written out."""

    entries: tuple[tuple[str, "Expression"], ...]
    type: Map


@attrs.frozen
class Comprehension:
    """A macro that asks something of each item of a list.

    Args:
        macro: `map`, `filter`, `exists`, `exists_one`, `all` or `sortBy`.
        over: the list.
        variable: what an item is in the body.
        body: what is asked of it.
        type: what the whole gives.
    """

    macro: str
    over: "Expression"
    variable: BoundRoot
    body: "Expression"
    type: Type


@attrs.frozen
class Raw:
    """CEL as the user wrote it, with expressions in it."""

    parts: tuple["str | Expression", ...]
    type: Type


@attrs.frozen
class Omit:
    """The absence of a field."""

    @property
    def type(self) -> Type:
        """It stands where anything may."""
        return Dyn()


@attrs.frozen
class Template:
    """Text with expressions in it."""

    parts: tuple["str | Expression", ...]

    @property
    def type(self) -> Type:
        """Always text."""
        return String()


Made: TypeAlias = Unary | Operation | Conditional | Has | OrElse | Call | ListOf | MapOf | Comprehension | Raw | Omit | Template
Expression: TypeAlias = Literal | Variable | FieldOf | ItemOf | Made


def children(expression: Expression) -> tuple[Expression, ...]:  # noqa: PLR0911 - one for each kind of node
    """The expressions directly below one, from left to right."""
    match expression:
        case Literal() | Variable() | Omit():
            return ()
        case FieldOf(operand=operand) | Unary(operand=operand):
            return (operand,)
        case ItemOf(operand, key):
            return (operand,) if isinstance(key, int | str) else (operand, key)
        case Operation(left=left, right=right) | OrElse(path=left, fallback=right) | Comprehension(over=left, body=right):
            return (left, right)
        case Conditional(condition, then, otherwise):
            return (condition, then, otherwise)
        case Has(path):
            return (path,)
        case Call(operands=items) | ListOf(items=items):
            return items
        case MapOf(entries):
            return tuple(value for _, value in entries)
        case Raw(parts=parts) | Template(parts=parts):
            return tuple(part for part in parts if not isinstance(part, str))


def roots(expression: Expression) -> frozenset[Root]:
    """Every root that an expression mentions; the variables of its comprehensions are none."""
    if isinstance(expression, Variable):
        return frozenset({expression.root})
    found = frozenset[Root]().union(*(roots(child) for child in children(expression)))
    return found - {expression.variable} if isinstance(expression, Comprehension) else found


def texts(expression: Expression) -> Iterator[str]:
    """Every constant text in an expression."""
    match expression:
        case Literal(value=str(text)) | ItemOf(key=str(text)):
            yield text
        case MapOf(entries):
            yield from (key for key, _ in entries)
        case Template(parts=parts) | Raw(parts=parts):
            yield from (part for part in parts if isinstance(part, str))
        case _:
            pass
    for child in children(expression):
        yield from texts(child)


def may_omit(expression: Expression) -> bool:
    """Whether what an expression gives may be the absence of a field."""
    match expression:
        case Omit():
            return True
        case Conditional(then=one, otherwise=other) | OrElse(path=one, fallback=other):
            return may_omit(one) or may_omit(other)
        case _:
            return False
