"""Whether there is a value, which of two it is, and conditions of conditions."""

from functools import reduce
from typing import Any, TypeVar, cast

from typekro.errors import compose
from typekro.expressions.choosing import boolean, conditional, fallen_back, inverted, path, present
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.operands import expression_of, operand, solid
from typekro.expressions.operators import combine
from typekro.expressions.reference import Reference
from typekro.expressions.tree import Expression, FieldOf, ItemOf, Omit

T = TypeVar("T")


def has(value: object) -> bool:
    """Whether there is a value: what Python would ask by `is not None`.

    Args:
        value: a field or an item of a reference; a step on the way to it may be missing too.

    Raises:
        MisuseError: it is no field and no item.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> hosts = reference_to(Root(List(String()), "hosts"))
        >>> has(hosts[0])
        <typekro reference has(hosts[0])>
    """
    return _bool(present(_path(value, "has")))


def given(value: T | None) -> T:
    """The same reference, of which it is known that it leads to something: for type checkers, which refuse fields of what may be None.

    In the cluster it says nothing: where there may be none all the same, `or_else`, `when(has(...), ...)` or `with_include_when` say what
    then is.

    Args:
        value: a reference.

    Raises:
        MisuseError: it is none.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> host: str | None = reference_to(Root(String(), "host"))
        >>> given(host).upper()
        <typekro reference host.upper()>
    """
    if not isinstance(value, Reference):
        hint = "leave given(...) out" if value is not None else "has(...) tells whether there is a value"
        raise MisuseError(compose(f"given({value!r}): it is no reference", "it is what Python knows", hint))
    return cast("T", value)


def or_else(value: T | None, fallback: T) -> T:
    """The value that a reference leads to, and the fallback as long as it leads to nothing.

    Args:
        value: a field or an item, such as `deployment.status.available_replicas`; a step on the way to it may be missing too.
        fallback: a constant or a reference of the same type, or `omit()`.

    Raises:
        MisuseError: the first is no field and no item, or the second is not of its type.

    Example:
        >>> from typekro.expressions import Map, Root, String, reference_to
        >>> labels = reference_to(Root(Map(String()), "labels"))
        >>> or_else(labels["tier"], "web")
        <typekro reference or_else(labels['tier'], 'web')>
    """
    found = _path(value, "or_else")
    where = f"or_else({describe(found)}, ...)"
    value_or_fallback: T = _value(fallen_back(found, operand(fallback, where), where))
    return value_or_fallback


def when(condition: bool, then: T, otherwise: T) -> T:  # noqa: FBT001 - it poses as a bool
    """One of two values, as a condition has it in the cluster.

    Args:
        condition: what decides.
        then: the value where it holds.
        otherwise: the value where it does not; either may be `omit()`.

    Raises:
        MisuseError: the first is no bool, or the others are not of one type.

    Example:
        >>> from typekro.expressions import Boolean, Root, reference_to
        >>> large = reference_to(Root(Boolean(), "large"))
        >>> when(large, 5, 1)
        <typekro reference when(large, 5, 1)>
    """
    where = "when(...)"
    chosen: T = _value(conditional(solid(condition, where), operand(then, where), operand(otherwise, where)))
    return chosen


def not_(condition: bool) -> bool:  # noqa: FBT001 - it poses as a bool
    """The opposite of a condition.

    Raises:
        MisuseError: it is no bool.

    Example:
        >>> from typekro.expressions import Boolean, Root, reference_to
        >>> not_(reference_to(Root(Boolean(), "paused")))
        <typekro reference not_(paused)>
    """
    return _bool(inverted(solid(condition, "not_(...)")))


def all_of(*conditions: bool) -> bool:
    """Whether all of some conditions hold; Python's `and`.

    Args:
        conditions: one or more.

    Raises:
        MisuseError: one is no bool, or there is none.

    Example:
        >>> from typekro.expressions import Boolean, Root, reference_to
        >>> one, other = reference_to(Root(Boolean(), "one")), reference_to(Root(Boolean(), "other"))
        >>> all_of(one, other)
        <typekro reference (one & other)>
    """
    return _joined("&&", "all_of", conditions)


def any_of(*conditions: bool) -> bool:
    """Whether one of some conditions holds; Python's `or`.

    Args:
        conditions: one or more.

    Raises:
        MisuseError: one is no bool, or there is none.

    Example:
        >>> from typekro.expressions import Boolean, Root, reference_to
        >>> one, other = reference_to(Root(Boolean(), "one")), reference_to(Root(Boolean(), "other"))
        >>> any_of(one, other)
        <typekro reference (one | other)>
    """
    return _joined("||", "any_of", conditions)


def omit() -> Any:
    """The absence of a field: a field of a resource that is given this value is left out, as if it had not been written.

    kro takes it where the gate CELOmitFunction is on, for the whole value of a field and in the branches of `when` there.

    Example:
        >>> omit()
        <typekro reference omit()>
    """
    return Reference(Omit())


def _path(value: object, function: str) -> FieldOf | ItemOf:
    expression = expression_of(value)
    if expression is None:
        why = "only a field or an item of a reference can lead to nothing"
        raise MisuseError(compose(f"{function}: {value!r} is not a path", why))
    return path(expression, function)


def _joined(operator: str, function: str, conditions: tuple[object, ...]) -> bool:
    if not conditions:
        raise MisuseError(compose(f"{function}(): there is no condition", (), f"{function}(one, other)"))
    where = f"{function}(...)"
    checked = [boolean(solid(condition, where), where) for condition in conditions]

    def combined(left: Expression, right: Expression) -> Expression:
        return combine(operator, left, right)

    return _bool(reduce(combined, checked))


def _bool(expression: Expression) -> bool:
    made: Any = Reference(expression)
    answer: bool = made
    return answer


def _value(expression: Expression) -> Any:
    return Reference(expression)
