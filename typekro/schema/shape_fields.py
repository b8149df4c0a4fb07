"""The fields of shapes, as their classes declare them."""

import functools
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias, get_origin

import attrs

from typekro.schema.classes import hints_of
from typekro.schema.names import camel_case

Presence: TypeAlias = Literal["required", "optional", "read-only"]


@attrs.frozen
class ShapeField:
    """One field of a shape.

    Args:
        name: its name in Python.
        wire_name: its name in the cluster.
        annotation: its type as declared.
        presence: whether it has to be given, may be given, or can only be read.
    """

    name: str
    wire_name: str
    annotation: Any
    presence: Presence


def is_shape_class(cls: object) -> bool:
    """Whether a class is a shape; told by what it declares, since the class itself is made of what stands here."""
    return isinstance(cls, type) and hasattr(cls, "__presence__")


def is_shape(value: object) -> bool:
    """Whether a value is made of a shape."""
    return is_shape_class(type(value))


def shape_fields(cls: type) -> Mapping[str, ShapeField]:
    """The fields of a shape by their Python names, in the order of their declaration.

    Raises:
        DefinitionError: an annotation names something that is not there.
    """
    return _fields_of(cls)


@functools.cache
def _fields_of(cls: type) -> Mapping[str, ShapeField]:
    wire_names: Mapping[str, str] = getattr(cls, "__wire_names__", {})
    presence: Mapping[str, Presence] = getattr(cls, "__presence__", {})
    return {
        name: ShapeField(name, wire_names.get(name) or camel_case(name), annotation, presence.get(name, "required"))
        for name, annotation in hints_of(cls).items()
        if not name.startswith("_") and get_origin(annotation) is not ClassVar and annotation is not ClassVar
    }


def written(cls: type) -> str:
    """A class as its user writes it.

    Example:
        >>> written(int)
        'int'
    """
    home, _, module = cls.__module__.rpartition(".")
    return f"k8s.{module}.{cls.__name__}" if home == "typekro.openapi.generated" else cls.__name__
