"""What else an instance has to look at than what is its own: the objects that it reads, and those whose names it wants."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from typekro.local.api import Change
from typekro.local.api.selectors import label_selector, matches_labels
from typekro.local.kro.inventory import GroupKind

InstanceKey: TypeAlias = tuple[str, str, str | None, str]
"""API version, kind, namespace and name of an instance."""


@attrs.frozen
class Watched:
    """What an instance looks at.

    Args:
        kind: group and kind.
        namespace: the namespace; None for a kind without, and for all.
        name: the name of one object; None where a selector says which.
        selector: a label selector as text.
    """

    kind: GroupKind
    namespace: str | None
    name: str | None
    selector: str = ""


class Watches:
    """Who looks at what, found by what changed."""

    def __init__(self) -> None:
        self._of: dict[InstanceKey, frozenset[Watched]] = {}
        self._by_name: dict[tuple[GroupKind, str | None, str], set[InstanceKey]] = {}
        self._by_kind: dict[GroupKind, set[tuple[InstanceKey, Watched]]] = {}

    def put(self, key: InstanceKey, watched: Iterable[Watched]) -> None:
        """Says what an instance looks at from now on."""
        new = frozenset(watched)
        old = self._of.get(key, frozenset())
        if new == old:
            return
        for each in old - new:
            if each.name is not None:
                self._by_name[each.kind, each.namespace, each.name].discard(key)
            else:
                self._by_kind[each.kind].discard((key, each))
        for each in new - old:
            if each.name is not None:
                self._by_name.setdefault((each.kind, each.namespace, each.name), set()).add(key)
            else:
                self._by_kind.setdefault(each.kind, set()).add((key, each))
        self._of[key] = new

    def drop(self, key: InstanceKey) -> None:
        """An instance is there no more."""
        self.put(key, ())
        self._of.pop(key, None)

    def of(self, change: Change) -> list[InstanceKey]:
        """Who looks at what changed."""
        kind = (change.resource.group, change.resource.kind)
        metadata = change.object["metadata"]
        namespace, name = metadata.get("namespace"), metadata["name"]
        named = self._by_name.get((kind, namespace, name), ())
        selected = [key for key, watched in self._by_kind.get(kind, ()) if _selects(watched, change, namespace)]
        return [*named, *selected]


def _selects(watched: Watched, change: Change, namespace: str | None) -> bool:
    if watched.namespace not in {None, namespace}:
        return False
    states: list[Mapping[str, Any]] = [change.object, *([change.old] if change.old is not None else [])]
    selector = label_selector(watched.selector)
    return any(matches_labels(selector, state) for state in states)
