"""Variables that are called like CEL's types: kro takes them, Google's library knows them by another name."""

from collections.abc import Iterable, Iterator
from typing import Final

from typekro.expressions.library.tree import Comprehension, Identifier, Tree, children

TYPE_NAMES: Final = frozenset(
    {"bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "optional_type", "string", "type", "uint"}
)
_PREFIX: Final = "typekro_variable_"


def alias(name: str) -> str:
    """The name that the library knows a variable by.

    Example:
        >>> alias("config"), plain(alias("type"))
        ('config', 'type')
    """
    return f"{_PREFIX}{name}" if name in TYPE_NAMES else name


def plain(text: str) -> str:
    """A text without such names: what the user wrote."""
    return text.replace(_PREFIX, "")


def aliased(text: str, tree: Tree, variables: Iterable[str]) -> str:
    """An expression whose variables have the names that the library knows.

    Args:
        text: the expression.
        tree: what it was parsed to.
        variables: the variables that it may use; other names are CEL's own.

    Example:
        >>> from typekro.expressions.library.environment import parse
        >>> text = "type(list) == int || list.map(list, list)[0]"
        >>> plain(aliased(text, parse(text).tree, ["list"])) == text
        True
    """
    meant = TYPE_NAMES.intersection(variables)
    places = {(node.position, node.name) for node in _free(tree, frozenset()) if node.name in meant}
    for position, name in sorted(places, reverse=True):
        text = f"{text[:position]}{alias(name)}{text[position + len(name) :]}"
    return text


def _free(tree: Tree, bound: frozenset[str]) -> Iterator[Identifier]:
    """The names that no comprehension binds, as they stand in the tree."""
    if isinstance(tree, Identifier):
        yield from () if tree.name in bound else (tree,)
        return
    inner = bound | {tree.variable, tree.second_variable} if isinstance(tree, Comprehension) else bound
    for child in children(tree):
        is_range = isinstance(tree, Comprehension) and child is tree.range
        yield from _free(child, bound if is_range else inner)
