"""Dependencies between nodes: kro makes a node after those that it refers to, and only where they are made."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from typekro.expressions import Root
from typekro.nodes import Node, parts_of


def cycle(dependencies: Mapping[str, AbstractSet[str]]) -> list[str] | None:
    """A way from a node back to itself, as ids, the first one at the end again; None where there is no such way.

    Args:
        dependencies: the ids that each id refers to.

    Example:
        >>> cycle({"a": {"b"}, "b": {"a"}})
        ['a', 'b', 'a']
    """
    done: set[str] = set()
    for id_ in dependencies:
        found = _from(id_, dependencies, [], done)
        if found is not None:
            return found
    return None


def conditional(dependencies: Mapping[str, AbstractSet[str]], nodes: Mapping[str, Node]) -> dict[Root, str]:
    """The roots of nodes that are not always made, each with the id of a node whose include_when decides about it.

    Args:
        dependencies: the ids that each id refers to; what refers to a node that is not made is not made either.
        nodes: the nodes by their ids.
    """
    decided = {id_: id_ for id_, node in nodes.items() if parts_of(node).includes}
    for _ in nodes:
        for id_ in dependencies.keys() - decided.keys():
            by = sorted(decided[other] for other in dependencies[id_] if other in decided)
            decided |= {id_: by[0]} if by else {}
    return {parts_of(nodes[id_]).root: by for id_, by in decided.items()}


def _from(id_: str, dependencies: Mapping[str, AbstractSet[str]], path: list[str], done: set[str]) -> list[str] | None:
    if id_ in path:
        return [*path[path.index(id_) :], id_]
    if id_ in done:
        return None
    for other in sorted(dependencies.get(id_, ())):
        found = _from(other, dependencies, [*path, id_], done)
        if found is not None:
            return found
    done.add(id_)
    return None
