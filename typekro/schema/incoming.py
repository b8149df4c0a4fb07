"""The JSON of the cluster as values of spec and status classes, checked against their declared types on the way."""

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from typekro.errors import EvaluationError, compose
from typekro.expressions import Object
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.schema.annotations import Annotation
from typekro.schema.classes import members_of, type_of_class
from typekro.schema.member_rules import choice_value
from typekro.schema.values import none_of
from typekro.schema.wire import wire_scalar

T = TypeVar("T")


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
            arguments[member.alias] = _read(found, member.declared, path)
        elif member.required:
            raise EvaluationError(compose(f"{path} has no value", f"the cluster has no {member.wire_name} there"), path)
        elif member.default is attrs.NOTHING:
            arguments[member.alias] = None
    return cls(**arguments)


def _read(value: object, declared: Annotation, at: str) -> Any:
    item = declared.item
    if item is not None and is_sequence(value) and declared.base.__origin__ is list:
        return [_read(part, item, f"{at}[{position}]") for position, part in enumerate(value)]
    if item is not None and is_mapping(value) and declared.base.__origin__ is dict:
        return {key: _read(part, item, f"{at}[{key!r}]") for key, part in value.items()}
    if declared.choices is not None:
        return _chosen(value, declared.choices, at)
    type_ = type_of_class(declared.base)
    match type_:
        case Object(python_class=cls) if cls is not None and is_mapping(value):
            return from_wire(value, cls, at=at)
        case _:
            problems: list[str] = []
            read = wire_scalar(value, type_, at, problems)
            if problems:
                raise EvaluationError(problems[0], at)
            return read


def _chosen(value: object, choices: tuple[Any, ...], at: str) -> Any:
    for choice in choices:
        if value == choice and isinstance(value, bool) == isinstance(choice, bool):
            return choice
    raise EvaluationError(f"{at}: {none_of(value, [choice_value(choice) for choice in choices])}", at)
