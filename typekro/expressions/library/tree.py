"""A CEL expression as a tree of our own: what is read from Google's, so that nobody reads text or protobuf."""

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from typekro.expressions.library.types import CelType


@attrs.frozen(kw_only=True)
class Node:
    """What every part of an expression has.

    Args:
        id: its number in the expression.
        position: where it stands in the text, in letters from 0; of a selection the dot, of an operation the operator.
        type: its type, where the expression was checked.
    """

    id: int = 0
    position: int = 0
    type: CelType | None = None


@attrs.frozen
class Constant(Node):
    """A literal value; `unsigned` where it is a whole number with a `u`."""

    value: str | float | bool | bytes | None
    unsigned: bool = False


@attrs.frozen
class Identifier(Node):
    """A name: a variable, mostly the id of a node."""

    name: str


@attrs.frozen
class Select(Node):
    """`operand.field`, `operand.?field`, or `has(operand.field)`."""

    operand: "Tree"
    field: str
    optional: bool = False
    test: bool = False


@attrs.frozen
class Call(Node):
    """A function, method or operator. The names of operators are CEL's own (`_+_`, `_[_]`, `_?_:_`).

    A namespaced function (`json.marshal`) has its whole name and no target where the expression was checked.
    """

    function: str
    target: "Tree | None"
    arguments: "tuple[Tree, ...]"


@attrs.frozen
class ListOf(Node):
    """A list; `optional` has the positions of those items that stand behind a `?`."""

    items: "tuple[Tree, ...]"
    optional: frozenset[int] = frozenset()


@attrs.frozen
class Entry:
    """One entry of a map or an object; `optional` where its key stands behind a `?`."""

    key: "Tree | str"
    value: "Tree"
    optional: bool = False


@attrs.frozen
class MapOf(Node):
    """A map, or an object where it has a name."""

    entries: tuple[Entry, ...]
    name: str = ""


@attrs.frozen
class Comprehension(Node):
    """What `map`, `filter`, `all`, `exists`, `cel.bind` and the like become."""

    variable: str
    second_variable: str
    accumulator: str
    range: "Tree"
    initial: "Tree"
    condition: "Tree"
    step: "Tree"
    result: "Tree"


Tree: TypeAlias = Constant | Identifier | Select | Call | ListOf | MapOf | Comprehension


def children(tree: Tree) -> tuple[Tree, ...]:
    """The expressions directly below one."""
    match tree:
        case Constant() | Identifier():
            return ()
        case Select():
            return (tree.operand,)
        case Call():
            return (*(() if tree.target is None else (tree.target,)), *tree.arguments)
        case ListOf():
            return tree.items
        case MapOf():
            keys_and_values = ((() if isinstance(entry.key, str) else (entry.key,), entry.value) for entry in tree.entries)
            return tuple(part for keys, value in keys_and_values for part in (*keys, value))
        case comprehension:
            return _parts(comprehension)


def walk(tree: Tree) -> Iterator[Tree]:
    """An expression and all below it, from the top."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def dotted(tree: Tree) -> str | None:
    """The names of `a.b.c`, or None where there is anything else in it."""
    match tree:
        case Identifier():
            return tree.name
        case Select(test=False, optional=False):
            below = dotted(tree.operand)
            return None if below is None else f"{below}.{tree.field}"
        case _:
            return None


def full_name(call: Call) -> str:
    """The name of what is called, with that of its target where the target is but a name (`json.marshal`)."""
    namespace = None if call.target is None else dotted(call.target)
    return call.function if namespace is None else f"{namespace}.{call.function}"


def _parts(tree: Comprehension) -> tuple[Tree, ...]:
    return (tree.range, tree.initial, tree.condition, tree.step, tree.result)
