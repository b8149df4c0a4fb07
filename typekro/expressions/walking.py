"""Expressions found in, and replaced in, users' values: dicts, lists, tuples, sets, attrs instances, texts with references."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions.guards import SCALARS, is_collection, is_mapping
from typekro.expressions.printing import describe
from typekro.expressions.reference import expression_of
from typekro.expressions.tree import Expression, Root, roots


def expressions_in(value: object) -> Iterator[Expression]:
    """Every expression in a value, in the order in which they stand there.

    Raises:
        DefinitionError: a text holds what is left of a reference, or a reference is a key.
    """
    found: list[Expression] = []
    _gather(value, found)
    return iter(found)


def roots_of(value: object) -> frozenset[Root]:
    """Every root that the expressions in a value mention."""
    return frozenset[Root]().union(*map(roots, expressions_in(value)))


def _gather(value: object, found: list[Expression]) -> None:
    expression = expression_of(value)
    if expression is not None:
        found.append(expression)
    if type(value) not in SCALARS:
        for part in _parts(value):
            _gather(part, found)


def substitute(value: Any, function: Callable[[Expression], Any]) -> Any:
    """The value with each expression in it replaced; what holds none comes back as it is.

    Args:
        value: dicts, lists, tuples, sets and attrs instances, nested as they may be.
        function: gives what to put in the place of an expression; a text with references in it is one expression.

    Raises:
        DefinitionError: a text holds what is left of a reference, or a reference is a key.
    """
    expression = expression_of(value)
    if expression is not None:
        return function(expression)
    if type(value) in SCALARS:
        return value
    parts = _parts(value)
    changed = [substitute(part, function) for part in parts]
    return value if all(new is old for new, old in zip(changed, parts, strict=True)) else _rebuilt(value, changed)


def _parts(value: object) -> list[Any]:
    if is_mapping(value):
        for key in value:
            _refuse_key(key)
        return list(value.values())
    if is_collection(value):
        return list(value)
    if hasattr(type(value), "__typekro_parts__"):
        return list(cast("Any", value).__typekro_parts__().values())
    return [getattr(value, attribute.name) for attribute in _attributes(value)]


def _attributes(value: object) -> "list[attrs.Attribute[Any]]":
    kind: type[Any] = type(value)
    return [attribute for attribute in attrs.fields(kind) if attribute.init] if attrs.has(kind) else []


def _rebuilt(value: object, parts: list[Any]) -> Any:
    kind = cast("Callable[..., Any]", type(value))
    if is_mapping(value):
        return dict(zip(value, parts, strict=True))
    if is_collection(value):
        # A named tuple takes its items one by one.
        return kind(*parts) if hasattr(kind, "_fields") else kind(parts)
    if hasattr(kind, "__typekro_rebuilt__"):
        shape = cast("Any", value)
        return shape.__typekro_rebuilt__(dict(zip(shape.__typekro_parts__(), parts, strict=True)))
    return kind(**{str(attribute.alias): part for attribute, part in zip(_attributes(value), parts, strict=True)})


def _refuse_key(key: object) -> None:
    expression = expression_of(key)
    if expression is not None:
        raise DefinitionError(compose(f"{describe(expression)} is the key of a dict", "keys have to be known while the script runs"))
