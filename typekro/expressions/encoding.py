"""What the functions compute that encode, hash, or make what looks random; ValueError where they fail in the cluster."""

import base64
import hashlib
import json
import math
import re
from decimal import Decimal
from typing import Any

from typekro.expressions.computing import scientific
from typekro.expressions.guards import is_mapping, is_sequence

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FNV_OFFSET, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3
_WORD = 4


def json_text(value: Any) -> str:
    """The value as Go writes JSON: keys in order, no spaces, and nothing that HTML could take for markup."""
    match value:
        case None | bool() | int():
            return json.dumps(value)
        case str():
            quoted = json.dumps(value, ensure_ascii=False)
            return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", quoted)
        case float():
            return _json_number(value)
        case _ if is_sequence(value):
            return f"[{','.join(map(json_text, value))}]"
        case _ if is_mapping(value):
            return "{" + ",".join(f"{json_text(key)}:{json_text(value[key])}" for key in sorted(value)) + "}"
        case _:
            raise ValueError(f"CEL makes no JSON of {type(value).__name__}")


def _json_number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"JSON has no {value}")
    sign, digits, tail = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(tail, int)  # noqa: S101 - it is a letter for what is not finite alone
    if value != 0 and not 1e-6 <= abs(value) < 1e21:  # noqa: PLR2004 - where JavaScript, and so Go's JSON, takes an exponent
        return scientific("-" * sign, digits, len(digits) + tail - 1, 1)
    return f"{Decimal(repr(value)).normalize():f}"


def json_value(text: str) -> Any:
    """What a JSON text says; all of its numbers are doubles."""
    return json.loads(text, parse_int=float, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")


def base64_encode(text: str) -> str:
    """The text, in UTF-8, in base64."""
    return base64.b64encode(text.encode()).decode()


def base64_decode(text: str) -> str:
    """The text that stands encoded in another one."""
    # Go's decoder passes over line ends, and takes a text without its padding too.
    bare = text.replace("\n", "").replace("\r", "").rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()


def fnv64a(text: str) -> str:
    """The FNV-1a hash of a text, in hexadecimal figures."""
    value = _FNV_OFFSET
    for byte in text.encode():
        value = (value ^ byte) * _FNV_PRIME % 2**64
    return f"{value:016x}"


def sha256(text: str) -> str:
    """The SHA-256 hash of a text, in hexadecimal figures."""
    return hashlib.sha256(text.encode()).hexdigest()


def md5(text: str) -> str:
    """The MD5 hash of a text, in hexadecimal figures."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def random_string(length: int, seed: str) -> str:
    """Letters and figures that a seed gives: each from four bytes of its hash, again and again."""
    if length <= 0:
        raise ValueError("random.seededString: the length must be positive")
    hashed = hashlib.sha256(seed.encode()).digest()
    starts = (position * _WORD % len(hashed) for position in range(length))
    return "".join(_LETTERS[int.from_bytes(hashed[start : start + _WORD]) % len(_LETTERS)] for start in starts)


def random_integer(low: int, high: int, seed: str) -> int:
    """A number between two, the upper one left out, that a seed gives."""
    if low >= high:
        raise ValueError("random.seededInt: the lower end must be below the upper one")
    return low + int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % (high - low)
