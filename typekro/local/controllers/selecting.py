"""Pods and the Services that select them, each found by the other without going through all of them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.local.controllers.manifests import Manifest, labels_of, namespace_of, spec_of, uid_of

_PODS: Final = ("v1", "Pod")
_SERVICES: Final = ("v1", "Service")
_Place = tuple[str, str, str]
"""A namespace, a label, and its value."""


def picks(service: Mapping[str, Any], pod: Mapping[str, Any]) -> bool:
    """Whether a Service selects a pod; they are in one namespace.

    Example:
        >>> picks({"spec": {"selector": {"app": "web"}}}, {"metadata": {"labels": {"app": "web", "tier": "a"}}})
        True
    """
    selector = _selector(service)
    return bool(selector) and selector.items() <= labels_of(pod).items()


class Selecting:
    """Which pods Services select, and which Services a pod is selected by."""

    def __init__(self) -> None:
        self._pods: dict[_Place, dict[str, Manifest]] = {}
        self._services: dict[_Place, dict[str, Manifest]] = {}

    def put(self, obj: Manifest) -> None:
        """Takes in an object, where it is a pod or a Service."""
        for shelf, place in self._places(obj):
            shelf.setdefault(place, {})[uid_of(obj)] = obj

    def drop(self, obj: Manifest) -> None:
        """Forgets an object."""
        for shelf, place in self._places(obj):
            found = shelf.get(place)
            if found is not None:
                found.pop(uid_of(obj), None)
                if not found:
                    del shelf[place]

    def pods(self, service: Manifest) -> list[Manifest]:
        """The pods that a Service selects, in no order."""
        places = [(namespace_of(service), label, value) for label, value in _selector(service).items()]
        if not places:
            return []
        fewest = min((self._pods.get(place, {}) for place in places), key=len)
        return [pod for pod in fewest.values() if picks(service, pod)]

    def services(self, pod: Manifest) -> list[Manifest]:
        """The Services that select a pod, in no order."""
        places = [(namespace_of(pod), label, value) for label, value in labels_of(pod).items()]
        return [service for place in places for service in self._services.get(place, {}).values() if picks(service, pod)]

    def _places(self, obj: Manifest) -> Iterator[tuple[dict[_Place, dict[str, Manifest]], _Place]]:
        match (obj["apiVersion"], obj["kind"]):
            case known if known == _PODS:
                yield from ((self._pods, (namespace_of(obj), label, value)) for label, value in labels_of(obj).items())
            case known if known == _SERVICES:
                # a Service selects none that has not the first label, so that one of its labels is enough
                selector = _selector(obj)
                if selector:
                    label = min(selector)
                    yield self._services, (namespace_of(obj), label, selector[label])
            case _:
                pass


def _selector(service: Mapping[str, Any]) -> Mapping[str, str]:
    return spec_of(service).get("selector") or {}
