"""Events go after an hour."""

from collections.abc import Iterable
from typing import Final

from typekro.kubernetes.objects import part
from typekro.local.api import Change
from typekro.local.controllers.base import KindController
from typekro.local.controllers.manifests import Manifest, seconds_since
from typekro.local.controllers.objects import Key, key_of, kind_of

EVENT: Final = ("", "Event")

_LIFE = 3600.0


class EventController(KindController):
    """Deletes events that are an hour old."""

    name = "events"
    kind = EVENT

    def wants(self, change: Change) -> Iterable[Key]:
        """Each event when it is new."""
        if change.type == "ADDED" and kind_of(change.object) == EVENT:
            yield key_of(change.object)

    def sync(self, obj: Manifest) -> float | None:
        """Deletes it when its time is over."""
        said = obj.get("lastTimestamp") or part(obj, "series").get("lastObservedTime") or obj["metadata"]["creationTimestamp"]
        left = _LIFE - seconds_since(said, self.cluster.clock())
        if left > 0:
            return left
        self.cluster.delete(obj)
        return None
