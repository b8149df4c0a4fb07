"""References: expressions that pose as values of their declared types. What can be said about them is in functions, not in methods."""

import difflib
from typing import Any, NoReturn, SupportsIndex, TypeVar, cast

from typekro.errors import compose
from typekro.expressions import refusals
from typekro.expressions.errors import MisuseError, UnknownFieldError
from typekro.expressions.operators import combine, literal
from typekro.expressions.printing import describe
from typekro.expressions.tokens import issue, parse
from typekro.expressions.tree import Expression, FieldOf, ItemOf, Literal, OrElse, Root, Variable
from typekro.expressions.types import Dyn, List, Map, Object, type_name

T = TypeVar("T")


class Reference:
    """An expression that poses as a value; made by `reference_to`, never by its user."""

    __slots__ = ("__expression",)
    __expression: Expression

    def __init__(self, expression: Expression) -> None:
        object.__setattr__(self, "_Reference__expression", expression)

    def __getattr__(self, name: str) -> "Reference":
        if name.startswith("_"):
            # Probes of copy, pickle, inspect, pytest and notebooks: what answers to all of them breaks them.
            raise AttributeError(name)
        return Reference(_field(self.__expression, name))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise refusals.assignment(self.__expression, f".{name}")

    def __setitem__(self, key: object, value: object) -> NoReturn:
        raise refusals.assignment(self.__expression, f"[{key!r}]")

    def __getitem__(self, key: object) -> "Reference":
        return Reference(_item(self.__expression, key))

    def __format__(self, spec: str) -> str:
        if spec:
            raise refusals.format_spec(self.__expression, spec)
        if not isinstance(self.__expression.type, refusals.PRINTABLE):
            raise refusals.not_text(self.__expression)
        return issue(self.__expression)

    def __str__(self) -> str:
        return format(self)

    def __repr__(self) -> str:
        return f"<typekro reference {describe(self.__expression)}>"

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __copy__(self) -> "Reference":
        return self

    def __deepcopy__(self, memo: object) -> "Reference":
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise refusals.refuse(self.__expression, "pickle")

    def __add__(self, other: object) -> "Reference":
        return _operate("+", self, other)

    def __radd__(self, other: object) -> "Reference":
        return _operate("+", other, self)

    def __sub__(self, other: object) -> "Reference":
        return _operate("-", self, other)

    def __rsub__(self, other: object) -> "Reference":
        return _operate("-", other, self)

    def __mul__(self, other: object) -> "Reference":
        return _operate("*", self, other)

    def __rmul__(self, other: object) -> "Reference":
        return _operate("*", other, self)

    def __floordiv__(self, other: object) -> "Reference":
        return _operate("/", self, other)

    def __rfloordiv__(self, other: object) -> "Reference":
        return _operate("/", other, self)

    def __mod__(self, other: object) -> "Reference":
        return _operate("%", self, other)

    def __rmod__(self, other: object) -> "Reference":
        return _operate("%", other, self)

    def __eq__(self, other: object) -> "Reference":  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # builds an expression
        return _operate("==", self, other)

    def __ne__(self, other: object) -> "Reference":  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # builds an expression
        return _operate("!=", self, other)

    def __lt__(self, other: object) -> "Reference":
        return _operate("<", self, other)

    def __le__(self, other: object) -> "Reference":
        return _operate("<=", self, other)

    def __gt__(self, other: object) -> "Reference":
        return _operate(">", self, other)

    def __ge__(self, other: object) -> "Reference":
        return _operate(">=", self, other)

    def __and__(self, other: object) -> "Reference":
        return _operate("&&", self, other)

    def __rand__(self, other: object) -> "Reference":
        return _operate("&&", other, self)

    def __or__(self, other: object) -> "Reference":
        return _operate("||", self, other)

    def __ror__(self, other: object) -> "Reference":
        return _operate("||", other, self)

    def __bool__(self) -> bool:
        raise refusals.refuse(self.__expression, "bool")

    def __iter__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "iter")

    def __len__(self) -> int:
        raise refusals.refuse(self.__expression, "len")

    def __contains__(self, item: object) -> bool:
        raise refusals.refuse(self.__expression, "in")

    def __index__(self) -> int:
        raise refusals.refuse(self.__expression, "index")

    def __int__(self) -> int:
        raise refusals.refuse(self.__expression, "int")

    def __float__(self) -> float:
        raise refusals.refuse(self.__expression, "float")

    def __round__(self, digits: object = None) -> NoReturn:
        raise refusals.refuse(self.__expression, "round")

    def __call__(self, *_: object, **__: object) -> NoReturn:  # noqa: D102 - it is refused
        raise refusals.refuse(self.__expression, "call")

    def __invert__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "invert")

    def __neg__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "neg")

    def __abs__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "abs")

    def __truediv__(self, other: object) -> NoReturn:
        raise refusals.refuse(self.__expression, "truediv")

    def __rtruediv__(self, other: object) -> NoReturn:
        raise refusals.refuse(self.__expression, "truediv")


