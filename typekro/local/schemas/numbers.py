"""Bounds of numbers, as the API server holds whole numbers and others against them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from typekro.local.schemas.choosing import Found
from typekro.local.schemas.field_problems import NOWHERE, invalid, number_text
from typekro.openapi.schemas import Schema

_INTEGERS: Final = {"int32": 1 << 31, "int64": 1 << 63, "": 1 << 63}
_LARGEST_FLOAT: Final = 3.4028234663852886e38


def number_checks(schema: Schema, types: Sequence[str], format_: str) -> list[Callable[[Any, str], Found | None]]:
    """What a number is held against, in the order in which it is told.

    Args:
        schema: the schema of the field.
        types: its types.
        format_: its format, as far as it counts.
    """
    checks: list[Callable[[Any, str], Found | None]] = []
    type_ = types[0] if len(types) == 1 else ""
    if type_ == "integer":
        checks.append(partial(_check_range, format_))
    elif type_ == "number" and format_ == "float":
        checks.append(_check_float)
    if schema.get("multipleOf") is not None:
        checks.append(partial(_check_multiple, schema["multipleOf"]))
    for key, noun, sign in (("minimum", "greater", -1), ("maximum", "less", 1)):
        if schema.get(key) is not None:
            exclusive = bool(schema.get(f"exclusive{key.capitalize()}"))
            checks.append(partial(_check_bound, (schema[key], noun, sign, exclusive)))
    return checks


def _check_range(format_: str, value: float, path: str) -> Found | None:
    if -_INTEGERS[format_] <= value < _INTEGERS[format_] and float(value).is_integer():
        return None
    kind = f"integer with format {format_}" if format_ else "integer (default format)"
    return _composite(f"Checked value must be of type {kind} in {path}")


def _check_float(value: float, path: str) -> Found | None:
    return None if abs(value) <= _LARGEST_FLOAT else _composite(f"Checked value must be of type number with format float in {path}")


def _check_multiple(factor: float, value: float, path: str) -> Found | None:
    if isinstance(value, int):
        whole = int(factor)
        if whole <= 0:
            said = f"factor MultipleOf declared for {path} must be positive: {whole}"
            return said, invalid(path.removeprefix("."), whole, said)
        fits, shown = value % whole == 0, str(whole)
    else:
        parts = 1 / factor * value if factor < 1 else value / factor
        fits, shown = _is_integral(parts), number_text(factor)
    return None if fits else _refused(path, value, f"should be a multiple of {shown}")


def _is_integral(value: float) -> bool:
    # as far as a division can tell
    nearest = float(round(value))
    difference = abs(value - nearest)
    return difference == 0 or difference < 1e-9 * (abs(value) + abs(nearest))


def _check_bound(rule: tuple[float, str, int, bool], value: float, path: str) -> Found | None:
    bound, noun, sign, exclusive = rule
    limit = int(bound) if isinstance(value, int) else float(bound)
    beyond = value >= limit if sign > 0 else value <= limit
    if not (beyond if exclusive else beyond and value != limit):
        return None
    shown = str(limit) if isinstance(value, int) else number_text(limit)
    return _refused(path, value, f"should be {noun} than {'' if exclusive else 'or equal to '}{shown}")


def _refused(path: str, value: float, what: str) -> Found:
    said = f"{path} in body {what}"
    return said, invalid(path.removeprefix("."), value, said)


def _composite(said: str) -> Found:
    return said, invalid(NOWHERE, "", said)
