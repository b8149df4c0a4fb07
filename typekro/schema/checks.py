"""What a class has to be so that kro can hold it: every problem of a spec or status class, with what to write instead."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import attrs

from typekro.errors import compose
from typekro.expressions import expressions_in
from typekro.schema.annotations import Annotation, taken_apart, written
from typekro.schema.choice_checks import problems_of_choices
from typekro.schema.classes import Member, default_of, has_converter, members_of
from typekro.schema.condition import are_conditions
from typekro.schema.marker_checks import problems_of_markers
from typekro.schema.markers import Description, Marker, Name
from typekro.schema.validators import meant_by_validator
from typekro.schema.wire import wire_member

Role = Literal["spec", "status"]

_MEANT: dict[object, str] = {
    tuple: "list[{0}]",
    set: "list[{0}]",
    frozenset: "list[{0}]",
    dt.datetime: "str",
    bytes: "str",
    list: "list[str]",
    dict: "dict[str, Any]",
    object: "dict[str, Any]",
}
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
    members = members_of(cls)
    by_name = {member.name: member.declared for member in members}
    for attribute in attrs.fields(cls):
        declared = by_name.get(attribute.name, taken_apart(attribute.type))
        yield from _problems_of_attribute(f"{cls.__name__}.{attribute.name}", attribute, declared)
    yield from _problems_of_steps(cls)
    yield from _clashes(cls, members)
    for member in members:
        yield from _problems_of_member(f"{cls.__name__}.{member.name}", member, role, outer)
        for nested in _classes_in(member.annotation):
            yield from problems_of_class(nested, role, (*outer, cls))


def _problems_of_attribute(name: str, attribute: "attrs.Attribute[Any]", declared: Annotation) -> Iterator[str]:
    if attribute.name.startswith("_"):
        yield compose(f"{name}: a name that starts with _ is private", "every field of the class is part of the cluster's API")
    if not attribute.init:
        yield compose(f"{name}: init=False", "every field of the class is part of the cluster's API", "leave init=False out")
    if attribute.validator is not None:
        why = "a validator would run on references, which have no value yet"
        yield compose(f"{name}: a validator", why, meant_by_validator(attribute.name, declared, attribute.validator))
    if has_converter(attribute):
        why = "a converter would run on references, which have no value yet"
        hint = f"{attribute.name}: {written(declared.base)}, and convert before the class is made"
        yield compose(f"{name}: a converter", why, hint)
    if default_of(attribute)[1]:
        yield compose(f"{name}: a default that is made from the other fields", "a CRD knows constant defaults only", "leave it out")


def _problems_of_steps(cls: type) -> Iterator[str]:
    for step in ("__attrs_pre_init__", "__attrs_post_init__"):
        if hasattr(cls, step):
            why = "it would run on references, which have no value yet"
            yield compose(f"{cls.__name__}: {step}", why, "Annotated[int, Minimum(1)] for a rule; compute before it is made")


def _clashes(cls: type, members: tuple[Member, ...]) -> Iterator[str]:
    seen: dict[str, Member] = {}
    for member in members:
        if member.wire_name in seen:
            other = seen[member.wire_name].name
            hint = f'{member.name}: Annotated[{written(member.annotation)}, Name("anotherName")]'
            yield compose(f"{cls.__name__}: {other} and {member.name} are both {member.wire_name} in the cluster", (), hint)
        seen.setdefault(member.wire_name, member)


def _problems_of_member(name: str, member: Member, role: Role, outer: tuple[type, ...]) -> Iterator[str]:
    if role == "status" and not outer and member.wire_name in _RESERVED_IN_STATUS and not are_conditions(member.annotation):
        hint = "conditions: list[Condition]" if member.wire_name == "conditions" else "give the field another name"
        yield compose(f"{name}: kro writes status.{member.wire_name} itself, and passes over ours", (), hint)
    declared = member.declared
    culprit = _unsupported(declared.base)
    if culprit is not None:
        yield _unsupported_text(name, member, role, culprit)
        return
    problems = [*_problems_of_choices(name, declared), *problems_of_markers(name, declared)]
    yield from problems
    if role == "status" and not outer and not problems:
        yield from _rules_in_status(name, declared)
    if member.default is not attrs.NOTHING and not problems:
        yield from _problems_of_default(name, member)


def _rules_in_status(name: str, declared: Annotation) -> Iterator[str]:
    for marker in declared.extras:
        if isinstance(marker, Marker) and not isinstance(marker, Name | Description):
            why = "kro makes the schema of a status from its expressions alone, so that nobody would hold a value to it"
            yield compose(f"{name}: {marker!r} in a status", why, "leave it out")


def _problems_of_choices(name: str, declared: Annotation) -> Iterator[str]:
    yield from problems_of_choices(name, declared)
    if declared.item is not None:
        yield from _problems_of_choices(name, declared.item)


def _problems_of_default(name: str, member: Member) -> Iterator[str]:
    if member.optional:
        if member.default is not None:
            why = "the cluster holds no null: None would come back as the default"
            yield compose(f"{name}: both | None and a default", why, [f"{member.name}: {written(member.annotation)} = {member.default!r}"])
        return
    problems: list[str] = []
    try:
        wire = wire_member(member.default, member, name, problems)
    except attrs.exceptions.NotAnAttrsClassError:
        return  # a class that is not attrs' is told as such
    if not problems and any(True for _ in expressions_in(wire)):
        yield compose(
            f"the default of {name}: a reference", "a CRD knows constant defaults only", "leave it out, and give it to the instance"
        )
    yield from (f"the default of {problem}" for problem in problems)


def _classes_in(annotation: Any) -> Iterator[type[Any]]:
    """The classes of users that an annotation is made of."""
    declared = taken_apart(annotation)
    if declared.item is not None:
        yield from _classes_in(declared.item.base)
    elif _unsupported(declared.base) is None and declared.base is not Any and declared.choices is None and declared.scalar is None:
        yield declared.base


def _unsupported(annotation: Any) -> Any:
    """The part of an annotation that has no SimpleSchema, or None."""
    declared = taken_apart(annotation)
    if declared.optional:
        return annotation  # None inside of a list or a dict, which holds no null in the cluster
    if declared.item is not None:
        return _unsupported(get_args(declared.base)[-1])
    base = declared.base
    if base is Any or declared.scalar is not None or declared.choices is not None:
        return None
    is_class = isinstance(base, type) and get_origin(base) is None and (attrs.has(base) or not _is_known(base))
    return None if is_class else base  # a class that is not attrs' is told as such


def _is_known(cls: type) -> bool:
    return cls in _MEANT or cls.__module__ in {"builtins", "typing", "datetime", "decimal", "pathlib", "uuid"}


def _unsupported_text(name: str, member: Member, role: Role, culprit: Any) -> str:
    kinds = "str, int, float, bool, Literal, StrEnum, IntEnum, list[X], dict[str, X], Any and attrs classes"
    why = f"a {role} holds {kinds}, and X | None of each as a whole field"
    if isinstance(culprit, Marker):
        meant = type(member.default).__name__ if isinstance(member.default, str | int | float) else "int"
        return compose(
            f"{name}: {culprit!r} is a marker, and no type",
            "a marker stands beside the type of its field",
            f"{member.name}: Annotated[{meant}, {culprit!r}]",
        )
    arguments = [written(argument) for argument in get_args(culprit) if argument is not ...] or ["str"]
    meant = _MEANT.get(get_origin(culprit) or culprit, "str").format(arguments[0])
    if taken_apart(culprit).optional:
        meant = written(taken_apart(culprit).base)
    whole = written(member.annotation).replace(written(culprit), meant, 1)
    return compose(f"{name}: {written(culprit)} is no type of kro's", why, f"{member.name}: {whole}")
