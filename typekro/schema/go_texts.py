"""How Go, which kro is written in, reads numbers and truth values from a text, and writes a text between quotes."""

import re
import unicodedata
from typing import Final

SPACE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_HEXADECIMAL = re.compile(r"[+-]?0[xX](_?[0-9a-fA-F])*\.?([0-9a-fA-F](_?[0-9a-fA-F])*)?[pP][+-]?[0-9]+")
_ENDLESS = re.compile(r"[+-]?(inf|infinity)|nan", re.IGNORECASE)
_BITS = 63
_TRUTHS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}
_SHORT = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", '"': '\\"', "\\": "\\\\"}


def integer_of(text: str) -> int | None:
    """The whole number of 64 bits that a text is, or None.

    Example:
        >>> integer_of("+07"), integer_of("1.0"), integer_of(str(2**63))
        (7, None, None)
    """
    value = int(text) if _INTEGER.fullmatch(text) else None
    return value if value is not None and -(2**_BITS) <= value < 2**_BITS else None


def number_of(text: str) -> float | None:
    """The number of double precision that a text is, or None.

    Example:
        >>> number_of("0x1p-2"), number_of("1_0"), number_of("1e999"), number_of("-Inf")
        (0.25, None, None, -inf)
    """
    if _ENDLESS.fullmatch(text):
        return float(text)
    try:
        if _HEXADECIMAL.fullmatch(text):
            return float.fromhex(text.replace("_", ""))
    except (OverflowError, ValueError):
        return None
    value = float(text) if _DECIMAL.fullmatch(text) else None
    return None if value in {float("inf"), float("-inf")} else value


def truth_of(text: str) -> bool | None:
    """The truth value that a text is, or None.

    Example:
        >>> truth_of("T"), truth_of("yes")
        (True, None)
    """
    return _TRUTHS.get(text)


def quoted(text: str) -> str:
    r"""A text between quotes, with escapes as Go has them, not all of which JSON has.

    Example:
        >>> print(quoted('a "b"\x00'))
        "a \"b\"\x00"
    """
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f'"{"".join(_escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    code = ord(letter)
    if letter in _SHORT:
        return _SHORT[letter]
    if letter == " " or unicodedata.category(letter)[0] in "LMNPS":
        return letter
    if code < 0x80:  # noqa: PLR2004 - the end of ASCII
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the end of the basic plane
