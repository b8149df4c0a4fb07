"""Values that Go reads in ways of their own: times, quantities, numbers or texts, bytes; and what a reading finds wrong."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias

import attrs

from typekro.local.schemas.quantities import QuantityError, quantity
from typekro.local.schemas.shapes import is_list
from typekro.schema.go_texts import quoted

Where: TypeAlias = "tuple[Where, str | int, str | None] | None"
"""A place: the one around it, the field or the position, and the struct that the field is of; an empty one for a key of a map."""

_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_TIME_LAYOUT: Final = "2006-01-02T15:04:05Z07:00"
_MICRO_LAYOUT: Final = "2006-01-02T15:04:05.000000Z07:00"


@attrs.define
class Reading:
    """What is found while an object is read.

    Args:
        problem: what Go says of the first value that does not fit; None where all do.
        unknown: the paths of fields that no struct has.
    """

    problem: str | None = None
    unknown: list[str] = attrs.field(factory=list[str])

    def note_unknown(self, where: Where) -> None:
        """Note a field that its struct does not have."""
        self.unknown.append(path_text(where))

    def refuse(self, said: str) -> None:
        """Note what is wrong, if it is the first."""
        if self.problem is None:
            self.problem = said

    def mismatch(self, got: str, wanted: str, where: Where) -> None:
        """Note a value of another type than its field has."""
        if self.problem is not None:
            return
        struct, names = "", list[str]()
        step = where
        while step is not None:
            step, name, owner = step
            if owner:
                embedded, _, of = owner.rpartition(">")
                struct = struct or of.rpartition(".")[2]
                names.append(f"{embedded}.{name}" if embedded else str(name))
        into = f"Go struct field {struct}.{'.'.join(reversed(names))}" if struct else "Go value"
        self.problem = f"json: cannot unmarshal {got} into {into} of type {wanted}"


def path_text(where: Where) -> str:
    """A place as Kubernetes writes it.

    Example:
        >>> path_text(((((None, "spec", "x.Y"), "ports", "x.Z"), 0, None), "port", None))
        'spec.ports[0].port'
    """
    if where is None:
        return ""
    around, name, _ = where
    before = path_text(around)
    if isinstance(name, int):
        return f"{before}[{name}]"
    return f"{before}.{name}" if before else name


def described(value: Any) -> str:
    """What Go calls a JSON value.

    Example:
        >>> [described(value) for value in ("a", 1, True, [], {})]
        ['string', 'number', 'bool', 'array', 'object']
    """
    if isinstance(value, bool):
        return "bool"
    return {str: "string", int: "number", float: "number", list: "array", dict: "object"}[type(value)]


@attrs.frozen
class _Special:
    """A type with a way of its own.

    Args:
        read: reads a value.
        zero: gives what Go writes of an empty one.
    """

    read: Callable[[Any, Where, Reading], Any]
    zero: Callable[[], Any] = lambda: None


def _read_time(layout: str, *, micro: bool) -> Callable[[Any, Where, Reading], Any]:
    def read(value: Any, where: Where, reading: Reading) -> Any:
        if value is None:
            return None
        if not isinstance(value, str):
            reading.mismatch(described(value), "string", where)
            return None
        text = _time_of(value, micro=micro)
        if text is None:
            reading.refuse(f'parsing time {quoted(value)} as {quoted(layout)}: cannot parse {quoted(value)} as "2006"')
        return text

    return read


@lru_cache(maxsize=1024)
def _time_of(text: str, *, micro: bool) -> str | None:
    """A time as Go writes what it read; None where it is none."""
    found = _TIME.fullmatch(text)
    try:
        moment = datetime.fromisoformat(f"{found[1]}{found[3]}").astimezone(UTC) if found else None
    except ValueError:
        return None
    if found is None or moment is None:
        return None
    fraction = f".{(found[2] or '')[:6]:0<6}" if micro else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def _read_quantity(value: Any, _: Where, reading: Reading) -> Any:
    if value is None:
        return "0"
    text = value if isinstance(value, str) else str(value) if type(value) in {int, float} else "-"
    try:
        return quantity(text.strip()).text if text else "0"
    except QuantityError as error:
        reading.refuse(str(error))
        return "0"


def _read_int_or_text(value: Any, where: Where, reading: Reading) -> Any:
    if isinstance(value, str) or type(value) is int:
        return value
    if value is not None:
        reading.mismatch(f"number {value}" if isinstance(value, float) else described(value), "int32", where)
    return 0


def _read_bytes(value: Any, where: Where, reading: Reading) -> Any:
    if value is None:
        return None
    if is_list(value):
        return base64.b64encode(bytes(value)).decode()
    if not isinstance(value, str):
        reading.mismatch(described(value), "[]uint8", where)
        return None
    text = re.sub(r"[\r\n]", "", value)
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        reading.refuse(f"illegal base64 data at input byte {_wrong_byte(value)}")
        return None
    return text


def _wrong_byte(text: str) -> int:
    """Where base64 goes wrong, as Go counts."""
    found = re.search(r"[^A-Za-z0-9+/\r\n]", text)
    if found is None:
        return len(text) // 4 * 4
    at = found.start()
    if text[at] == "=" and at % 4 >= 2:  # noqa: PLR2004 - where padding may begin
        return at + len(text[at:]) - len(text[at:].lstrip("="))
    return at


def _read_any(value: Any, _: Where, __: Reading) -> Any:
    return value


SPECIAL: Final[Mapping[str, _Special]] = {
    "api/resource.Quantity": _Special(_read_quantity, lambda: "0"),
    "apis/meta/v1.Time": _Special(_read_time(_TIME_LAYOUT, micro=False)),
    "apis/meta/v1.MicroTime": _Special(_read_time(_MICRO_LAYOUT, micro=True)),
    "util/intstr.IntOrString": _Special(_read_int_or_text, lambda: 0),
    "[]uint8": _Special(_read_bytes),
    "apis/meta/v1.FieldsV1": _Special(_read_any),
    "apiextensions/v1.JSON": _Special(_read_any),
    "runtime.RawExtension": _Special(_read_any),
}
"""How the types are read that have ways of their own."""
