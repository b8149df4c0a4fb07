"""References: expressions that pose as values of their declared types; they have the methods of these alone, so that no field is hidden."""

from collections.abc import Mapping
from typing import Any, NoReturn, SupportsIndex

from typekro.expressions import refusals
from typekro.expressions.choosing import negated
from typekro.expressions.describing import describe
from typekro.expressions.methods import METHODS, called, method_names
from typekro.expressions.operands import expression_of, solid
from typekro.expressions.operators import combine
from typekro.expressions.steps import field, item
from typekro.expressions.tokens import issue
from typekro.expressions.tree import Expression, FieldOf, Root, Variable, roots
from typekro.expressions.types import Dyn, Float

__all__ = ["BoundMethod", "Reference", "expression_of", "reference_to"]


class Reference:
    """An expression that poses as a value; made by `reference_to`, never by its user."""

    __slots__ = ("__expression",)
    __expression: Expression

    def __init__(self, expression: Expression) -> None:
        object.__setattr__(self, "_Reference__expression", expression)

    def __typekro_expression__(self) -> Expression:
        return self.__expression

    def __getattr__(self, name: str) -> "Reference | BoundMethod":
        if name.startswith("_"):
            # Probes of copy, pickle, inspect, pytest and notebooks: what answers to all of them breaks them.
            raise AttributeError(name)
        if not isinstance(self.__expression.type, Dyn) and name in method_names(self.__expression.type):
            return BoundMethod(self.__expression, name)
        return Reference(field(self.__expression, name))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise refusals.assignment(self.__expression, f".{name}")

    def __setitem__(self, key: object, value: object) -> NoReturn:
        raise refusals.assignment(self.__expression, f"[{key!r}]")

    def __getitem__(self, key: object) -> "Reference":
        return Reference(item(self.__expression, key))

    def __format__(self, spec: str) -> str:
        if spec:
            raise refusals.format_spec(self.__expression, spec)
        return issue(self.__expression)

    def __str__(self) -> str:
        return format(self)

    def __repr__(self) -> str:
        return f"<typekro reference {describe(self.__expression)}>"

    def __hash__(self) -> int:
        if any(root.in_cluster for root in roots(self.__expression)):
            raise refusals.refuse(self.__expression, "hash")
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

    def __call__(self, *args: object, **kwargs: object) -> "Reference":  # noqa: D102 - only what may be anything can be called
        match self.__expression:
            case FieldOf(operand, name, type=Dyn()) if isinstance(operand.type, Dyn) and name in METHODS:
                return Reference(called(name, operand, args, kwargs))
            case _:
                raise refusals.refuse(self.__expression, "call")

    def __invert__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "invert")

    def __neg__(self) -> "Reference":
        return Reference(negated(self.__expression))

    def __abs__(self) -> NoReturn:
        raise refusals.refuse(self.__expression, "abs")

    def __pow__(self, other: object) -> NoReturn:
        raise refusals.refuse(self.__expression, "pow")

    def __rpow__(self, other: object) -> NoReturn:
        raise refusals.refuse(self.__expression, "pow")

    def __truediv__(self, other: object) -> "Reference":
        return _divide(self, other, self.__expression)

    def __rtruediv__(self, other: object) -> "Reference":
        return _divide(other, self, self.__expression)


class BoundMethod:
    """A method of a reference, to be called: all other things that can be done with a value are refused."""

    __slots__ = ("__name", "__on")

    def __init__(self, on: Expression, name: str) -> None:
        self.__on = on
        self.__name = name

    def __call__(self, *args: object, **kwargs: object) -> Reference:  # noqa: D102 - the reference's own method says it
        return Reference(called(self.__name, self.__on, args, kwargs))

    def __refuse(self, *_: object) -> NoReturn:
        raise refusals.uncalled(self.__on, self.__name)

    __typekro_expression__ = __bool__ = __str__ = __format__ = __iter__ = __len__ = __contains__ = __getitem__ = __refuse
    __add__ = __radd__ = __lt__ = __le__ = __gt__ = __ge__ = __and__ = __rand__ = __or__ = __ror__ = __refuse
    __eq__ = __ne__ = __refuse

    def __hash__(self) -> int:
        return object.__hash__(self)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        self.__refuse()

    def __repr__(self) -> str:
        return f"<typekro reference {describe(self.__on)}.{self.__name}>"


def reference_to(root: Root) -> Any:
    """A reference to the whole of a root, posing as a value of the root's type.

    Example:
        >>> from typekro.expressions import Map, String
        >>> reference_to(Root(Map(String()), "labels"))["app"]
        <typekro reference labels['app']>
    """
    return Reference(Variable(root))


def _operate(operator: str, left: object, right: object) -> Reference:
    return Reference(combine(operator, _operand(operator, left, right), _operand(operator, right, left)))


def _divide(left: object, right: object, reference: Expression) -> Reference:
    operands = _operand("/", left, right), _operand("/", right, left)
    if not any(isinstance(operand.type, Float) for operand in operands):
        raise refusals.refuse(reference, "truediv")
    return Reference(combine("/", *operands))


def _operand(operator: str, value: object, beside: object) -> Expression:
    if value is None or not _is_value(value):
        raise refusals.operand(operator, beside, value)
    return solid(value, f"... {operator} ...")


def _is_value(value: object) -> bool:
    return isinstance(value, str | int | float | list | tuple | Mapping) or hasattr(type(value), "__typekro_expression__")
