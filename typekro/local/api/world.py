"""What all verbs share: the store, the resources, the clock, who completes objects and who is told of changes."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from typekro.local.api.changes import Change, Manifest
from typekro.local.api.conversion import converted
from typekro.local.api.registry import Registry, builtin, shelf_name, stored_version
from typekro.local.api.resources import Resource
from typekro.local.api.store import Event, Key, Shelf, Store
from typekro.local.api.storing import without_empty_lists
from typekro.openapi.kinds import Kinds

Admission = Callable[[Manifest, Manifest | None], Manifest]
"""Completes an object before it is stored: the new and the old one in, the object to be stored out."""


class World:
    """The state of one API server.

    Args:
        clock: gives the time, with its zone.
        kinds: the schemas of the built-in kinds.
        history: how many events of a resource are remembered.
    """

    def __init__(self, clock: Callable[[], datetime], kinds: Kinds, history: int) -> None:
        self.clock = clock
        self.kinds = kinds
        self.registry = Registry(builtin(kinds))
        self.store = Store(history)
        self.admissions: dict[str, list[Admission]] = {}
        self.subscribers: list[Callable[[Change], None]] = []
        self.guards: list[Callable[[Change], None]] = []
        self._untold: deque[Change] = deque()
        self._telling = False
        self._depth = 0

    def shelf(self, resource: Resource) -> Shelf:
        """Where the objects of a resource are."""
        return self.store.shelf(shelf_name(resource))

    def read(self, resource: Resource, key: Key) -> Manifest | None:
        """An object in the version of the resource, or None."""
        found = self.shelf(resource).get(key)
        return None if found is None else converted(found, resource.api_version)

    def namespace(self, name: str) -> Mapping[str, Any] | None:
        """A namespace, or None."""
        return self.store.shelf("namespaces").get(("", name))

    def put(self, resource: Resource, key: Key, manifest: Manifest) -> Manifest:
        """Stores an object, which belongs to the store from now on, and gives it as it is stored."""
        stored = converted(manifest if resource.custom else without_empty_lists(resource, manifest), stored_version(resource))
        return converted(self._told(resource, self.store.put(self.shelf(resource), key, stored)), resource.api_version)

    def remove(self, resource: Resource, key: Key) -> Manifest:
        """Removes an object, and gives its last state."""
        return self._told(resource, self.store.remove(self.shelf(resource), key))

    def _told(self, resource: Resource, event: Event) -> Manifest:
        about = self.registry.of(event.entry.object["apiVersion"], event.entry.object["kind"]) or resource
        change = Change(event.type, about, event.entry.object, None if event.old is None else event.old.object)
        self._untold.append(change)
        self._depth += 1
        try:
            for guard in self.guards:
                guard(change)
        finally:
            self._depth -= 1
        if self._depth == 0 and not self._telling:
            self._tell()
        return event.entry.object

    def _tell(self) -> None:
        self._telling = True
        try:
            while self._untold:
                told = self._untold.popleft()
                for hear in tuple(self.subscribers):
                    hear(told)
        finally:
            self._telling = False
