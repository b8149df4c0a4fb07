"""`text.format([...])`, clause by clause."""

import math
import re
from decimal import Decimal
from typing import Any, Final

from typekro.expressions.library.running.comparing import LISTS, MAPS, found, items_of, keys_of
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import in_utc, seconds_text, string_of
from typekro.expressions.library.running.values import Duration, Timestamp, TypeValue, type_name

_PRECISION: Final = 6
_MOST: Final = 100
_CLAUSE: Final = re.compile(r"\.(\d*)", re.ASCII)
_NUMBERS: Final = "ints, uints, and doubles"
_WRONG: Final = {
    "s": "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps",
    "d": f"decimal clause can only be used on {_NUMBERS}",
    "f": f"fixed-point clause can only be used on {_NUMBERS}",
    "e": f"scientific clause can only be used on {_NUMBERS}",
    "b": "only ints, uints, and bools can be formatted as binary",
    "x": "only ints, uints, bytes, and strings can be formatted as hex",
    "X": "only ints, uints, bytes, and strings can be formatted as hex",
    "o": "octal clause can only be used on ints and uints",
}


def format_(text: str, values: Any) -> str:
    """The text with its clauses filled in.

    Args:
        text: with clauses such as `%s`, `%d` and `%.2f`.
        values: a list of what is filled in.
    """
    items, made, position, index = items_of(values), "", 0, 0
    while position < len(text):
        if text[position] != "%":
            made += text[position]
            position += 1
        elif text[position + 1 : position + 2] == "%":
            made += "%"
            position += 2
        else:
            if index >= len(items):
                raise CelValueError(f"index {index} out of range")
            if position + 1 == len(text):
                raise CelValueError("unexpected end of string")
            read, filled = _clause(text[position + 1 :], items[index])
            made += filled
            position += 1 + read
            index += 1
    return made


def _clause(text: str, value: Any) -> tuple[int, str]:
    """How many letters of a text are the clause, and what it makes of a value."""
    found, precision, read = _CLAUSE.match(text), _PRECISION, 0
    if found is not None:
        read, before = found.end(), "could not parse formatting clause: error while parsing precision: "
        if read == len(text):
            raise CelValueError(f"{before}could not find end of precision specifier")
        if not found[1]:
            raise CelValueError(f'{before}error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax')
        precision = int(found[1])
        if precision > _MOST:
            raise CelValueError(f"{before}precision {precision} exceeds maximum allowed precision {_MOST}")
    letter = text[read]
    if letter not in _WRONG:
        raise CelValueError(f'could not parse formatting clause: unrecognized formatting clause "{letter}"')
    filled = _filled(letter, value, precision)
    if filled is None:
        raise CelValueError(f"error during formatting: {_WRONG[letter]}, was given {type_name(value)}")
    return read + 1, filled


def _filled(letter: str, value: Any, precision: int) -> str | None:  # noqa: PLR0911 - one for each clause
    """What a clause makes of a value; None where it takes no such value."""
    whole, number = type_name(value) in {"int", "uint"}, type_name(value) in {"int", "uint", "double"}
    match letter:
        case "s":
            return _text(value)
        case "d":
            return _text(value) if number else None
        case "f":
            return _special(value) or f"{Decimal(float(value)):.{precision}f}" if number else None
        case "e":
            return _special(value) or f"{float(value):.{precision}e}" if number else None
        case "b" if isinstance(value, bool):
            return str(int(value))
        case "b" | "o":
            return f"{int(value):{letter}}" if whole else None
        case _:
            return _hexadecimal(value, letter)


def _hexadecimal(value: Any, letter: str) -> str | None:
    if type_name(value) in {"int", "uint"}:
        return f"{int(value):{letter}}"
    if isinstance(value, str | bytes):
        text = (value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value).hex()
        return text.upper() if letter == "X" else text
    return None


def _special(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    return ""


def _text(value: Any) -> str | None:  # noqa: PLR0911, C901 - one for each type
    match value:
        case str():
            return value
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case float():
            return _special(value) or _plain(value)
        case bytes():
            return value.decode(errors="replace")
        case Timestamp():
            return string_of(in_utc(value))
        case Duration():
            return seconds_text(value)
        case TypeValue(name):
            return name
        case _ if type(value) in LISTS:
            return "[" + ", ".join(map(_inner, items_of(value))) + "]"
        case _ if type(value) in MAPS:
            pairs = sorted((_inner(key), _inner(found(value, key))) for key in keys_of(value))
            return "{" + ", ".join(f"{key}: {part}" for key, part in pairs) + "}"
        case _:
            return None


def _inner(value: Any) -> str:
    text = _text(value)
    if text is None:
        raise CelValueError(f"error during formatting: {_WRONG['s']}, was given {type_name(value)}")
    return text


def _plain(value: float) -> str:
    """The shortest figures that mean the number, without an exponent."""
    sign = "-" if math.copysign(1, value) < 0 else ""
    text = f"{abs(Decimal(repr(value))):f}"
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)
