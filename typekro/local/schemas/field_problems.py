"""What is wrong with a field of an object, as the API server writes it into the causes of its refusal."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import isfinite, isnan
from typing import Any, Final

import attrs

from typekro.local.schemas.shapes import is_list, is_object
from typekro.schema.go_texts import quoted

INVALID: Final = "FieldValueInvalid"
REQUIRED: Final = "FieldValueRequired"
DUPLICATE: Final = "FieldValueDuplicate"
NOT_SUPPORTED: Final = "FieldValueNotSupported"
FORBIDDEN: Final = "FieldValueForbidden"
TOO_LONG: Final = "FieldValueTooLong"
TOO_MANY: Final = "FieldValueTooMany"
TYPE_INVALID: Final = "FieldValueTypeInvalid"
NOT_FOUND: Final = "FieldValueNotFound"
NOWHERE: Final = "<nil>"
"""The path of a problem that is of no field."""

# the powers of ten between which Go writes a number without an exponent
_LEAST: Final = -4
_MOST: Final = 6


@attrs.frozen
class FieldProblem:
    """One reason why an object is refused.

    Args:
        path: the field, as `spec.ports[0].port`; `<nil>` where it is of no field.
        reason: the kind of problem, as `FieldValueInvalid`.
        message: what is wrong, without the path.
    """

    path: str
    reason: str
    message: str

    @property
    def text(self) -> str:
        """The path and what is wrong with it."""
        return f"{self.path}: {self.message}"

    @property
    def cause(self) -> dict[str, str]:
        """What stands for it among the causes of a Status."""
        return {"reason": self.reason, "message": self.message, "field": self.path}


def invalid_message(group: str, kind: str, name: str, problems: Iterable[FieldProblem]) -> str:
    """The message of a Status that refuses an object.

    Args:
        group: the group of its kind; empty for the core group.
        kind: its kind.
        name: its name.
        problems: what is wrong with it.

    Example:
        >>> invalid_message("apps", "Deployment", "web", [required("spec.selector")])
        'Deployment.apps "web" is invalid: spec.selector: Required value'
    """
    texts = list(dict.fromkeys(problem.text for problem in problems))
    said = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    return f"{kind}{f'.{group}' if group else ''} {quoted(name)} is invalid: {said}"


def shown(value: Any) -> str:
    """A value as Go prints it in a problem.

    Example:
        >>> [shown(value) for value in ("a", 1, 1.5, 1e21, True, None, {"b": [1]})]
        ['"a"', '1', '1.5', '1e+21', 'true', 'null', '{"b":[1]}']
    """
    if isinstance(value, str):
        return quoted(value)
    return number_text(value) if isinstance(value, float) else _go_json(value)


def number_text(value: float) -> str:
    """A number of double precision as Go's `%v` has it.

    Example:
        >>> [number_text(value) for value in (3.0, 0.1, 1e-5, 1e21, 12345678.5)]
        ['3', '0.1', '1e-05', '1e+21', '1.23456785e+07']
    """
    if not isfinite(value):
        return "NaN" if isnan(value) else "+Inf" if value > 0 else "-Inf"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    power = len(text) - 1 + int(exponent)
    if value == 0 or _LEAST <= power < _MOST:
        return f"{Decimal(repr(value)).normalize():f}"
    mantissa = f"{text[0]}.{text[1:]}" if len(text) > 1 else text
    return f"{'-' * sign}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


class GoStruct(dict[str, Any]):
    """An object whose fields Go shows in the order of its type; those of a map it sorts."""


def _sorted(value: Any) -> Any:
    if is_object(value):
        names = value if isinstance(value, GoStruct) else sorted(value)
        return {name: _sorted(value[name]) for name in names}
    return [_sorted(item) for item in value] if is_list(value) else value


def _go_json(value: Any) -> str:
    """JSON as Go writes it: what could be taken for markup is escaped."""
    text = json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def problem(path: str, reason: str, noun: str, value: Any, detail: str = "") -> FieldProblem:
    """A problem whose message shows the value."""
    return FieldProblem(path, reason, f"{noun}: {shown(value)}{f': {detail}' if detail else ''}")


def invalid(path: str, value: Any, detail: str) -> FieldProblem:
    """A value that its field does not take."""
    return problem(path, INVALID, "Invalid value", value, detail)


def type_invalid(path: str, value: Any, detail: str) -> FieldProblem:
    """A value of another type than its field has."""
    return problem(path, TYPE_INVALID, "Invalid value", value, detail)


def required(path: str, detail: str = "") -> FieldProblem:
    """A field that has to be there."""
    return FieldProblem(path, REQUIRED, f"Required value{f': {detail}' if detail else ''}")


def forbidden(path: str, detail: str) -> FieldProblem:
    """A field that must not be there, or must not be changed."""
    return FieldProblem(path, FORBIDDEN, f"Forbidden: {detail}")


def duplicate(path: str, value: Any) -> FieldProblem:
    """A value that is there already."""
    return problem(path, DUPLICATE, "Duplicate value", value)


def not_found(path: str, value: Any) -> FieldProblem:
    """A name of what is not there."""
    return problem(path, NOT_FOUND, "Not found", value)


def not_supported(path: str, value: Any, choices: Sequence[str]) -> FieldProblem:
    """A value that is none of the few that there are."""
    detail = f"supported values: {', '.join(map(quoted, choices))}" if choices else ""
    return problem(path, NOT_SUPPORTED, "Unsupported value", value, detail)


def too_long(path: str, most: int) -> FieldProblem:
    """A text of too many bytes."""
    detail = f": may not be more than {most} {'byte' if most == 1 else 'bytes'}" if most >= 0 else ": value is too long"
    return FieldProblem(path, TOO_LONG, f"Too long{detail}")


def too_many(path: str, actual: int, most: int) -> FieldProblem:
    """A list or a map with too much in it."""
    return problem(path, TOO_MANY, "Too many", actual, f"must have at most {most} {'item' if most == 1 else 'items'}")


def child(path: str, name: str) -> str:
    """The path of a field.

    Example:
        >>> child("", "spec"), child("spec", "ports")
        ('spec', 'spec.ports')
    """
    return f"{path}.{name}" if path else name
