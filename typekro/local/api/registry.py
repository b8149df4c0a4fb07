"""Which resources are served: the built-in ones, and those of CustomResourceDefinitions."""

import functools
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from typekro.local.api.resources import Column, Resource, Subresource
from typekro.openapi.kinds import Kinds

SERVED_BELOW = frozenset({"status", "scale", "finalize", "log"})
"""The subresources that are answered; the others of the built-in kinds need a node, or are not there."""

_NOT_SERVED = frozenset({("autoscaling", "v1", "horizontalpodautoscalers"), ("", "v1", "bindings"), ("", "v1", "componentstatuses")})
_REVIEWS = frozenset(
    {
        "selfsubjectaccessreviews",
        "selfsubjectrulesreviews",
        "selfsubjectreviews",
        "subjectaccessreviews",
        "localsubjectaccessreviews",
        "tokenreviews",
    }
)
_UNSERVED_REVIEWS = frozenset({"tokenreviews"})


class Registry:
    """The resources, by path and by kind.

    Args:
        resources: the built-in ones.
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_path: dict[tuple[str, str, str], Resource] = {}
        self._by_kind: dict[tuple[str, str], Resource] = {}
        self._shelves: dict[str, str] = {}
        self.groups: dict[str, list[str]] = {}
        self.generation = 0
        for resource in resources:
            self.add(resource)

    def at(self, group: str, version: str, plural: str) -> Resource | None:
        """The resource of a path."""
        return self._by_path.get((group, version, plural))

    def of(self, api_version: str, kind: str) -> Resource | None:
        """The resource of a kind."""
        return self._by_kind.get((api_version, kind))

    def any_at(self, group: str, plural: str) -> Resource | None:
        """A resource in one of its versions, whichever."""
        return next((each for (of, _, name), each in self._by_path.items() if of == group and name == plural), None)

    def all(self) -> Iterator[Resource]:
        """Every resource, in the order in which it came."""
        return iter(tuple(self._by_path.values()))

    def versions(self, resource: Resource) -> list[Resource]:
        """A resource in every version that is served."""
        found = [self._by_path.get((resource.group, version, resource.plural)) for version in self.groups.get(resource.group, ())]
        return [each for each in found if each is not None]

    def stored(self, group: str, kind: str) -> Resource | None:
        """A kind in the version in which its objects are stored, or None."""
        versions = self.groups.get(group, ())
        served = (self._by_kind.get((f"{group}/{version}" if group else version, kind)) for version in versions)
        return next((each for each in served if each is not None and each.version == each.stored), None)

    def within(self, group: str, version: str) -> list[Resource]:
        """The resources of a group and version, by name."""
        found = [each for (of, at, _), each in self._by_path.items() if (of, at) == (group, version)]
        return sorted(found, key=lambda each: each.plural)

    def add(self, resource: Resource) -> None:
        """Serves a resource, or serves it as it is now."""
        self._by_path[resource.group, resource.version, resource.plural] = resource
        self._by_kind[resource.api_version, resource.kind] = resource
        versions = self.groups.setdefault(resource.group, [])
        if resource.version not in versions:
            versions.append(resource.version)
            versions.sort(key=version_order)
        self.generation += 1

    def remove(self, group: str, plural: str) -> None:
        """Serves a resource no more, in no version."""
        for key in [key for key in self._by_path if key[0] == group and key[2] == plural]:
            resource = self._by_path.pop(key)
            self._by_kind.pop((resource.api_version, resource.kind), None)
        left = {at for of, at, _ in self._by_path if of == group}
        if not left:
            self.groups.pop(group, None)
        else:
            self.groups[group] = [version for version in self.groups[group] if version in left]
        self.generation += 1


def version_order(version: str) -> tuple[int, int, int, str]:
    """The key by which versions are sorted, the best first: v2, v1, v2beta1, v1beta1, v1alpha1, others by name.

    Example:
        >>> sorted(["v1alpha1", "v1", "foo", "v2", "v1beta2"], key=version_order)
        ['v2', 'v1', 'v1beta2', 'v1alpha1', 'foo']
    """
    body = version.removeprefix("v")
    for level, word in enumerate(("", "beta", "alpha")):
        major, found, minor = body.partition(word) if word else (body, "", "")
        if version.startswith("v") and major.isdigit() and bool(found) == bool(word) and (minor.isdigit() or not word):
            return level, -int(major), -int(minor or 0), ""
    return 9, 0, 0, version


@functools.cache
def _bundle() -> tuple[Mapping[str, Any], ...]:
    packed = files("typekro.local.api.bundled").joinpath("discovery.json.gz").read_bytes()
    return tuple(json.loads(gzip.decompress(packed)))


def builtin(kinds: Kinds) -> Iterator[Resource]:
    """The resources of Kubernetes that are served here.

    Args:
        kinds: their schemas.
    """
    for each in _bundle():
        group, version, plural = each["group"], each["version"], each["plural"]
        if (group, version, plural) in _NOT_SERVED or plural in _UNSERVED_REVIEWS:
            continue
        api_version = f"{group}/{version}" if group else version
        known = kinds.find(api_version, each["kind"])
        yield Resource(
            group=group,
            version=version,
            kind=each["kind"],
            plural=plural,
            singular=each["singular"],
            namespaced=each["namespaced"],
            short_names=tuple(each["shortNames"]),
            categories=tuple(each["categories"]),
            subresources={
                below["subresource"]: _subresource(below, api_version)
                for below in each["subresources"]
                if below["subresource"] in SERVED_BELOW
            },
            verbs=tuple(each["verbs"]),
            columns=tuple(_column(column) for column in each["columns"]),
            schema={} if known is None else known.schema,
        )


def _subresource(about: Mapping[str, Any], api_version: str) -> Subresource:
    kind = about["responseKind"]
    given = f"{kind['group']}/{kind['version']}" if kind["group"] else kind["version"]
    return Subresource(about["subresource"], kind["kind"], tuple(about["verbs"]), given or api_version)


def _column(about: Mapping[str, Any]) -> Column:
    return Column(about["name"], about["type"], about["format"], about["description"], about["priority"])


def shelf_name(resource: Resource) -> str:
    """Where the objects of a resource are stored: events of both groups in one place."""
    return "events" if resource.plural == "events" and resource.group == "events.k8s.io" else resource.qualified


def stored_version(resource: Resource) -> str:
    """Group and version in which objects of a resource are stored."""
    if shelf_name(resource) != resource.qualified:
        return "v1"
    return f"{resource.group}/{resource.stored}" if resource.group else resource.stored


def is_custom(registry: Registry, group: str) -> bool:
    """Whether a group is there by definitions alone: what is asked of it is answered by another part of the API server."""
    return all(resource.custom for resource in registry.all() if resource.group == group)