def reference_to(root: Root) -> Any:
    """A reference to the whole of a root, posing as a value of the root's type.

    Example:
        >>> from typekro.expressions import String
        >>> reference_to(Root(Map(String()), "labels"))["app"]
        <typekro reference labels['app']>
    """
    return Reference(Variable(root))


def expression_of(value: object) -> Expression | None:
    """The expression that a value stands for: a reference's, a text's with references in it; None for all other values.

    Raises:
        DefinitionError: the text holds what is left of a reference.
    """
    if isinstance(value, Reference):
        found: Expression = object.__getattribute__(value, "_Reference__expression")
        return found
    if isinstance(value, str):
        parsed = parse(value)
        return None if isinstance(parsed, str) else parsed
    return None


def or_else(reference: T, fallback: T) -> T:
    """The value that a reference leads to, and the fallback as long as it leads to nothing.

    Args:
        reference: a path, such as `deployment.status.available_replicas`.
        fallback: a constant of the same type.

    Raises:
        MisuseError: the first is no path, or the second no constant of its type.
    """
    path = expression_of(reference)
    if not isinstance(path, FieldOf | ItemOf):
        raise MisuseError(compose(f"or_else: {reference!r} is not a path", "only a field or an item of a reference can lead to nothing"))
    if not isinstance(fallback, str | int | float) or expression_of(fallback) is not None:
        raise MisuseError(compose(f"or_else({describe(path)}, ...): the fallback is not a constant", "anything else is not supported yet"))
    # Compared with the path, a constant is checked against its type, and made a float where that is meant.
    constant = combine("==", path, literal(fallback)).right
    assert isinstance(constant, Literal)  # noqa: S101 - what went in as a constant comes out as one
    return cast("T", Reference(OrElse(path, constant)))


def _operate(operator: str, left: object, right: object) -> Reference:
    return Reference(combine(operator, _operand(operator, left, right), _operand(operator, right, left)))


def _operand(operator: str, value: object, beside: object) -> Expression:
    expression = expression_of(value)
    if expression is not None:
        return expression
    if isinstance(value, str | int | float):
        return literal(value)
    raise refusals.operand(operator, beside, value)


def _field(operand: Expression, name: str) -> FieldOf:
    match operand.type:
        case Dyn():
            return FieldOf(operand, name, name, Dyn())
        case Object(fields=fields) if name in fields:
            field = fields[name]
            return FieldOf(operand, name, field.wire_name, field.type)
        case Object(fields=fields):
            by_wire_name = {field.wire_name: field.name for field in fields.values()}
            near = [by_wire_name[name]] if name in by_wire_name else difflib.get_close_matches(name, fields, 1)
            raise UnknownFieldError(
                compose(
                    f"{describe(operand)} has no field {name!r}",
                    f"{operand.type.name} has: {', '.join(fields) or 'no fields'}",
                    [f"{describe(operand)}.{found}" for found in near],
                )
            )
        case other:
            hint = [f"{describe(operand)}[{name!r}]"] if isinstance(other, Map) else []
            raise UnknownFieldError(
                compose(f"{describe(operand)}.{name}: a reference to {type_name(other)} has no attributes", refusals.NO_METHODS, hint)
            )


def _item(operand: Expression, key: object) -> ItemOf:
    is_position = isinstance(key, int) and not isinstance(key, bool) and key >= 0
    is_key = isinstance(key, str) and expression_of(key) is None
    match operand.type:
        case List(item) if is_position:
            found = item
        case Map(value) if is_key:
            found = value
        case Dyn() if is_position or is_key:
            found = Dyn()
        case _:
            raise refusals.key(operand, key)
    return ItemOf(operand, cast("int | str", key), found)
