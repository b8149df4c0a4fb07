"""The rules of a field that its annotation and its markers say, in the words of OpenAPI."""

from typing import Any

import attrs

from typekro.schema.annotations import Annotation
from typekro.schema.classes import Member, members_of
from typekro.schema.markers import LIST_KEYS, Marker, said_by


def rules_of_member(member: Member) -> dict[str, Any]:
    """The rules of a field: `minimum`, `enum` and the like, and those of its items and values below `items` and `additionalProperties`.

    Args:
        member: the field.

    Example:
        >>> from typing import Annotated, Literal
        >>> from typekro.schema.markers import MinItems
        >>> @attrs.frozen
        ... class Spec:
        ...     tiers: Annotated[list[Literal["small", "big"]], MinItems(1)]
        >>> rules_of_member(members_of(Spec)[0])
        {'minItems': 1, 'items': {'enum': ['small', 'big']}}
    """
    return rules_of(member.declared)


def rules_of(declared: Annotation) -> dict[str, Any]:
    """The rules that an annotation says."""
    rules: dict[str, Any] = {}
    if declared.scalar is not None and declared.choices is not None:
        rules["enum"] = [choice_value(choice) for choice in declared.choices]
    for marker in markers_in(declared.extras):
        for key, value in said_by(marker).items():
            rules[key] = [*rules.get(key, ()), *value] if isinstance(value, list) else value
    item = declared.item
    if item is None:
        return rules
    if LIST_KEYS in rules:
        rules[LIST_KEYS] = [_wire_name(item.base, key) for key in rules[LIST_KEYS]]
    below = rules_of(item)
    if below:
        rules["items" if declared.base.__origin__ is list else "additionalProperties"] = below
    return rules


def markers_in(extras: tuple[Any, ...]) -> tuple[Marker, ...]:
    """The markers among what stands in an `Annotated`; those without arguments may be given as classes."""
    return tuple(marker_of(extra) for extra in extras if is_marker(extra))


def is_marker(extra: Any) -> bool:
    """Whether something in an `Annotated` is a marker."""
    if isinstance(extra, type):
        return issubclass(extra, Marker) and attrs.has(extra) and not attrs.fields(extra)
    return isinstance(extra, Marker)


def marker_of(extra: Any) -> Marker:
    """The marker that something in an `Annotated` is."""
    marker: Marker = extra() if isinstance(extra, type) else extra
    return marker


def choice_value(choice: Any) -> Any:
    """A member of a Literal or an enum as the cluster holds it."""
    return str.__str__(choice) if isinstance(choice, str) else int(choice)


def _wire_name(cls: Any, name: str) -> str:
    if not isinstance(cls, type) or not attrs.has(cls):
        return name
    return next((member.wire_name for member in members_of(cls) if member.name == name), name)
