"""Formats of texts in CRDs, as the API server holds a text against them; what is no format of it says nothing."""

import base64
import ipaddress
import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIME: Final = re.compile(r"(\d{2}):(\d{2}):(\d{2})(.\d+)?(z|[+-]\d{2}:\d{2})", re.ASCII)
_GO_DURATION: Final = re.compile(r"[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)
_SCALA_DURATION: Final = re.compile(
    r"(\d+)\s*(ns|nanos?|nanoseconds?|us|µs|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?"
    r"|h|hrs?|hours?|d|days?|w|weeks?)",
    re.ASCII | re.IGNORECASE,
)
_LETTER: Final = r"[^\W_]"
_HOSTNAME: Final = re.compile(
    rf"(?:{_LETTER}(?:-?(?:{_LETTER}){{0,62}})?|(?:{_LETTER}(?:(?:{_LETTER}|-){{0,61}}{_LETTER})?\.)+[^\W\d_]{{2,63}})"
)
_UUID: Final = r"[0-9a-f]{8}-?[0-9a-f]{4}-?%s-?%s-?[0-9a-f]{12}"
_ANY: Final = "[0-9a-f]{4}"
_VARIANT: Final = "[89ab][0-9a-f]{3}"
_MAC: Final = re.compile(
    r"([0-9a-f]{2}(?P<s>[:-])([0-9a-f]{2}(?P=s)){4}[0-9a-f]{2}(((?P=s)[0-9a-f]{2}){2})?|([0-9a-f]{4}\.){2,3}[0-9a-f]{4})", re.IGNORECASE
)
_HEX_COLOR: Final = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB: Final = r"(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])"
_RGB_COLOR: Final = re.compile(rf"rgb\(\s*{_RGB}\s*,\s*{_RGB}\s*,\s*{_RGB}\s*\)")
_SSN: Final = re.compile(r"\d{3}[- ]?\d{2}[- ]?\d{4}", re.ASCII)
_SHORT_NAME: Final = re.compile(r"(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_LONG_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_SSN_LENGTH: Final = 11
_HOST_LENGTH: Final = 255
_LABEL_LENGTH: Final = 63


def fits_format(name: str, text: str) -> bool:
    """Whether a text is of a format; of one that is not known, each is.

    Args:
        name: the format, as `date-time`.
        text: the text.

    Example:
        >>> fits_format("ipv4", "10.0.0.1"), fits_format("ipv4", "ten"), fits_format("int-or-so", "ten")
        (True, False, True)
    """
    judge = _JUDGES.get(name.replace("-", "") if name not in _JUDGES else name)
    return judge is None or judge(text)


def known_format(name: str, types: tuple[str, ...]) -> str:
    """A format as it counts at a field of some type; empty where it counts for nothing.

    Args:
        name: the format.
        types: the types of the field.
    """
    match types:
        case () | ("string",):
            return name if name in _JUDGES or name.replace("-", "") in _JUDGES else ""
        case ("integer",):
            return name if name in {"int32", "int64"} else ""
        case ("number",):
            return name if name in {"float", "double"} else ""
        case _:
            return ""


def is_date(text: str) -> bool:
    """Whether it is a day, as `2006-01-02`."""
    if _DATE.fullmatch(text) is None:
        return False
    year, month, day = map(int, text.split("-"))
    if not 1 <= month <= len(_MONTHS) or not 1 <= day <= _MONTHS[month - 1]:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return not (month == 2 and day == _MONTHS[1]) or leap  # noqa: PLR2004 - February


def _is_date_time(text: str) -> bool:
    day, found, time = text.lower().partition("t")
    match = _TIME.fullmatch(time.partition("t")[0]) if found and is_date(day) else None
    return match is not None and match[1] <= "23" and match[2] <= "59" and match[3] <= "59"


def _is_duration(text: str) -> bool:
    return _GO_DURATION.fullmatch(text) is not None or _SCALA_DURATION.search(text) is not None


def _is_hostname(text: str) -> bool:
    fits = _HOSTNAME.fullmatch(text) is not None and len(text.encode()) <= _HOST_LENGTH
    return fits and all(len(part.encode()) <= _LABEL_LENGTH for part in text.split("."))


def _is_email(text: str) -> bool:
    _, address = parseaddr(text)
    name, at, host = address.rpartition("@")
    return bool(name and at and host) and " " not in name + host


def _is_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    fits = text.isprintable() and " " not in text and "#" not in text
    return fits and (text.startswith("/") or bool(parts.scheme) or text == "*")


def _is_ip(version: int) -> Callable[[str], bool]:
    def judge(text: str) -> bool:
        plain = ".".join(part.lstrip("0") or "0" for part in text.split(".")) if version == 4 else text  # noqa: PLR2004 - IPv4
        try:
            return ipaddress.ip_address(plain.partition("%")[0] + "%" * ("%" in plain)).version == version
        except ValueError:
            return False

    return judge


def _is_cidr(text: str) -> bool:
    address, slash, length = text.partition("/")
    if not slash or re.fullmatch(r"\d+", length, re.ASCII) is None:
        return False
    version = 6 if ":" in address else 4
    return _is_ip(version)(address) and int(length) <= {4: 32, 6: 128}[version]


def _is_byte(text: str) -> bool:
    bare = text.replace("\n", "").replace("\r", "")
    try:
        base64.b64decode(bare, validate=True)
    except ValueError:
        return False
    return bool(text)


def _is_isbn(text: str) -> bool:
    digits = re.sub(r"[\s-]+", "", text)
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        total = sum((at + 1) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits))
        return total % 11 == 0
    if re.fullmatch(r"\d{13}", digits, re.ASCII):
        return sum((3 if at % 2 else 1) * int(digit) for at, digit in enumerate(digits)) % 10 == 0
    return False


def _is_isbn_of(length: int) -> Callable[[str], bool]:
    return lambda text: len(re.sub(r"[\s-]+", "", text)) == length and _is_isbn(text)


def _is_credit_card(text: str) -> bool:
    digits = re.sub(r"[^0-9]+", "", text)
    kinds = (
        r"4\d{12}(\d{3})?|5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|6(011|5\d\d)\d{12}|3[47]\d{13}"
        r"|3(0[0-5]|[68]\d)\d{11}|(2131|1800|35\d{3})\d{11}|6[27]\d{14}"
    )
    if re.fullmatch(kinds, digits, re.ASCII) is None:
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0  # noqa: PLR2004 - the digit sum of two digits


def _matches(pattern: str | re.Pattern[str]) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII) if isinstance(pattern, str) else pattern
    return lambda text: compiled.fullmatch(text) is not None


