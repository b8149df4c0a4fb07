"""Moments and spans of time, read and written as Go does it."""

import datetime as dt
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.values import NANOSECONDS, Duration, Timestamp

_DAY: Final = 86_400
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
# The first and the last second of the years 1 to 9999.
FIRST_SECOND: Final = -62_135_596_800
LAST_SECOND: Final = 253_402_300_799
LONGEST: Final = 2**63 - 1
_TIMESTAMP: Final = re.compile(
    r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_UNITS: Final = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART: Final = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_FIXED: Final = re.compile(r"([+-]?)(\d{1,2}):(\d{1,2})", re.ASCII)


def timestamp(text: str) -> Timestamp:
    """The moment that a text in the form of RFC 3339 says.

    Raises:
        CelValueError: it has another form, or names no day.

    Example:
        >>> string_of(timestamp("2024-02-29T12:00:00.5+02:00"))
        '2024-02-29T12:00:00.5+02:00'
    """
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        raise CelValueError(f"invalid RFC 3339 timestamp {quoted(text)}")
    moment = _moment(found)
    # Go reads no leap second, no small letters, and no year 0 here.
    if moment is None or found[6] == "60" or "t" in text or "z" in text:
        raise CelValueError("type conversion error from 'string' to 'google.protobuf.Timestamp'")
    if not FIRST_SECOND <= moment.nanoseconds // NANOSECONDS <= LAST_SECOND:
        raise CelValueError("timestamp overflow")
    return moment


def _moment(found: "re.Match[str]") -> Timestamp | None:
    year, month, day, hour, minute, second = (int(found[index]) for index in range(1, 7))
    try:
        # The year 0 is a leap year, as 2000 is.
        days = dt.date(year or 2000, month, day).toordinal() - _EPOCH_DAY - (0 if year else 730_485)
    except ValueError:
        return None
    fraction = int((found[7] or ".")[1:10].ljust(9, "0"))
    zone = found[8]
    offset = 0 if zone in "Zz" else (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60) * (-1 if zone[0] == "-" else 1)
    seconds = days * _DAY + hour * 3600 + minute * 60 + second - offset
    return Timestamp(seconds * NANOSECONDS + fraction, offset)


def of_seconds(seconds: int) -> Timestamp:
    """The moment that many seconds after 1970 began."""
    if not FIRST_SECOND <= seconds <= LAST_SECOND:
        raise CelValueError("timestamp overflow")
    return Timestamp(seconds * NANOSECONDS)


def string_of(moment: Timestamp) -> str:
    """The moment as CEL's `string()` writes it, in its own zone."""
    local = _local(moment, moment.offset)
    fraction = f".{moment.nanoseconds % NANOSECONDS:09}".rstrip("0").rstrip(".")
    return f"{local.year:04}-{local:%m-%dT%H:%M:%S}{fraction}{_zone(moment.offset)}"


def utc_string_of(moment: Timestamp) -> str:
    """The moment as Kubernetes writes it: in UTC, without parts of a second."""
    local = _local(moment, 0)
    return f"{local.year:04}-{local:%m-%dT%H:%M:%S}Z"


def in_utc(moment: Timestamp) -> Timestamp:
    """The same moment, written in UTC."""
    return Timestamp(moment.nanoseconds)


def _zone(offset: int) -> str:
    if not offset:
        return "Z"
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _local(moment: Timestamp, offset: int) -> datetime:
    seconds = moment.nanoseconds // NANOSECONDS + offset
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=seconds // _DAY, seconds=seconds % _DAY)


def in_zone(moment: Timestamp, zone: str | None) -> datetime:
    """The calendar's reading of a moment.

    Args:
        moment: the moment.
        zone: a name of a time zone, or an offset such as `+02:00`; UTC where there is none.
    """
    if zone is None:
        return _local(moment, 0)
    fixed = _FIXED.fullmatch(zone)
    if fixed is not None:
        offset = (int(fixed[2]) * 3600 + int(fixed[3]) * 60) * (-1 if fixed[1] == "-" else 1)
        return _local(moment, offset)
    if ":" in zone:
        raise CelValueError(f"strconv.Atoi: parsing {quoted(zone.split(':')[0])}: invalid syntax")
    return _local(moment, 0).astimezone(_named(zone))


@cache
def _named(name: str) -> ZoneInfo | timezone:
    if name in {"", "UTC"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise CelValueError(f"unknown time zone {name}") from None


def duration(text: str) -> Duration:
    """The span that a text in Go's form says.

    Raises:
        CelValueError: it has another form, or is too long for 64 bits.

    Example:
        >>> duration("1h30m").nanoseconds == 5_400_000_000_000
        True
    """
    length = nanoseconds_of(text)
    if length is None:
        raise CelValueError("type conversion error from 'string' to 'google.protobuf.Duration'")
    return Duration(length)


def nanoseconds_of(text: str) -> int | None:
    """The length that a text in Go's form says, or None where it has another form."""
    bare = text[1:] if text[:1] in {"-", "+"} else text
    if bare == "0":
        return 0
    total, position = 0, 0
    while position < len(bare):
        found = _PART.match(bare, position)
        if found is None:
            return None
        whole, _, fraction = found[1].partition(".")
        unit = _UNITS[found[2]]
        total += int(whole or 0) * unit + (int(fraction or 0) * unit) // 10 ** len(fraction)
        position = found.end()
    negative = text.startswith("-")
    if not bare or total > LONGEST + negative:
        return None
    return -total if negative else total


def seconds_text(span: Duration) -> str:
    """The span as CEL's `string()` writes it.

    Example:
        >>> seconds_text(Duration(1_500_000_000))
        '1.5s'
    """
    seconds = _seconds(span)
    if seconds == 0:
        return "-0s" if math.copysign(1, seconds) < 0 else "0s"
    text = f"{seconds:f}" if abs(seconds) >= 1e16 else repr(seconds)  # noqa: PLR2004 - where Python takes an exponent
    if "e" in text:
        digits, _, exponent = text.partition("e")
        places = -int(exponent) + len(digits.partition(".")[2].lstrip("-"))
        text = f"{seconds:.{places}f}"
    return f"{text.removesuffix('.0') if '.' in text else text}s"


def _seconds(span: Duration) -> float:
    whole, rest = divmod(abs(span.nanoseconds), NANOSECONDS)
    seconds = float(whole) + float(rest) / 1e9
    return -seconds if span.nanoseconds < 0 else seconds


def go_text(span: Duration) -> str:
    """The span as Go and Kubernetes write it.

    Example:
        >>> go_text(Duration(5_400_000_000_000)), go_text(Duration(1_500_000)), go_text(Duration(0))
        ('1h30m0s', '1.5ms', '0s')
    """
    length = abs(span.nanoseconds)
    sign = "-" if span.nanoseconds < 0 else ""
    if length == 0:
        return "0s"
    for unit, size in (("ns", 1), ("µs", 10**3), ("ms", 10**6)):
        if length < size * 1000:
            return f"{sign}{_decimal(length, size)}{unit}"
    minutes, rest = divmod(length, 60 * NANOSECONDS)
    hours, minutes = divmod(minutes, 60)
    return sign + (f"{hours}h" if hours else "") + (f"{minutes}m" if hours or minutes else "") + f"{_decimal(rest, NANOSECONDS)}s"


def _decimal(value: int, size: int) -> str:
    fraction = f"{value % size:0{len(str(size)) - 1}}".rstrip("0") if size > 1 else ""
    return f"{value // size}.{fraction}" if fraction else str(value // size)


def quoted(text: str) -> str:
    """A text in double quotes, as Go quotes it for a message."""
    inner = "".join(_quoted(letter) for letter in text)
    return f'"{inner}"'


def _quoted(letter: str) -> str:
    if letter in {'"', "\\"}:
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}.get(letter)
    if short is not None:
        return short
    code = ord(letter)
    return f"\\x{code:02x}" if code < 128 else f"\\u{code:04x}" if code < 65_536 else f"\\U{code:08x}"  # noqa: PLR2004 - ASCII, and 16 bits


_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DATE_TIME: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)([.,]\d+)?([Zz]|[+-]\d\d:?\d\d)?", re.ASCII)


def date(text: str) -> Timestamp:
    """The moment at which a day begins, as schemas with `format: date` say it."""
    found = _DATE.fullmatch(text)
    try:
        day = dt.date.fromisoformat(text) if found is not None else None
    except ValueError:
        day = None
    if day is None:
        why = "" if found is None else ": day out of range"
        raise CelValueError(f"Invalid date formatted string {text}: parsing time {quoted(text)}{why}")
    return Timestamp((day.toordinal() - _EPOCH_DAY) * _DAY * NANOSECONDS)


def date_time(text: str) -> Timestamp:
    """The moment that schemas with `format: date-time` say."""
    found = _DATE_TIME.fullmatch(text)
    moment = None
    if found is not None:
        zone = (found[8] or "Z").upper()
        zone = zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
        fraction = (found[7] or "").replace(",", ".")
        again = _TIMESTAMP.fullmatch(f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}{fraction}{zone}")
        moment = None if again is None else _moment(again)
    if moment is None:
        raise CelValueError(f"Invalid date-time formatted string {text}: parsing time {quoted(text)}")
    return moment


_SPANS: Final = {
    "n": 1, "u": 10**3, "µ": 10**3, "m": 60 * 10**9, "ms": 10**6, "s": 10**9, "h": 3600 * 10**9, "d": 86_400 * 10**9,
    "w": 7 * 86_400 * 10**9,
}  # fmt: skip
_NAMES: Final = {
    "ns": 1, "nano": 1, "nanosecond": 1, "us": 10**3, "µs": 10**3, "micro": 10**3, "microsecond": 10**3, "ms": 10**6, "milli": 10**6,
    "millisecond": 10**6, "s": 10**9, "sec": 10**9, "second": 10**9, "m": 60 * 10**9, "min": 60 * 10**9, "minute": 60 * 10**9,
    "h": 3600 * 10**9, "hr": 3600 * 10**9, "hour": 3600 * 10**9, "d": _SPANS["d"], "day": _SPANS["d"], "w": _SPANS["w"], "wk": _SPANS["w"],
    "week": _SPANS["w"],
}  # fmt: skip
_NAMED: Final = re.compile(r"(\d+)\s*([A-Za-zµ]+)", re.ASCII)


def openapi_duration(text: str) -> Duration:
    """The span that schemas with `format: duration` say: Go's form, or a number and a word (`3 days`)."""
    length = nanoseconds_of(text)
    if length is None:
        found = _NAMED.fullmatch(text.strip())
        size = None if found is None else _NAMES.get(found[2].lower()) or _NAMES.get(found[2].lower().removesuffix("s"))
        if found is None or size is None:
            raise CelValueError(f"Invalid duration {text}: unable to parse {text} as duration")
        length = int(found[1]) * size
    return Duration(length)
