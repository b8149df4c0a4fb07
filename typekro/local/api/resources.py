"""How a kind is served: its names, its scope, its verbs, what can be asked below it."""

from collections.abc import Mapping
from typing import Any

import attrs

VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


@attrs.frozen
class Column:
    """A column of what `kubectl get` prints.

    Args:
        name: its heading.
        type: `string`, `integer`, `number`, `boolean` or `date`.
        format: how the type is meant: `name` marks the object's name.
        description: what it shows.
        priority: 0 is always shown, more only with `-o wide`.
        path: the JSONPath of its value, for custom resources; empty where a printer of the kind fills it.
    """

    name: str
    type: str
    format: str = ""
    description: str = ""
    priority: int = 0
    path: str = ""


@attrs.frozen
class Subresource:
    """What can be asked below an object: `status`, `scale`.

    Args:
        name: its name in the path.
        kind: the kind of what is asked and answered.
        verbs: what can be done.
        api_version: group and version of that kind.
    """

    name: str
    kind: str
    verbs: tuple[str, ...]
    api_version: str


def _api_version(resource: "Resource") -> str:
    return f"{resource.group}/{resource.version}" if resource.group else resource.version


def _qualified(resource: "Resource") -> str:
    return f"{resource.plural}.{resource.group}" if resource.group else resource.plural


@attrs.frozen
class Resource:
    """A kind in one version, as the server serves it.

    Args:
        group: the group; empty for the core group.
        version: the version.
        kind: the kind.
        plural: its name in paths.
        singular: its name for one.
        namespaced: its objects live in namespaces.
        short_names: what else kubectl may call it.
        categories: the groups of kinds it belongs to: `all`.
        subresources: what can be asked below an object.
        verbs: what can be done.
        list_kind: the kind of a list of it; empty where it is the kind with `List` behind it.
        columns: what `kubectl get` prints.
        schema: its OpenAPI, with what every object has.
        structural: the schema of its CustomResourceDefinition, as it stands there.
        custom: it comes from a CustomResourceDefinition.
        storage: the version in which its objects are stored; empty where it is this one.
        scale: the paths of the replicas and the selector, for a custom resource with `scale`.
        deprecation: what those are warned of who use this version; empty where it is none of yesterday.
        selectable: the fields, beside name and namespace, by which a custom resource can be selected.

    Attributes:
        api_version: group and version, as in a manifest.
        qualified: the name of the resource with its group, as errors say it: `deployments.apps`.
    """

    group: str
    version: str
    kind: str
    plural: str
    singular: str
    namespaced: bool
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subresources: Mapping[str, Subresource] = attrs.field(factory=dict[str, Subresource], eq=False)
    verbs: tuple[str, ...] = VERBS
    list_kind: str = ""
    columns: tuple[Column, ...] = ()
    schema: Mapping[str, Any] = attrs.field(factory=dict[str, Any], eq=False, repr=False)
    structural: Mapping[str, Any] = attrs.field(factory=dict[str, Any], eq=False, repr=False)
    custom: bool = False
    storage: str = ""
    scale: Mapping[str, str] = attrs.field(factory=dict[str, str], eq=False)
    deprecation: str = ""
    selectable: frozenset[str] = frozenset()
    # These are asked for many times in each request.
    api_version: str = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_api_version, takes_self=True))
    qualified: str = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_qualified, takes_self=True))

    @property
    def listed(self) -> str:
        """The kind of a list of it."""
        return self.list_kind or f"{self.kind}List"

    @property
    def stored(self) -> str:
        """The version in which its objects are stored."""
        return self.storage or self.version


@attrs.frozen
class Target:
    """What a request is about.

    Args:
        resource: the kind.
        key: namespace and name.
        below: the subresource; None for the object itself.
    """

    resource: Resource
    key: tuple[str, str]
    below: str | None = None
