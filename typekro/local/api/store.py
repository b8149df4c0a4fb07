"""The objects of every kind in memory, one number for all writes, and what happened lately."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from typing import Any, Literal, Protocol

import attrs

from typekro.local.api.changes import Manifest
from typekro.local.api.responses import encoded

Key = tuple[str, str]
"""Namespace and name of an object; the namespace is empty where its kind has none."""

EventType = Literal["ADDED", "MODIFIED", "DELETED"]
FIRST_REVISION = 1
_MOST_LABELS = 16


class Entry:
    """A stored object with its JSON, which is written once, when somebody wants to see it."""

    __slots__ = ("_bare", "applied", "object")

    def __init__(self, stored: Manifest) -> None:
        self.object = stored
        self.applied: dict[tuple[str, str | None], Hashable] = {}
        """What was applied last, by manager and subresource, that this object is the outcome of: to apply it again changes nothing."""
        self._bare: bytes | None = None

    @property
    def json(self) -> bytes:
        """The object as it goes over the wire."""
        return b"%s,%s" % (_head(self.object["apiVersion"], self.object["kind"]), self.bare[1:])

    @property
    def bare(self) -> bytes:
        """The object without its kind and version, as it stands in a list of a built-in kind."""
        if self._bare is None:
            self._bare = encoded(bare(self.object))
        return self._bare


@cache
def _head(api_version: str, kind: str) -> bytes:
    return encoded({"kind": kind, "apiVersion": api_version})[:-1]


def bare(manifest: Manifest) -> Manifest:
    """An object without its kind and version."""
    return {name: value for name, value in manifest.items() if name not in {"apiVersion", "kind"}}


@attrs.frozen
class Event:
    """What happened to an object.

    Args:
        revision: the number of the write.
        type: what happened.
        key: which object.
        entry: the object as it was then; of a deleted one the last state.
        old: the object before.
    """

    revision: int
    type: EventType
    key: Key
    entry: Entry
    old: Entry | None


class Listener(Protocol):
    """Somebody who wants to know what happens to the objects of a resource."""

    def hear(self, event: Event) -> None:
        """Takes in what happened."""
        ...

    def close(self) -> None:
        """Takes in that nothing will happen here any more."""
        ...


class Shelf:
    """The objects of one resource, with their latest events.

    Args:
        name: the resource with its group: `deployments.apps`.
        history: how many events are remembered.
        floor: events up to this revision are not known.
    """

    def __init__(self, name: str, history: int, floor: int) -> None:
        self.name = name
        self.floor = floor
        self.entries: dict[Key, Entry] = {}
        self._spaces: dict[str, dict[str, Entry]] = {}
        self._keys: list[Key] = []
        self._events: deque[Event] = deque(maxlen=history)
        self._labelled: dict[str, dict[str, set[Key]]] = {}
        self.listeners: list[Listener] = []

    def get(self, key: Key) -> Manifest | None:
        """The object as it is now."""
        entry = self.entries.get(key)
        return None if entry is None else entry.object

    def within(self, namespace: str | None) -> Iterator[tuple[Key, Entry]]:
        """The objects of a namespace, or all for None, in the order of their keys."""
        if namespace is None:
            return ((key, self.entries[key]) for key in self._keys)
        space = self._spaces.get(namespace, {})
        return (((namespace, name), space[name]) for name in sorted(space))

    def labelled(self, label: str, values: Iterable[str], namespace: str | None) -> Iterator[tuple[Key, Entry]] | None:
        """The objects that have a label with one of these values, in the order of their keys; None where all have to be gone through.

        Who asks for a label asks for it again: from the first time on it is kept who has which value.

        Args:
            label: its name.
            values: the values.
            namespace: of which namespace; of any for None.
        """
        known = self._labelled.get(label)
        if known is None:
            if len(self._labelled) == _MOST_LABELS:
                return None
            known = self._labelled[label] = {}
            for key, entry in self.entries.items():
                _file(known, label, key, None, entry)
        keys = (key for value in values for key in known.get(value, ()))
        return ((key, self.entries[key]) for key in sorted(keys) if namespace is None or key[0] == namespace)

    def at(self, revision: int, namespace: str | None) -> Iterator[tuple[Key, Entry]]:
        """The objects as they were at a revision that is not older than the floor."""
        found = dict(self.entries)
        for event in reversed(self._events):
            if event.revision <= revision:
                break
            if event.old is None:
                del found[event.key]
            else:
                found[event.key] = event.old
        return ((key, found[key]) for key in sorted(found) if namespace is None or key[0] == namespace)

    def since(self, revision: int) -> Iterable[Event]:
        """The events after a revision that is not older than the floor."""
        later: list[Event] = []
        for event in reversed(self._events):
            if event.revision <= revision:
                break
            later.append(event)
        return reversed(later)

    def record(self, event: Event) -> None:
        """Takes in what happened, and tells the watches."""
        self._place(event.key, None if event.type == "DELETED" else event.entry)
        if len(self._events) == self._events.maxlen:
            self.floor = self._events[0].revision
        self._events.append(event)
        for listener in tuple(self.listeners):
            listener.hear(event)

    def close(self) -> None:
        """Ends all watches."""
        for listener in tuple(self.listeners):
            listener.close()

    def load(self, key: Key, entry: Entry) -> None:
        """Puts an object there without an event."""
        self._place(key, entry)

    def _place(self, key: Key, entry: Entry | None) -> None:
        space = self._spaces.setdefault(key[0], {})
        before = self.entries.get(key)
        for label, known in self._labelled.items():
            _file(known, label, key, before, entry)
        if entry is None:
            del self.entries[key]
            del space[key[1]]
            del self._keys[bisect_left(self._keys, key)]
            if not space:
                del self._spaces[key[0]]
            return
        if key not in self.entries:
            insort(self._keys, key)
        self.entries[key] = entry
        space[key[1]] = entry


def _file(known: dict[str, set[Key]], label: str, key: Key, before: Entry | None, entry: Entry | None) -> None:
    """Notes which value of a label an object has now."""
    old, new = _value(before, label), _value(entry, label)
    if old == new:
        return
    if old is not None:
        known[old].discard(key)
        if not known[old]:
            del known[old]
    if new is not None:
        known.setdefault(new, set()).add(key)


def _value(entry: Entry | None, label: str) -> str | None:
    if entry is None:
        return None
    labels: dict[str, str] = entry.object["metadata"].get("labels") or {}
    return labels.get(label)


class Store:
    """The shelves of all resources.

    Args:
        history: how many events of a resource are remembered.
    """

    def __init__(self, history: int) -> None:
        self.revision = FIRST_REVISION
        self._history = history
        self._oldest = 0
        self._shelves: dict[str, Shelf] = {}

    def shelf(self, name: str) -> Shelf:
        """The shelf of a resource; an empty one where nothing was stored yet."""
        found = self._shelves.get(name)
        if found is None:
            found = self._shelves[name] = Shelf(name, self._history, self._oldest)
        return found

    def shelves(self) -> tuple[Shelf, ...]:
        """All shelves."""
        return tuple(self._shelves.values())

    def drop(self, name: str) -> None:
        """Forgets a resource that is served no more."""
        shelf = self._shelves.pop(name, None)
        if shelf is not None:
            shelf.close()

    def put(self, shelf: Shelf, key: Key, stored: dict[str, Any]) -> Event:
        """Stores an object and numbers it.

        Args:
            shelf: where.
            key: which.
            stored: the object; it and its metadata belong to the store from now on.
        """
        self.revision += 1
        stored["metadata"]["resourceVersion"] = str(self.revision)
        old = shelf.entries.get(key)
        event = Event(self.revision, "ADDED" if old is None else "MODIFIED", key, Entry(stored), old)
        shelf.record(event)
        return event

    def remove(self, shelf: Shelf, key: Key) -> Event:
        """Removes an object; the event has its last state with the number of the deletion."""
        self.revision += 1
        old = shelf.entries[key]
        last = {**old.object, "metadata": {**old.object["metadata"], "resourceVersion": str(self.revision)}}
        event = Event(self.revision, "DELETED", key, Entry(last), old)
        shelf.record(event)
        return event

    def restore(self, revision: int) -> None:
        """Begins anew, empty, at a revision: what happened before is not known."""
        for shelf in self._shelves.values():
            shelf.close()
        self._shelves.clear()
        self.revision = revision
        self._oldest = revision
