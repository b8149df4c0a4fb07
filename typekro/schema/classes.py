"""Classes read as types of expressions: attrs classes of users, shapes, and what stands in their annotations."""

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Dyn, Field, Float, Integer, List, Map, Object, String, Type
from typekro.schema.annotations import Annotation, taken_apart
from typekro.schema.markers import MARKERS_KEY, Name
from typekro.schema.names import WIRE_NAME_KEY, camel_case

_SCALARS: dict[object, Type] = {str: String(), int: Integer(), float: Float(), bool: Boolean()}


@attrs.frozen
class Member:
    """One field of an attrs class.

    Args:
        name: its name in Python.
        alias: the name of its argument in `__init__`.
        wire_name: its name in the cluster.
        annotation: its annotation without `| None` and `Annotated`.
        type: the same as the type of an expression.
        optional: whether None may stand there.
        default: its default, made if need be; `attrs.NOTHING` where there is none.
        extras: what stands beside its annotation in `Annotated`, and its markers in the metadata.
    """

    name: str
    alias: str
    wire_name: str
    annotation: Any
    type: Type
    optional: bool
    default: Any
    extras: tuple[Any, ...] = ()

    @property
    def declared(self) -> Annotation:
        """Its annotation, taken apart, with all its markers."""
        return Annotation(self.annotation, self.optional, self.extras)

    @property
    def required(self) -> bool:
        """Whether a value has to be given."""
        return self.default is attrs.NOTHING and not self.optional


def type_of_class(cls: Any) -> Type:
    """The type of an expression that poses as a value of a class.

    Args:
        cls: an attrs class, a dataclass or a shape, or an annotation made of these, of str, int, float, bool, list and
            dict; whatever else it is becomes a type about which nothing is checked.

    Example:
        >>> type_of_class(list[int])
        List(item=Integer())
    """
    declared = taken_apart(cls)
    arguments = get_args(declared.base)
    match get_origin(declared.base):
        case _ if declared.scalar is not None:
            return _SCALARS[declared.scalar]
        case origin if origin is list and len(arguments) == 1:
            return List(type_of_class(arguments[0]))
        case origin if origin is dict and arguments[:1] == (str,):
            return Map(type_of_class(arguments[1]))
        case None if _has_fields(declared.base):
            return object_of_class(declared.base)
        case _:
            return Dyn()


def object_of_class(cls: type) -> Object:
    """The type of an attrs class or of an annotated class."""

    def load() -> Mapping[str, Field]:
        if not attrs.has(cls):
            return _annotated_fields(cls)
        return {member.name: Field(member.name, member.wire_name, member.type) for member in members_of(cls)}

    return Object(cls.__name__, load, cls)


def without_none(annotation: Any) -> tuple[Any, bool]:
    """The annotation without `| None` and `Annotated`, and whether `| None` was there."""
    declared = taken_apart(annotation)
    return declared.base, declared.optional


def members_of(cls: type) -> tuple[Member, ...]:
    """The fields of an attrs class in the order of their declaration.

    Raises:
        DefinitionError: an annotation names something that is not there.
    """
    return _members_of(cls)


@lru_cache(maxsize=1024)
def _members_of(cls: type) -> tuple[Member, ...]:
    hints = hints_of(cls)
    return tuple(_member(attribute, hints.get(attribute.name, Any)) for attribute in attrs.fields(cls) if attribute.init)


def hints_of(cls: type) -> dict[str, Any]:
    """The annotations of a class and of its parents, evaluated.

    Raises:
        DefinitionError: an annotation names something that is not there.
    """
    try:
        return get_type_hints(cls, include_extras=True)
    except NameError as error:
        why = f"its annotations name {error.name!r}, which is not to be found in {cls.__module__}"
        hint = "define the class, and all that its annotations name, at the top level of its module"
        raise DefinitionError(compose(f"{cls.__name__}: its fields cannot be read", why, hint)) from error


def _member(attribute: "attrs.Attribute[Any]", annotation: Any) -> Member:
    declared = taken_apart(annotation)
    extras = (*declared.extras, *attribute.metadata.get(MARKERS_KEY, ()))
    given = next((extra.name for extra in extras if isinstance(extra, Name)), None)
    return Member(
        name=attribute.name,
        alias=str(attribute.alias),
        wire_name=given or attribute.metadata.get(WIRE_NAME_KEY) or camel_case(attribute.name),
        annotation=declared.base,
        type=type_of_class(declared.base),
        optional=declared.optional,
        default=default_of(attribute)[0],
        extras=extras,
    )


def default_of(attribute: "attrs.Attribute[Any]") -> tuple[Any, bool]:
    """The default of an attribute, made if need be, and whether it is made from the other fields (and is not given here)."""
    default: Any = attribute.default
    factory: Any = attrs.Factory  # attrs types this class as a function
    if not isinstance(default, factory):
        return default, False
    return (attrs.NOTHING, True) if default.takes_self else (default.factory(), False)


def has_converter(attribute: Any) -> bool:
    """Whether attrs would change the value of an attribute on its way in."""
    return attribute.converter is not None


def _has_fields(cls: Any) -> bool:
    return isinstance(cls, type) and (hasattr(cls, "__presence__") or attrs.has(cls) or dataclasses.is_dataclass(cls))


@lru_cache(maxsize=1024)
def _annotated_fields(cls: type) -> Mapping[str, Field]:
    names: Mapping[str, str] = getattr(cls, "__wire_names__", {})
    constants = {"api_version": Field("api_version", "apiVersion", String()), "kind": Field("kind", "kind", String())}
    return (constants if getattr(cls, "__resource__", False) else {}) | {
        name: Field(name, names.get(name) or camel_case(name), type_of_class(annotation))
        for name, annotation in hints_of(cls).items()
        if not name.startswith("_") and get_origin(annotation) is not ClassVar and annotation is not ClassVar
    }
