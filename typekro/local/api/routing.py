"""Which resource, object and subresource a path means."""

from collections.abc import Sequence
from urllib.parse import unquote

import attrs

from typekro.local.api.refusals import no_such_resource, not_found
from typekro.local.api.registry import Registry, is_custom
from typekro.local.api.resources import Resource, Subresource, Target


@attrs.frozen
class Route:
    """What a path means.

    Args:
        resource: the kind.
        namespace: the namespace of the path; None where all are meant, or the kind has none.
        name: the object's name; None for the collection.
        subresource: what of the object is meant.
    """

    resource: Resource
    namespace: str | None = None
    name: str | None = None
    subresource: Subresource | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Namespace and name, as the store has them."""
        return self.namespace or "", self.name or ""

    @property
    def target(self) -> Target:
        """The object that is meant."""
        return Target(self.resource, self.key, None if self.subresource is None else self.subresource.name)


def split(path: str) -> list[str]:
    """The parts of a path, unquoted."""
    return [unquote(part) for part in path.split("?", 1)[0].strip("/").split("/") if part]


def route(registry: Registry, parts: Sequence[str]) -> Route | None:
    """The route of a path below `/api` or `/apis`; None where no resource is meant.

    Raises:
        StatusError: the group and version are served, and this is not.
    """
    match parts:
        case ["api", version, *rest]:
            group = ""
        case ["apis", group, version, *rest]:
            pass
        case _:
            return None
    if not rest or version not in registry.groups.get(group, ()):
        return None
    found = _object(registry, group, version, rest)
    if found is None and is_custom(registry, group):
        return None
    if found is None:
        raise no_such_resource()
    return found


def _object(registry: Registry, group: str, version: str, rest: Sequence[str]) -> Route | None:
    namespace: str | None = None
    if rest[0] == "namespaces" and len(rest) > 2 and registry.at(group, version, rest[2]) is not None:  # noqa: PLR2004 - namespaces/NAME/RESOURCE
        namespace, rest = rest[1], rest[2:]
    resource = registry.at(group, version, rest[0])
    if (
        resource is None
        or (namespace is not None and not resource.namespaced)
        or (resource.namespaced and namespace is None and len(rest) > 1)
    ):
        return None
    match rest[1:]:
        case []:
            return Route(resource, namespace)
        case [name]:
            return Route(resource, namespace, name)
        case [name, below] if below in resource.subresources:
            return Route(resource, namespace, name, resource.subresources[below])
        case [name, _] if resource.custom:
            raise not_found(resource, name)
        case _:
            return None
