"""Quantities such as `500m` and `1Gi`: read exactly, compared, and written as Kubernetes writes them."""

import re
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Final

import attrs

_PARTS: Final = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(|[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)", re.ASCII)
_LOOSE: Final = re.compile(r"([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)")
_BINARY: Final = {"": 0, "Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_DECIMAL_NAMES: Final = {exponent: name for name, exponent in _DECIMAL.items()}
_BINARY_NAMES: Final = {exponent: name for name, exponent in _BINARY.items()}
_STEP: Final = 1024
_NANO: Final = 10**9
_LARGEST: Final = (1 << 63) - 1

WRONG: Final = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
_WRONG_SUFFIX: Final = "unable to parse quantity's suffix"
_WRONG_NUMBER: Final = "unable to parse numeric part of quantity"


class QuantityError(ValueError):
    """A text is no quantity; the message is Kubernetes'."""


@attrs.frozen(order=True)
class Quantity:
    """An amount.

    Args:
        nanos: the amount in billionths.
        kind: how it is written: in powers of 1024, of 1000, or with an exponent.
    """

    nanos: int
    kind: str = attrs.field(default="decimal", order=False, eq=False)

    @property
    def is_whole(self) -> bool:
        """Whether it has no fraction."""
        return self.nanos % _NANO == 0

    @property
    def text(self) -> str:
        """As Kubernetes writes it."""
        whole = self.nanos // _NANO
        if self.kind == "binary" and self.is_whole and not -_STEP < whole < _STEP:
            return _in_powers(whole, _STEP, _BINARY_NAMES)
        return _in_thousands(self.nanos, self.kind)


@lru_cache(maxsize=4096)
def quantity(text: str) -> Quantity:
    """Read a quantity.

    Args:
        text: as in a manifest.

    Raises:
        QuantityError: it is none.

    Example:
        >>> [quantity(text).text for text in ("0.5", "1000m", "1024Mi", "1.5Gi", "100Ki", "1e3", "0.1Ki")]
        ['500m', '1', '1Gi', '1536Mi', '100Ki', '1e3', '102400m']
        >>> quantity("1Kim")
        Traceback (most recent call last):
        typekro.local.schemas.quantities.QuantityError: unable to parse quantity's suffix
    """
    found = _PARTS.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        raise QuantityError(_problem(text))
    sign, whole, fraction, suffix = found.groups()
    digits = int(f"{whole}{fraction or ''}")
    scaled = Fraction(digits, 10 ** len(fraction or ""))
    if suffix[:1] in {"e", "E"} and suffix != "E":
        kind, factor = "exponent", Fraction(10) ** int(suffix[1:])
    elif suffix.endswith("i"):
        kind, factor = "binary", Fraction(_STEP ** _BINARY[suffix])
    else:
        kind, factor = "decimal", Fraction(10) ** _DECIMAL[suffix]
    nanos = min(ceil(scaled * factor * _NANO), _LARGEST * _NANO)
    return Quantity(-nanos if sign == "-" else nanos, kind)


def _problem(text: str) -> str:
    loose = _LOOSE.fullmatch(text)
    if loose is None:
        return WRONG
    return WRONG if loose[1].count(".") > 1 or not re.search(r"\d", loose[1]) else _WRONG_SUFFIX


def _in_powers(whole: int, step: int, names: dict[int, str]) -> str:
    power = 0
    while whole % step == 0 and whole and power + 1 in names:
        whole, power = whole // step, power + 1
    return f"{whole}{names[power]}"


def _in_thousands(nanos: int, kind: str) -> str:
    exponent = -9
    while nanos % 1000 == 0 and nanos:
        nanos, exponent = nanos // 1000, exponent + 3
    if not nanos:
        return "0"
    if kind == "exponent":
        return f"{nanos}e{exponent}" if exponent else str(nanos)
    name = _DECIMAL_NAMES.get(exponent)
    return f"{nanos}{name}" if name is not None else f"{nanos}e{exponent}"
