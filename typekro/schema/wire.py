"""Values of spec classes to the JSON of the cluster, checked against their declared types and their markers on the way."""

import math
from collections.abc import Mapping
from typing import Any

from typekro.errors import DefinitionError, compose
from typekro.expressions import (
    Boolean,
    Dyn,
    Float,
    Integer,
    List,
    Map,
    Object,
    String,
    Type,
    assignable,
    describe,
    expression_of,
    type_name,
)
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.operators import INTEGER_MAX, INTEGER_MIN
from typekro.schema.annotations import Annotation
from typekro.schema.classes import Member, members_of, object_of_class
from typekro.schema.member_rules import rules_of_member
from typekro.schema.problems import collected
from typekro.schema.texts import problem_of_text
from typekro.schema.values import broken_rules, shown

_JSON: dict[type, Type] = {bool: Boolean(), int: Integer(), float: Float(), str: String()}


def to_wire(value: Any, cls: type, *, at: str = "spec") -> dict[str, Any]:
    """An instance of a spec class as the cluster's JSON; what is None is left out, references stay where they are.

    Args:
        value: an instance of the class.
        cls: an attrs class.
        at: what the value is called in messages.

    Raises:
        DefinitionError: values are not of their declared types; all of them are named.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Spec:
        ...     storage_class: str
        >>> to_wire(Spec(storage_class="fast"), Spec)
        {'storageClass': 'fast'}
    """
    problems: list[str] = []
    wire: dict[str, Any] = wire_value(value, object_of_class(cls), at, problems)
    if problems:
        raise collected(at, problems)
    return wire


def wire_value(value: Any, type_: Type, at: str, problems: list[str]) -> Any:
    """A value as the cluster's JSON; what is wrong with it is added to the problems."""
    try:
        expression = expression_of(value)
    except DefinitionError as error:
        problems.append(f"{at}: {error.message}")
        return None
    if expression is not None:
        if not assignable(expression.type, type_):
            found = f"{describe(expression)} is {type_name(expression.type)}"
            problems.append(compose(f"{at}: expected {type_name(type_)}, but {found}"))
        return value
    match type_:
        case List(item) if is_sequence(value):
            return [wire_value(part, item, f"{at}[{position}]", problems) for position, part in enumerate(value)]
        case Map(item) if is_mapping(value):
            problems.extend(compose(f"{at}: the key {key!r} is not a str") for key in value if not _is_text(key))
            return {key: wire_value(part, item, f"{at}[{key!r}]", problems) for key, part in value.items()}
        case Object(python_class=type() as cls) if isinstance(value, cls):
            return _object(value, cls, at, problems)
        case _:
            return wire_scalar(value, type_, at, problems)


def _object(value: Any, cls: type, at: str, problems: list[str]) -> dict[str, Any]:
    wire: dict[str, Any] = {}
    for member in members_of(cls):
        part = getattr(value, member.name)
        if part is None and member.optional:
            continue
        wire[member.wire_name] = wire_member(part, member, f"{at}.{member.name}", problems)
    return wire


def wire_member(value: Any, member: Member, at: str, problems: list[str]) -> Any:
    """The value of a field as the cluster's JSON, held against the rules of the field; what is wrong with it is added to the problems.

    Args:
        value: the value, or a reference, which no rule is held against.
        member: the field.
        at: what the value is called in messages.
        problems: what is wrong.
    """
    found: list[str] = []
    wire = wire_value(value, member.type, at, found)
    if not found:
        wire = _held(wire, member.declared, rules_of_member(member), at, found)
    problems += found
    return wire


def _held(value: Any, declared: Annotation, rules: Mapping[str, Any], at: str, problems: list[str]) -> Any:
    """A value that is of its declared type, held against the rules."""
    if expression_of(value) is not None:
        return value
    problems += [f"{at}: {broken}" for broken in broken_rules(value, rules)]
    item = declared.item
    if declared.base is Any and not is_mapping(value):
        why = "Any is an object in the cluster, whose fields may be anything"
        problems.append(compose(f"{at}: expected a dict, got {shown(value)}", why, f"{at.rpartition('.')[2]}={{...}}"))
    elif declared.base is Any or (item is not None and item.base is Any and is_mapping(value)):
        return _json(value, at, problems)
    elif item is not None and is_sequence(value):
        below = rules.get("items", {})
        return [_held(part, item, below, f"{at}[{position}]", problems) for position, part in enumerate(value)]
    elif item is not None and is_mapping(value):
        below = rules.get("additionalProperties", {})
        return {key: _held(part, item, below, f"{at}[{key!r}]", problems) for key, part in value.items()}
    return value


def _json(value: Any, at: str, problems: list[str]) -> Any:
    """A value of which nothing is known but that it has to be JSON, or hold references."""
    if value is None or expression_of(value) is not None:
        return value
    if is_sequence(value):
        return [_json(part, f"{at}[{position}]", problems) for position, part in enumerate(value)]
    if is_mapping(value):
        problems.extend(compose(f"{at}: the key {key!r} is not a str") for key in value if not _is_text(key))
        return {key: _json(part, f"{at}[{key!r}]", problems) for key, part in value.items()}
    kind = next((kind for kind in _JSON if isinstance(value, kind)), None)
    if kind is None:
        problems.append(compose(f"{at}: {shown(value)} is no value of JSON"))
        return None
    return wire_scalar(value, _JSON[kind], at, problems)


def wire_scalar(value: Any, type_: Type, at: str, problems: list[str]) -> Any:
    """A text, a number or a truth value as the cluster's JSON; what is wrong with it is added to the problems."""
    match type_:
        case String() if _is_text(value):
            return str.__str__(value)  # a member of an enum of texts is its text
        case Boolean() if isinstance(value, bool):
            return value
        case Integer() if _is_int(value) and INTEGER_MIN <= value <= INTEGER_MAX:
            return int(value)
        case Float() if (_is_int(value) or isinstance(value, float)) and math.isfinite(value):
            return float(value)
        case Dyn():
            return value
        case _:
            problems.append(compose(f"{at}: expected {type_name(type_)}, got {shown(value)}", _reason(value)))
            return None


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and problem_of_text(value) is None


def _reason(value: object) -> str:
    match value:
        case str():
            return problem_of_text(value) or ""
        case bool():
            return ""
        case int():
            return "" if INTEGER_MIN <= value <= INTEGER_MAX else "an integer of the cluster has 64 bits"
        case float():
            return "" if math.isfinite(value) else "JSON has no such number"
        case _:
            return ""
