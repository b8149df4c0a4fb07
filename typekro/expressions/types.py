"""The types that an expression can have: what CEL and a CRD's schema agree on."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

import attrs


@attrs.frozen
class String:
    """Text."""


@attrs.frozen
class Integer:
    """A whole number of 64 bits."""


@attrs.frozen
class Float:
    """A number of double precision."""


@attrs.frozen
class Boolean:
    """True or false."""


@attrs.frozen
class Dyn:
    """Anything: known to the cluster alone, so that nothing about it is checked here."""


@attrs.frozen
class List:
    """A list.

    Args:
        item: the type of each item.
    """

    item: "Type"


@attrs.frozen
class Map:
    """A map from text to values.

    Args:
        value: the type of each value.
    """

    value: "Type"


@attrs.frozen
class Field:
    """One field of an object.

    Args:
        name: its name in Python (`cluster_ip`).
        wire_name: its name in the cluster (`clusterIP`).
        type: what it holds.
    """

    name: str
    wire_name: str
    type: "Type"


@attrs.frozen(slots=False, eq=False)
class Object:
    """An object with known fields, which are looked at when they are touched and not before.

    Args:
        name: what it is called in messages, mostly the name of its class.
        load: makes the fields, by their names in Python.
        python_class: the class that it was made from, where there is one.
    """

    name: str
    load: Callable[[], Mapping[str, Field]]
    python_class: type[Any] | None = None

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields by their names in Python."""
        return self.load()


Type: TypeAlias = String | Integer | Float | Boolean | Dyn | List | Map | Object

_SCALARS: dict[type, str] = {String: "str", Integer: "int", Float: "float", Boolean: "bool", Dyn: "Any"}


def type_name(type_: Type) -> str:
    """The type as it is written in Python.

    Example:
        >>> type_name(Map(List(Integer())))
        'dict[str, list[int]]'
    """
    match type_:
        case List(item):
            return f"list[{type_name(item)}]"
        case Map(value):
            return f"dict[str, {type_name(value)}]"
        case Object():
            return type_.name
        case scalar:
            return _SCALARS[type(scalar)]


def assignable(source: Type, target: Type) -> bool:
    """Whether a value of the source's type can stand where the target's type is declared.

    An integer can stand for a float, since JSON does not tell them apart; an object for another one whose fields it all has.

    Example:
        >>> assignable(Integer(), String())
        False
    """
    match source, target:
        case (Dyn(), _) | (_, Dyn()) | (Integer(), Float()):
            return True
        case List(), List():
            return assignable(source.item, target.item)
        case Map(), Map():
            return assignable(source.value, target.value)
        case Object(), Object():
            return _object_assignable(source, target)
        case Map(value=Dyn()), Object():  # an object that was written out; what is in it was checked where it was
            return True
        case _:
            return source == target


def unify(left: Type, right: Type) -> Type | None:
    """The type of what is either the one or the other, where CEL has such a type; whole numbers and floats have none together.

    Example:
        >>> unify(List(Dyn()), List(String()))
        List(item=String())
    """
    match left, right:
        case (Dyn(), known) | (known, Dyn()):
            return known
        case List(), List():
            item = unify(left.item, right.item)
            return None if item is None else List(item)
        case Map(), Map():
            value = unify(left.value, right.value)
            return None if value is None else Map(value)
        case Object(), Object():
            return right if assignable(left, right) else left if assignable(right, left) else None
        case _:
            return left if left == right else None


def _object_assignable(source: Object, target: Object) -> bool:
    if source is target or (source.python_class is not None and source.python_class is target.python_class):
        return True
    offered = {field.wire_name: field.type for field in source.fields.values()}
    return all(field.wire_name in offered and assignable(offered[field.wire_name], field.type) for field in target.fields.values())
