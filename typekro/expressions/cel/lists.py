"""Functions of lists, maps and texts as wholes."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload

from typekro.errors import compose
from typekro.expressions.calling import call
from typekro.expressions.cel.conversions import made
from typekro.expressions.cel.items import Items
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.operands import solid
from typekro.expressions.reference import Reference
from typekro.expressions.types import Dyn, List, Map, String, type_name

A = TypeVar("A")
N = TypeVar("N", int, float)
C = TypeVar("C", bound=str | float)


def size(value: str | Items[Any] | Mapping[str, Any]) -> int:
    """How many items a list has, entries a map, letters a text; Python's `len`.

    Args:
        value: what is counted.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> size(reference_to(Root(List(String()), "hosts"))) > 1
        <typekro reference (cel.size(hosts) > 1)>
    """
    number: int = made("size", "size", value)
    return number


@overload
def contains(container: str, item: str) -> bool: ...
@overload
def contains(container: Mapping[str, Any], item: str) -> bool: ...
@overload
def contains(container: Items[A], item: A) -> bool: ...
def contains(container: Any, item: Any) -> bool:
    """Whether an item is in a list, a key in a map, a text in a text; Python's `in`.

    Args:
        container: where it is looked for.
        item: what is looked for.

    Raises:
        MisuseError: they do not belong together.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> contains(["dev", "test"], reference_to(Root(String(), "stage")))
        <typekro reference cel.contains(['dev', 'test'], stage)>
    """
    where, sought = solid(container, "cel.contains(...)"), solid(item, "cel.contains(...)")
    match where.type:
        case String():
            function = "contains_text"
        case List() | Map() | Dyn():
            function = "contains"
        case other:
            what = f"cel.contains({describe(where)}, ...): a {type_name(other)} contains nothing"
            raise MisuseError(compose(what, "it takes a list, a map or a text", "has(...) tells whether an object has a field"))
    answer: Any = Reference(call(function, where, sought))
    found: bool = answer
    return found


def matches(text: str, pattern: str) -> bool:
    """Whether a regular expression finds something in a text; Python's `re.search`.

    Args:
        text: where it looks.
        pattern: the expression, in the RE2 syntax: without look-around and back references.

    Raises:
        MisuseError: one is no str.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> matches(reference_to(Root(String(), "name")), "^[a-z]+$")
        <typekro reference cel.matches(name, '^[a-z]+$')>
    """
    answer: bool = made("matches", "matches", text, pattern)
    return answer


def join(texts: Items[str], separator: str = "") -> str:
    """The texts of a list as one, with a separator between them; Python's `separator.join(texts)`.

    Args:
        texts: a list of texts.
        separator: what stands between two.

    Raises:
        MisuseError: one is not of its type.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> join(reference_to(Root(List(String()), "hosts")), ",")
        <typekro reference cel.join(hosts, ',')>
    """
    text: str = made("join", "join", texts, separator)
    return text


def index_of(items: Items[A], item: A) -> int:
    """The position of the first item that equals another one; -1 where there is none.

    Args:
        items: a list.
        item: what is looked for.

    Raises:
        MisuseError: they do not belong together.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> index_of(reference_to(Root(List(String()), "hosts")), "example.com")
        <typekro reference cel.index_of(hosts, 'example.com')>
    """
    position: int = made("index_of", "index_of", items, item)
    return position


def last_index_of(items: Items[A], item: A) -> int:
    """The position of the last item that equals another one; -1 where there is none.

    Args:
        items: a list.
        item: what is looked for.

    Raises:
        MisuseError: they do not belong together.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> last_index_of(reference_to(Root(List(String()), "hosts")), "example.com")
        <typekro reference cel.last_index_of(hosts, 'example.com')>
    """
    position: int = made("last_index_of", "last_index_of", items, item)
    return position


def sort(items: Items[C]) -> list[C]:
    """The items in their order.

    Args:
        items: a list of str, int, float or bool.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> sort(reference_to(Root(List(String()), "hosts")))
        <typekro reference cel.sort(hosts)>
    """
    result: list[C] = made("sort", "sort", items)
    return result


def reverse(items: Items[A]) -> list[A]:
    """The items from the last to the first.

    Args:
        items: a list.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> reverse(reference_to(Root(List(String()), "hosts")))
        <typekro reference cel.reverse(hosts)>
    """
    result: list[A] = made("reverse", "reverse", items)
    return result


def distinct(items: Items[A]) -> list[A]:
    """The items without those that equal an earlier one.

    Args:
        items: a list.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> distinct(reference_to(Root(List(String()), "hosts")))
        <typekro reference cel.distinct(hosts)>
    """
    result: list[A] = made("distinct", "distinct", items)
    return result


def flatten(items: Items[Sequence[A]]) -> list[A]:
    """The items of the lists in a list, in one list.

    Args:
        items: a list of lists.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import List, Root, String, reference_to
        >>> flatten(reference_to(Root(List(List(String())), "groups")))
        <typekro reference cel.flatten(groups)>
    """
    result: list[A] = made("flatten", "flatten", items)
    return result


def range(count: int) -> list[int]:  # noqa: A001 - users write cel.range
    """The whole numbers from 0, such as for a resource for each.

    Args:
        count: how many; the last one is below it.

    Raises:
        MisuseError: it is no int.

    Example:
        >>> from typekro.expressions import Integer, Root, reference_to
        >>> range(reference_to(Root(Integer(), "shards")))
        <typekro reference cel.range(shards)>
    """
    result: list[int] = made("range", "range", count)
    return result


def sum(numbers: Items[N]) -> N:  # noqa: A001 - users write cel.sum
    """The sum of a list's numbers; 0 where there are none.

    Args:
        numbers: a list of int or float.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Integer, List, Root, reference_to
        >>> sum(reference_to(Root(List(Integer()), "weights")))
        <typekro reference cel.sum(weights)>
    """
    result: N = made("sum", "sum", numbers)
    return result


def min(items: Items[C]) -> C:  # noqa: A001 - users write cel.min
    """The smallest item; a list without items is an error in the cluster.

    Args:
        items: a list of str, int, float or bool, such as `[schema.spec.replicas, 3]`.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Integer, Root, reference_to
        >>> min([reference_to(Root(Integer(), "replicas")), 3])
        <typekro reference cel.min([replicas, 3])>
    """
    result: C = made("min", "min", items)
    return result


def max(items: Items[C]) -> C:  # noqa: A001 - users write cel.max
    """The largest item; a list without items is an error in the cluster.

    Args:
        items: a list of str, int, float or bool, such as `[schema.spec.replicas, 3]`.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Integer, Root, reference_to
        >>> max([reference_to(Root(Integer(), "replicas")), 1])
        <typekro reference cel.max([replicas, 1])>
    """
    result: C = made("max", "max", items)
    return result


def merge(first: Mapping[str, A], second: Mapping[str, A]) -> dict[str, A]:
    """The entries of two maps; where both have a key, the second one's value.

    Args:
        first: a dict, or a reference to one.
        second: the same, with values of the same type.

    Raises:
        MisuseError: it is something else.

    Example:
        >>> from typekro.expressions import Map, Root, String, reference_to
        >>> merge(reference_to(Root(Map(String()), "labels")), {"tier": "web"})
        <typekro reference cel.merge(labels, {'tier': 'web'})>
    """
    result: dict[str, A] = made("merge", "merge", first, second)
    return result
