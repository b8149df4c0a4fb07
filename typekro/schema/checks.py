"""What a class has to be so that kro can hold it: every problem of a spec or status class, with what to write instead."""

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import attrs

from typekro.errors import compose
from typekro.schema.classes import Member, default_of, has_converter, members_of, without_none
from typekro.schema.wire import wire_value

Role = Literal["spec", "status"]

_MEANT: dict[object, str] = {
    tuple: "list[{0}]",
    set: "list[{0}]",
    frozenset: "list[{0}]",
    dt.datetime: "str",
    bytes: "str",
    list: "list[str]",
    dict: "dict[str, str]",
}
_SCALARS = frozenset({str, int, float, bool})
_RESERVED_IN_STATUS = frozenset({"state", "conditions"})


def problems_of_class(cls: type, role: Role, outer: tuple[type, ...] = ()) -> Iterator[str]:
    """Each reason why a class cannot be a spec or a status, as the text of an error.

    Args:
        cls: the class.
        role: what it is meant to be.
        outer: the classes that it is nested in.
    """
    if not attrs.has(cls):
        why = f"typekro reads the {role} from the fields of an attrs class"
        yield compose(f"{cls.__name__} is not an attrs class", why, f"@attrs.frozen above class {cls.__name__}")
        return
    if cls in outer:
        path = " -> ".join(inner.__name__ for inner in (*outer[outer.index(cls) :], cls))
        yield compose(f"{cls.__name__} contains itself: {path}", "kro writes out what a type is made of, and this has no end")
        return
    for attribute in attrs.fields(cls):
        yield from _problems_of_attribute(f"{cls.__name__}.{attribute.name}", attribute)
    members = members_of(cls)
    yield from _clashes(cls, members)
    for member in members:
        yield from _problems_of_member(f"{cls.__name__}.{member.name}", member, role, outer)
        for nested in _classes_in(member.annotation):
            yield from problems_of_class(nested, role, (*outer, cls))


def _problems_of_attribute(name: str, attribute: "attrs.Attribute[Any]") -> Iterator[str]:
    if attribute.name.startswith("_"):
        yield compose(f"{name}: a name that starts with _ is private", "every field of the class is part of the cluster's API")
    if not attribute.init:
        yield compose(f"{name}: init=False", "every field of the class is part of the cluster's API", "leave init=False out")
    if attribute.validator is not None:
        why = "a validator would run on references, which have no value yet"
        yield compose(f"{name}: a validator", why, "leave it out; rules that the cluster checks are not supported yet")
    if has_converter(attribute):
        yield compose(f"{name}: a converter", "a converter would run on references, which have no value yet", "leave it out")
    if default_of(attribute)[1]:
        yield compose(f"{name}: a default that is made from the other fields", "a CRD knows constant defaults only", "leave it out")


def _clashes(cls: type, members: tuple[Member, ...]) -> Iterator[str]:
    seen: dict[str, Member] = {}
    for member in members:
        if member.wire_name in seen:
            other = seen[member.wire_name].name
            hint = f'{member.name}: ... = attrs.field(metadata=typekro.schema.wire_name("anotherName"))'
            yield compose(f"{cls.__name__}: {other} and {member.name} are both {member.wire_name} in the cluster", (), hint)
        seen.setdefault(member.wire_name, member)


def _problems_of_member(name: str, member: Member, role: Role, outer: tuple[type, ...]) -> Iterator[str]:
    if role == "status" and not outer and member.wire_name in _RESERVED_IN_STATUS:
        yield compose(f"{name}: kro writes status.{member.wire_name} itself, and passes over ours", (), "give the field another name")
    culprit = _unsupported(member.annotation)
    if culprit is not None:
        yield _unsupported_text(name, member, role, culprit)
    elif member.default is not attrs.NOTHING:
        yield from _problems_of_default(name, member)


def _problems_of_default(name: str, member: Member) -> Iterator[str]:
    if member.optional:
        if member.default is not None:
            why = "the cluster holds no null: None would come back as the default"
            yield compose(f"{name}: both | None and a default", why, [f"{member.name}: {_written(member.annotation)} = {member.default!r}"])
        return
    problems: list[str] = []
    wire_value(member.default, member.type, name, problems)
    yield from (f"the default of {problem}" for problem in problems)


def _classes_in(annotation: Any) -> Iterator[type[Any]]:
    """The classes of users that an annotation is made of."""
    if _unsupported(annotation) is not None:
        return
    arguments = get_args(annotation)
    if arguments:
        yield from _classes_in(arguments[-1])
    elif annotation not in _SCALARS:
        yield annotation


def _unsupported(annotation: Any) -> Any:
    """The part of an annotation that has no SimpleSchema, or None."""
    inner, optional = without_none(annotation)
    if optional:
        return annotation  # None inside of a list or a dict, which holds no null in the cluster
    arguments = get_args(inner)
    match get_origin(inner):
        case origin if origin is list and len(arguments) == 1:
            return _unsupported(arguments[0])
        case origin if origin is dict and arguments[:1] == (str,):
            return _unsupported(arguments[1])
        case None if inner in _SCALARS:
            return None
        case None if isinstance(inner, type) and (attrs.has(inner) or not _is_known(inner)):
            return None  # a class that is not attrs' is told as such
        case _:
            return inner


def _is_known(cls: type) -> bool:
    return cls in _MEANT or cls.__module__ in {"builtins", "typing", "datetime", "decimal", "pathlib", "uuid"} or issubclass(cls, enum.Enum)


def _unsupported_text(name: str, member: Member, role: Role, culprit: Any) -> str:
    why = f"a {role} holds str, int, float, bool, list[X], dict[str, X] and attrs classes, and X | None of each as a whole field"
    if get_origin(culprit) is Literal or culprit is Any or (isinstance(culprit, type) and issubclass(culprit, enum.Enum)):
        why = f"{why}; Literal, Enum and Any are not supported yet"
    arguments = [_written(argument) for argument in get_args(culprit) if argument is not ...] or ["str"]
    meant = _MEANT.get(_kind(culprit), "str").format(arguments[0])
    if without_none(culprit)[1]:
        meant = _written(without_none(culprit)[0])
    written = _written(member.annotation).replace(_written(culprit), meant, 1)
    return compose(f"{name}: {_written(culprit)} is no type of kro's", why, f"{member.name}: {written}")


def _kind(annotation: Any) -> object:
    return get_origin(annotation) or annotation


def _written(annotation: Any) -> str:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation.__name__
    return str(annotation).replace("typing.", "")
