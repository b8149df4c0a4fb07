"""The order in which kro makes resources, and the waves in which it deletes them."""

import heapq
from collections.abc import Mapping, Sequence


def cycle(dependencies: Mapping[str, Sequence[str]]) -> list[str] | None:
    """A way from an id back to itself, the first one at the end again; None where there is no such way.

    Args:
        dependencies: the ids that each id needs, itself left out.

    Example:
        >>> cycle({"a": ["b"], "b": ["c"], "c": ["b"]})
        ['b', 'c', 'b']
    """
    done: set[str] = set()
    for start in dependencies:
        path: list[str] = []
        stack = [(start, iter(dependencies[start]))] if start not in done else []
        path.extend(id_ for id_, _ in stack)
        while stack:
            id_, rest = stack[-1]
            other = next((one for one in rest if one not in done), None)
            if other is None:
                stack.pop()
                path.pop()
                done.add(id_)
            elif other in path:
                return [*path[path.index(other) :], other]
            else:
                stack.append((other, iter(dependencies.get(other, ()))))
                path.append(other)
    return None


def topological_order(dependencies: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The ids in the order in which kro makes them: of those whose needs are there, the one that is declared first.

    Args:
        dependencies: the ids that each id needs, in the order in which they are declared; no cycles.

    Example:
        >>> topological_order({"web": ["config"], "other": [], "config": []})
        ('other', 'config', 'web')
    """
    index = {id_: position for position, id_ in enumerate(dependencies)}
    missing = {id_: len(set(needs)) for id_, needs in dependencies.items()}
    ready = [(index[id_], id_) for id_, count in missing.items() if not count]
    heapq.heapify(ready)
    order: list[str] = []
    while ready:
        _, id_ = heapq.heappop(ready)
        order.append(id_)
        for other, needs in dependencies.items():
            if id_ in needs:
                missing[other] -= 1
                if not missing[other]:
                    heapq.heappush(ready, (index[other], other))
    return tuple(order)


def apply_orders(dependencies: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The wave of each id, from 1: kro deletes the highest first, and an id's wave comes before those of all that need it.

    Args:
        dependencies: the ids that each id needs; no cycles.

    Example:
        >>> apply_orders({"web": ["config"], "other": [], "config": []})
        {'web': 2, 'other': 2, 'config': 1}
    """
    depth: dict[str, int] = {}
    for id_ in reversed(topological_order(dependencies)):
        depth[id_] = 1 + max((depth[other] for other, needs in dependencies.items() if id_ in needs), default=-1)
    deepest = max(depth.values(), default=0)
    return {id_: deepest + 1 - depth[id_] for id_ in dependencies}
