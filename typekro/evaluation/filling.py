"""A template with the values of its expressions in their places."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.checking import CheckedExpression
from typekro.checking.places import joined
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import OMIT

ValueOf = Callable[[CheckedExpression], Any]
ABSENT: Final = object()
"""A field of a status that has no value yet."""


def marked(template: Any, place: str, expressions: Mapping[str, CheckedExpression]) -> Any:
    """A template with its expressions themselves in their places, so that they are looked up once.

    Args:
        template: a manifest, the status of a definition, or a part of one.
        place: where it stands.
        expressions: the expressions by their places.
    """
    if is_mapping(template):
        return {str(key): marked(part, joined(place, str(key)), expressions) for key, part in template.items()}
    if is_sequence(template):
        return [marked(part, joined(place, index), expressions) for index, part in enumerate(template)]
    return expressions.get(place, template) if isinstance(template, str) else template


def filled(template: Any, value_of: ValueOf) -> Any:
    """A template with values, as new maps and lists; what is omit() in the end is left out.

    Args:
        template: a manifest, or a part of one, as `marked` gives it.
        value_of: gives the value of each expression.
    """
    if is_mapping(template):
        fields = [(key, filled(part, value_of)) for key, part in template.items()]
        return {key: part for key, part in fields if part is not OMIT}
    if is_sequence(template):
        items = [filled(part, value_of) for part in template]
        return [part for part in items if part is not OMIT]
    return own(value_of(template)) if isinstance(template, CheckedExpression) else template


def own(value: Any) -> Any:
    """A value that is nobody else's, without what is omit() in it."""
    if is_mapping(value):
        return {key: own(part) for key, part in value.items() if part is not OMIT}
    if is_sequence(value):
        return [own(part) for part in value if part is not OMIT]
    return value


def softly_filled(template: Any, value_of: ValueOf) -> Any:
    """What of a status has values: fields without are not there, and in a list a null stands for those before the last that has one.

    Args:
        template: the status of a definition, or a part of it, as `marked` gives it.
        value_of: gives the value of each expression, or ABSENT.
    """
    if is_mapping(template):
        fields: dict[str, Any] = {key: softly_filled(part, value_of) for key, part in template.items()}
        return {key: part for key, part in fields.items() if part is not ABSENT} or ABSENT
    if is_sequence(template):
        items: list[Any] = [softly_filled(part, value_of) for part in template]
        while items and items[-1] is ABSENT:
            items.pop()
        return [None if part is ABSENT else part for part in items] or ABSENT
    value = value_of(template) if isinstance(template, CheckedExpression) else ABSENT
    return ABSENT if value is ABSENT else own(value)