_JUDGES: Final[Mapping[str, Callable[[str], bool]]] = {
    "byte": _is_byte,
    "cidr": _is_cidr,
    "creditcard": _is_credit_card,
    "date": is_date,
    "datetime": _is_date_time,
    "duration": _is_duration,
    "email": _is_email,
    "hexcolor": _matches(_HEX_COLOR),
    "hostname": _is_hostname,
    "ipv4": _is_ip(4),
    "ipv6": _is_ip(6),
    "isbn": _is_isbn,
    "isbn10": _is_isbn_of(10),
    "isbn13": _is_isbn_of(13),
    "k8s-long-name": _matches(_LONG_NAME),
    "k8s-short-name": _matches(_SHORT_NAME),
    "mac": _matches(_MAC),
    "password": lambda _: True,
    "rgbcolor": _matches(_RGB_COLOR),
    "ssn": lambda text: len(text) == _SSN_LENGTH and _SSN.fullmatch(text) is not None,
    "uri": _is_uri,
    "uuid": _matches(_UUID % (_ANY, _ANY)),
    "uuid3": _matches(_UUID % ("3[0-9a-f]{3}", _ANY)),
    "uuid4": _matches(_UUID % ("4[0-9a-f]{3}", _VARIANT)),
    "uuid5": _matches(_UUID % ("5[0-9a-f]{3}", _VARIANT)),
}
