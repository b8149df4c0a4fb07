"""Values of the fields of shapes: checked where they are given, compared, and written as the cluster's JSON."""

import difflib
import types
from collections.abc import Hashable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Expression, Float, Integer, MisuseError, String, assignable, describe, expression_of, type_name
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.schema.classes import type_of_class
from typekro.schema.names import camel_case
from typekro.schema.problems import collected
from typekro.schema.shape_fields import ShapeField, is_shape, is_shape_class, shape_fields, written
from typekro.schema.wire import wire_value

_SCALARS = frozenset({str, int, float, bool})
_LONGEST = 60


def checked_fields(cls: type, given: Mapping[str, Any], *, at: str | None = None, complete: bool = True) -> dict[str, Any]:
    """What was given for the fields of a shape, in the order of their declaration; lists and dicts are copies.

    Args:
        cls: the shape.
        given: values by Python names.
        at: what the shape is called in messages; by default by its class.
        complete: whether required fields have to be there.

    Raises:
        MisuseError: fields are missing, unknown, or not of their declared types; all of them are named.
    """
    place = at or cls.__name__
    fields = shape_fields(cls)
    problems = [unknown_field(cls, name, f"{place}.{name}") for name in given if name not in fields]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in given:
            values[name] = _given(given[name], field, f"{place}.{name}", problems)
        elif complete and field.presence == "required":
            problems.append(compose(f"{place}.{name}: it is missing", "the cluster requires it", f"{name}=..."))
    if problems:
        error = collected(place, problems)
        raise MisuseError(error.message, error.problems)
    return values


def unknown_field(cls: type, name: str, at: str) -> str:
    """The text of an error about a field that a shape does not have."""
    fields = shape_fields(cls)
    by_wire_name = {field.wire_name: field.name for field in fields.values()}
    exact = by_wire_name.get(name) or by_wire_name.get(camel_case(name))
    near = [exact] if exact else difflib.get_close_matches(name, fields, 1)
    return compose(f"{at}: there is no such field", f"{cls.__name__} has: {', '.join(fields) or 'no fields'}", [*near])


def checked_value(value: Any, annotation: Any, at: str, problems: list[str]) -> Any:
    """A value as it is kept, with lists and dicts copied; what is wrong with it is added to the problems."""
    try:
        expression = expression_of(value)
    except DefinitionError as error:
        problems.append(f"{at}: {error.message}")
        return value
    if expression is not None:
        problems.extend(_wrong_reference(expression, annotation, at))
        return value
    options = _options(annotation)
    for option in options:
        found: list[str] = []
        kept = _constant(value, option, at, found)
        if not found:
            return kept
        if len(options) == 1:
            problems.extend(found)
            return value
    problems.append(_mismatch(value, annotation, at))
    return value


