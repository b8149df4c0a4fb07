"""Values of spec and status classes to and from the JSON of the cluster, checked against their declared types on the way."""

import math
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from typekro.errors import DefinitionError, EvaluationError, compose
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
from typekro.schema.classes import members_of, object_of_class
from typekro.schema.problems import collected
from typekro.schema.texts import problem_of_text

T = TypeVar("T")


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
            return _scalar(value, type_, at, problems)


def _object(value: Any, cls: type, at: str, problems: list[str]) -> dict[str, Any]:
    wire: dict[str, Any] = {}
    for member in members_of(cls):
        part = getattr(value, member.name)
        if part is None and member.optional:
            continue
        wire[member.wire_name] = wire_value(part, member.type, f"{at}.{member.name}", problems)
    return wire


def _scalar(value: Any, type_: Type, at: str, problems: list[str]) -> Any:
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
            problems.append(compose(f"{at}: expected {type_name(type_)}, got {_shown(value)}", _reason(value)))
            return None


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and problem_of_text(value) is None


def _shown(value: object) -> str:
    return "None" if value is None else f"{type(value).__name__} {value!r}"


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


def from_wire(data: Mapping[str, Any], cls: type[T], *, at: str = "status") -> T:
    """The cluster's JSON as an instance of a status class; what the class does not know is passed over.

    Args:
        data: the JSON.
        cls: an attrs class.
        at: what the value is called in messages.

    Raises:
        EvaluationError: a required field is not there, or a value is not of its declared type.

    Example:
        >>> import attrs
        >>> @attrs.frozen
        ... class Status:
        ...     host: str
        ...     port: int | None
        >>> from_wire({"host": "10.0.0.1", "state": "ACTIVE"}, Status)
        Status(host='10.0.0.1', port=None)
    """
    arguments: dict[str, Any] = {}
    for member in members_of(cls):
        path = f"{at}.{member.name}"
        found = data.get(member.wire_name)
        if found is not None:
            arguments[member.alias] = _read(found, member.type, path)
        elif member.required:
            raise EvaluationError(compose(f"{path} has no value", f"the cluster has no {member.wire_name} there"), path)
        elif member.default is attrs.NOTHING:
            arguments[member.alias] = None
    return cls(**arguments)


def _read(value: object, type_: Type, at: str) -> Any:
    match type_:
        case List(item) if is_sequence(value):
            return [_read(part, item, f"{at}[{position}]") for position, part in enumerate(value)]
        case Map(item) if is_mapping(value):
            return {key: _read(part, item, f"{at}[{key!r}]") for key, part in value.items()}
        case Object(python_class=cls) if cls is not None and is_mapping(value):
            return from_wire(value, cls, at=at)
        case _:
            problems: list[str] = []
            read = _scalar(value, type_, at, problems)
            if problems:
                raise EvaluationError(problems[0], at)
            return read
