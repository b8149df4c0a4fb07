"""Markers: what an annotation cannot say about a field of a spec, written as `Annotated[int, Minimum(1)]`."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs

MARKERS_KEY: Final = "typekro_markers"
LIST_TYPE: Final = "x-kubernetes-list-type"
LIST_KEYS: Final = "x-kubernetes-list-map-keys"
RULES: Final = "x-kubernetes-validations"
IMMUTABLE: Final = "field is immutable"
IMMUTABLE_RULE: Final = "self == oldSelf"


@attrs.frozen(repr=False)
class Marker:
    """The parent of all markers."""

    def __repr__(self) -> str:
        values: list[object] = [getattr(self, attribute.name) for attribute in attrs.fields(type(self))]
        return f"{type(self).__name__}({', '.join(map(repr, values))})"


@attrs.frozen(repr=False)
class Minimum(Marker):
    """The least number that a field takes.

    Args:
        value: that number, which is allowed itself.

    Example:
        >>> from typing import Annotated
        >>> @attrs.frozen
        ... class Spec:
        ...     replicas: Annotated[int, Minimum(1), Maximum(10)] = 3
    """

    value: float


@attrs.frozen(repr=False)
class Maximum(Marker):
    """The greatest number that a field takes.

    Args:
        value: that number, which is allowed itself.
    """

    value: float


@attrs.frozen(repr=False)
class MinLength(Marker):
    """How long a text is at least.

    Args:
        value: the number of characters.
    """

    value: int


@attrs.frozen(repr=False)
class MaxLength(Marker):
    """How long a text is at most.

    Args:
        value: the number of characters.
    """

    value: int


@attrs.frozen(repr=False)
class MinItems(Marker):
    """How many items a list has at least.

    Args:
        value: the number of items.
    """

    value: int


@attrs.frozen(repr=False)
class MaxItems(Marker):
    """How many items a list has at most.

    Args:
        value: the number of items.
    """

    value: int


@attrs.frozen(repr=False)
class Pattern(Marker):
    """What a text looks like; the pattern is searched for in the text, so that `^` and `$` hold it to the whole.

    Args:
        text: a regular expression of RE2, which has no look-around and no references back.

    Example:
        >>> from typing import Annotated
        >>> @attrs.frozen
        ... class Spec:
        ...     name: Annotated[str, Pattern("^[a-z][a-z0-9-]*$"), MaxLength(63)]
    """

    text: str


@attrs.frozen(repr=False)
class UniqueItems(Marker):
    """Makes a list a set: the cluster refuses an item that is there twice."""


@attrs.frozen(repr=False)
class ListType(Marker):
    """How several owners write one list.

    Args:
        value: `atomic`: one of them owns it whole; `set`: each owns the items that it put there; `map`: the same, and `ListMapKey`
            says which fields tell the items apart.

    Example:
        >>> from typing import Annotated
        >>> @attrs.frozen
        ... class Port:
        ...     name: str
        ...     number: int
        >>> @attrs.frozen
        ... class Spec:
        ...     ports: Annotated[list[Port], ListType("map"), ListMapKey("name")]
    """

    value: Literal["atomic", "set", "map"]


@attrs.frozen(repr=False)
class ListMapKey(Marker):
    """A field that tells the items of a list apart, beside `ListType("map")`; several are given one by one.

    Args:
        field: the name of the field in the class of the items.
    """

    field: str


@attrs.frozen(repr=False)
class Immutable(Marker):
    """Lets the cluster refuse a change of the field, once it has a value."""


@attrs.frozen(repr=False)
class Validation(Marker):
    """A rule that the cluster holds each value against; several may be given.

    Args:
        rule: CEL of Kubernetes, in which `self` is the value and `oldSelf` the one before; fields have their names in the cluster.

    Example:
        >>> from typing import Annotated
        >>> @attrs.frozen
        ... class Spec:
        ...     schedule: Annotated[str, Validation("self.split(' ').size() == 5")]
    """

    rule: str


@attrs.frozen(repr=False)
class Description(Marker):
    """What a field is for, as `kubectl explain` shows it; a docstring below the field says the same.

    Args:
        text: the description.
    """

    text: str


@attrs.frozen(repr=False)
class Name(Marker):
    """The name of a field in the cluster, where the rule (snake_case here, camelCase there) would give another.

    Args:
        name: the name in the cluster.

    Example:
        >>> from typing import Annotated
        >>> @attrs.frozen
        ... class Status:
        ...     cluster_ip: Annotated[str, Name("clusterIP")]
    """

    name: str


def markers(*given: Marker) -> Mapping[str, Any]:
    """Markers as the metadata of a field, for those who like their annotations plain.

    Args:
        *given: the markers.

    Example:
        >>> @attrs.frozen
        ... class Spec:
        ...     replicas: int = attrs.field(default=3, metadata=markers(Minimum(1)))
    """
    return {MARKERS_KEY: given}


def said_by(marker: Marker) -> dict[str, Any]:
    """What a marker says, in the words of OpenAPI.

    Example:
        >>> said_by(Minimum(1))
        {'minimum': 1}
    """
    said: dict[str, Any] = {}
    match marker:
        case Minimum(value) | Maximum(value) | MinLength(value) | MaxLength(value) | MinItems(value) | MaxItems(value):
            name = type(marker).__name__
            said = {f"{name[0].lower()}{name[1:]}": value}
        case Pattern(text):
            said = {"pattern": text}
        case Description(text):
            said = {"description": text}
        case UniqueItems():
            said = {LIST_TYPE: "set"}
        case ListType(value):
            said = {LIST_TYPE: value}
        case ListMapKey(field):
            said = {LIST_KEYS: [field]}
        case Immutable():
            said = {RULES: [{"rule": IMMUTABLE_RULE, "message": IMMUTABLE}]}
        case Validation(rule):
            said = {RULES: [{"rule": rule, "message": "validation failed"}]}
        case _:
            pass
    return said