def plain(value: Any, *, inside: bool = False) -> Any:
    """A value with all shapes in it as the cluster's JSON; what holds none comes back as it is, and references stay where they are.

    Args:
        value: shapes, dicts and lists, nested as they may be.
        inside: whether it stands in a shape. There a whole resource is meant as a value (a claim of a stateful set); in a dict that was
            written by hand it is most likely a slip, and stays what it is.

    Example:
        >>> from typekro.schema import Shape
        >>> class Port(Shape):
        ...     target_port: int
        >>> plain({"ports": [Port(target_port=80)]})
        {'ports': [{'targetPort': 80}]}
    """
    if is_shape(value):
        return value.__typekro_wire__() if inside or not value.__resource__ else value
    if is_mapping(value):
        parts = {key: plain(part, inside=inside) for key, part in value.items()}
        return parts if any(parts[key] is not part for key, part in value.items()) else value
    if is_sequence(value):
        items = [plain(part, inside=inside) for part in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def to_wire_names(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a shape by their names in the cluster, their values as its JSON."""
    fields = shape_fields(cls)
    return {fields[name].wire_name: plain(value, inside=True) for name, value in values.items()}


def comparable(value: Any) -> Hashable:
    """What is equal for equal values, where == of the values themselves would build expressions."""
    expression = expression_of(value)
    if expression is not None:
        return expression
    if is_shape(value) and not value.__resource__:
        return value.__class__.__qualname__, comparable(value.__typekro_parts__())
    if is_mapping(value):
        return frozenset((key, comparable(part)) for key, part in value.items())
    if is_sequence(value):
        return tuple(comparable(part) for part in value)
    return value if isinstance(value, Hashable) else id(value)


def _given(value: Any, field: ShapeField, at: str, problems: list[str]) -> Any:
    if field.presence == "read-only":
        problems.append(compose(f"{at}: it is given", "the cluster writes it: it can be read, and nothing else", "leave it out"))
        return value
    if value is None:
        hint = "leave it out" if field.presence == "optional" else ()
        problems.append(compose(f"{at}: expected {_written(field.annotation)}, got None", "the cluster holds no null", hint))
        return None
    return checked_value(value, field.annotation, at, problems)


def _constant(value: Any, annotation: Any, at: str, problems: list[str]) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list and is_sequence(value):
        return [checked_value(part, arguments[0], f"{at}[{position}]", problems) for position, part in enumerate(value)]
    if origin is dict and is_mapping(value):
        problems.extend(compose(f"{at}: the key {key!r} is no constant text", "kro evaluates no keys") for key in value if not _is_key(key))
        return {key: checked_value(part, arguments[1], f"{at}[{key!r}]", problems) for key, part in value.items()}
    if annotation in _SCALARS and isinstance(value, str | int | float):
        found: list[str] = []
        text = wire_value(value, type_of_class(annotation), at, found)
        problems.extend("\n".join([problem, *_hint_lines(value, annotation)]) for problem in found)
        return text if isinstance(value, str) else value  # a member of an enum of texts is its text
    if not _is_one(value, annotation):
        problems.append(_mismatch(value, annotation, at))
    return _copied(value)


def _is_one(value: Any, annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return any(value == choice and type(value) is type(choice) for choice in get_args(annotation))
    return annotation is Any or (is_shape_class(annotation) and isinstance(value, annotation))


def _is_key(key: object) -> bool:
    return isinstance(key, str) and expression_of(key) is None


def _copied(value: Any) -> Any:
    if is_mapping(value):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if is_sequence(value) else value


def _options(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in {Union, types.UnionType} else (annotation,)


def _wrong_reference(expression: Expression, annotation: Any, at: str) -> list[str]:
    if any(assignable(expression.type, type_of_class(option)) for option in _options(annotation)):
        return []
    text = describe(expression)
    hints: list[str] = []
    if annotation is str and isinstance(expression.type, Integer | Float | Boolean):
        hints = [f'f"{{{text}}}"']
    elif annotation is int and isinstance(expression.type, String):
        hints = [f"cel.integer({text})"]
    return [compose(f"{at}: expected {_written(annotation)}, but {text} is {type_name(expression.type)}", (), hints)]


def _mismatch(value: Any, annotation: Any, at: str) -> str:
    return "\n".join([f"{at}: expected {_written(annotation)}, got {_shown(value)}", *_hint_lines(value, annotation)])


def _hint_lines(value: Any, annotation: Any) -> list[str]:
    hint = _hint(value, annotation)
    return [f"hint: {hint}"] if hint else []


def _hint(value: Any, annotation: Any) -> str | None:
    if annotation is str and isinstance(value, bool | int | float):
        return f'"{str(value).lower()}"'
    if annotation is int and isinstance(value, str) and value.isdecimal():
        return value
    if get_origin(annotation) is list and _is_one_of_scalars(value, get_args(annotation)[0]):
        return f"[{value!r}]"
    if get_origin(annotation) is Literal and isinstance(value, str):
        return next((repr(near) for near in difflib.get_close_matches(value, [str(choice) for choice in get_args(annotation)], 1)), None)
    return f"{written(annotation)}(...)" if is_shape_class(annotation) and is_mapping(value) else None


def _is_one_of_scalars(value: Any, annotation: Any) -> bool:
    return type(value) is annotation or _is_one(value, annotation)


def _written(annotation: Any) -> str:
    arguments = get_args(annotation)
    match get_origin(annotation):
        case None:
            return written(annotation) if isinstance(annotation, type) else str(annotation).removeprefix("typing.")
        case origin if origin is Literal:
            return " or ".join(repr(choice) for choice in arguments)
        case origin if origin in {Union, types.UnionType}:
            return " | ".join(_written(argument) for argument in arguments)
        case origin:
            return f"{origin.__name__}[{', '.join(_written(argument) for argument in arguments)}]"


def _shown(value: object) -> str:
    if value is None:
        return "None"
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) <= _LONGEST else f'{shown[:_LONGEST]}...'}"
