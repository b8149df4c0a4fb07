"""Dependencies between nodes: kro makes a node after those that it refers to, so that no node may need itself."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet


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
