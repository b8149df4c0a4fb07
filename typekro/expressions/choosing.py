"""Expressions that choose, turn round or ask whether there is a value, with CEL's rules for their types."""

from typekro.errors import compose
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.operators import as_float
from typekro.expressions.tree import Conditional, Expression, FieldOf, Has, ItemOf, OrElse, Unary
from typekro.expressions.types import Boolean, Dyn, Float, Integer, Type, type_name, unify

_ONE_TYPE = "CEL wants one type on both sides, and converts nothing by itself"


def path(value: Expression, where: str) -> FieldOf | ItemOf:
    """An expression that can lead to nothing.

    Raises:
        MisuseError: it always has a value.
    """
    if isinstance(value, FieldOf | ItemOf):
        return value
    why = "only a field or an item of a reference can lead to nothing"
    raise MisuseError(compose(f"{where}: {describe(value)} is not a path", why))


def present(value: Expression) -> Has:
    """Whether a path leads to something."""
    return Has(path(value, f"has({describe(value)})"))


def fallen_back(value: Expression, fallback: Expression, where: str) -> OrElse:
    """A path, and the value where it leads to nothing."""
    found = path(value, where)
    value, fallback, type_ = _alike(value, fallback, f"{where}: {describe(value)} is {{0}}, and the fallback {{1}}")
    return OrElse(found, fallback, type_)


def conditional(condition: Expression, then: Expression, otherwise: Expression) -> Conditional:
    """One of two values, as a condition has it."""
    where = f"when({describe(condition)}, ...)"
    then, otherwise, type_ = _alike(then, otherwise, f"{where}: one branch is {{0}}, and the other {{1}}")
    return Conditional(boolean(condition, where), then, otherwise, type_)


def inverted(condition: Expression) -> Unary:
    """The opposite of a condition."""
    return Unary("!", boolean(condition, f"not_({describe(condition)})"))


def negated(number: Expression) -> Unary:
    """The negative of a number."""
    if not isinstance(number.type, Integer | Float | Dyn):
        text = describe(number)
        raise MisuseError(compose(f"-{text}: CEL has no - for {type_name(number.type)}", "it takes int and float"))
    return Unary("-", number)


def boolean(condition: Expression, where: str) -> Expression:
    """An expression that is true or false.

    Raises:
        MisuseError: it is something else.
    """
    if isinstance(condition.type, Boolean | Dyn):
        return condition
    text = describe(condition)
    why = "CEL takes nothing but true and false for a condition"
    raise MisuseError(compose(f"{where}: {text} is {type_name(condition.type)}, not bool", why, f"{text} == ..."))


def _alike(left: Expression, right: Expression, what: str) -> tuple[Expression, Expression, Type]:
    left, right = as_float(left, right.type), as_float(right, left.type)
    type_ = unify(left.type, right.type)
    if type_ is None:
        raise MisuseError(compose(what.format(type_name(left.type), type_name(right.type)), _ONE_TYPE))
    return left, right, type_
