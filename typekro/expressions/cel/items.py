"""Questions about each item of a list, asked by a function of one item: it is called once, here, with a reference to any item."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from typekro.errors import compose
from typekro.expressions.choosing import boolean
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.operands import solid
from typekro.expressions.reference import Reference, reference_to
from typekro.expressions.tree import BoundRoot, Comprehension, Expression
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, String, Type, type_name

A = TypeVar("A")
B = TypeVar("B")
A_co = TypeVar("A_co", covariant=True)


class Listed(Protocol[A_co]):
    """What stands for a list without being one, such as the resources of a `for_each`."""

    def __typekro_expression__(self) -> Expression:
        """The list."""
        ...

    def __getitem__(self, position: int, /) -> A_co:
        """One of its items."""
        ...


Items: TypeAlias = Sequence[A] | Listed[A]


def map(items: Items[A], function: Callable[[A], B]) -> list[B]:  # noqa: A001 - users write cel.map
    """What a function makes of each item, in their order.

    Args:
        items: a list.
        function: what is made of an item; its parameter's name is the variable's in the cluster.

    Raises:
        MisuseError: the first is no list, or the second no function of one item.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> map(reference_to(Root(List(String()), "hosts")), lambda host: f"https://{host}")
        <typekro reference cel.map(hosts, lambda host: f"https://{host}")>
    """
    over, variable, body = _asked("map", items, function)
    result: list[B] = _made("map", over, variable, body, List(body.type))
    return result


def filter(items: Items[A], function: Callable[[A], bool]) -> list[A]:  # noqa: A001 - users write cel.filter
    """The items of which a function holds, in their order.

    Args:
        items: a list.
        function: what has to hold of an item.

    Raises:
        MisuseError: the first is no list, or the second no function of one item that gives a bool.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> filter(reference_to(Root(List(String()), "hosts")), lambda host: host.endswith(".com"))
        <typekro reference cel.filter(hosts, lambda host: host.endswith('.com'))>
    """
    over, variable, body = _asked("filter", items, function)
    type_: Type = over.type if isinstance(over.type, List) else List(Dyn())
    result: list[A] = _made("filter", over, variable, boolean(body, "cel.filter(...)"), type_)
    return result


def exists(items: Items[A], function: Callable[[A], bool]) -> bool:
    """Whether a function holds of one item or more; Python's `any`.

    Args:
        items: a list.
        function: what has to hold of an item.

    Raises:
        MisuseError: the first is no list, or the second no function of one item that gives a bool.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> exists(reference_to(Root(List(String()), "hosts")), lambda host: host == "example.com")
        <typekro reference cel.exists(hosts, lambda host: (host == 'example.com'))>
    """
    answer: bool = _question("exists", items, function)
    return answer


def exists_one(items: Items[A], function: Callable[[A], bool]) -> bool:
    """Whether a function holds of one item, and of no other.

    Args:
        items: a list.
        function: what has to hold of an item.

    Raises:
        MisuseError: the first is no list, or the second no function of one item that gives a bool.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> exists_one(reference_to(Root(List(String()), "hosts")), lambda host: host == "example.com")
        <typekro reference cel.exists_one(hosts, lambda host: (host == 'example.com'))>
    """
    answer: bool = _question("exists_one", items, function)
    return answer


def all(items: Items[A], function: Callable[[A], bool]) -> bool:  # noqa: A001 - users write cel.all
    """Whether a function holds of every item; of no items at all it does.

    Args:
        items: a list.
        function: what has to hold of an item.

    Raises:
        MisuseError: the first is no list, or the second no function of one item that gives a bool.

    Example:
        >>> from typekro.expressions import Integer, List, Root, reference_to
        >>> all(reference_to(Root(List(Integer()), "ports")), lambda port: port > 1023)
        <typekro reference cel.all(ports, lambda port: (port > 1023))>
    """
    answer: bool = _question("all", items, function)
    return answer


def sort_by(items: Items[A], function: Callable[[A], str | float]) -> list[A]:
    """The items in the order of what a function makes of each; which of two equal ones comes first is the cluster's choice.

    Args:
        items: a list.
        function: what an item is sorted by: a str, int, float or bool.

    Raises:
        MisuseError: the first is no list, or the second no function of one item that gives one of these.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> sort_by(reference_to(Root(List(String()), "hosts")), lambda host: host.find("."))
        <typekro reference cel.sort_by(hosts, lambda host: host.find('.'))>
    """
    over, variable, body = _asked("sort_by", items, function)
    if not isinstance(body.type, String | Integer | Float | Boolean | Dyn):
        what = f"cel.sort_by(...): {describe(body)} is {type_name(body.type)}"
        raise MisuseError(compose(what, "CEL has an order for str, int, float and bool alone"))
    result: list[A] = _made("sortBy", over, variable, body, over.type if isinstance(over.type, List) else List(Dyn()))
    return result


def _question(macro: str, items: object, function: Callable[[Any], object]) -> Any:
    over, variable, body = _asked(macro, items, function)
    return _made(macro, over, variable, boolean(body, f"cel.{macro}(...)"), Boolean())


def _made(macro: str, over: Expression, variable: BoundRoot, body: Expression, type_: Type) -> Any:
    return Reference(Comprehension(macro, over, variable, body, type_))


def _asked(name: str, items: object, function: Callable[[Any], object]) -> tuple[Expression, BoundRoot, Expression]:
    """The list, the variable that stands for an item, and what the function made of it."""
    where = f"cel.{name}(...)"
    if inspect.isroutine(items):
        why = "the list comes first, and then the function of one item"
        raise MisuseError(compose(f"{where}: the function stands before the list", why, f"cel.{name}(items, lambda item: ...)"))
    over = solid(items, where)
    if not isinstance(over.type, List | Dyn):
        raise MisuseError(compose(f"{where}: {describe(over)} is {type_name(over.type)}, not a list", "it asks about each item of a list"))
    variable = BoundRoot(over.type.item if isinstance(over.type, List) else Dyn(), _parameter(where, function))
    return over, variable, solid(function(reference_to(variable)), where)


def _parameter(where: str, function: Any) -> str:
    hint = f"{where[:-4]}items, lambda item: ...)"
    if isinstance(function, Reference):
        what = f"{where}: {describe(solid(function, where))} is no function of an item"
        raise MisuseError(compose(what, "it is called with a reference to any item", hint))
    if not callable(function) or inspect.ismethoddescriptor(function):
        # str.upper and the like: they want a value of their class, and a reference poses as one without being one.
        shown = getattr(function, "__qualname__", repr(function))
        raise MisuseError(compose(f"{where}: {shown} is no function of an item", "it is called with a reference to any item", hint))
    try:
        parameters = [*inspect.signature(function).parameters.values()]
    except ValueError:
        return "item"
    needed = [one for one in parameters if one.default is one.empty and one.kind in {one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD}]
    if len(needed) > 1 or not parameters:
        why = f"it takes {len(needed)}, and is called with one: a reference to any item"
        raise MisuseError(compose(f"{where}: the function takes one item", why, hint))
    return parameters[0].name
