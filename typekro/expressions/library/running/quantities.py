"""Kubernetes' quantities: parsed, compared and added as its own library does."""

import re
from fractions import Fraction
from functools import total_ordering
from typing import Final

import attrs

from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.values import register

_FORM: Final = re.compile(r"([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)", re.ASCII)
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_WRONG_FORM: Final = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
_LOW, _HIGH = -(2**63), 2**63 - 1
_NANO: Final = -9
# So many digits surely fit into 64 bits, and so many binary ones.
_DIGITS: Final = 18
_BINARY_DIGITS: Final = 15


@total_ordering
@attrs.frozen(eq=False)
class Quantity:
    """An amount of something.

    Args:
        unscaled: the digits.
        scale: the power of ten that they are multiplied by.
        large: whether Kubernetes' library keeps it in more than 64 bits, which are no integer to it.
        computed: whether it was computed, and not parsed: cel-go then refuses it as the right side of `==`.
    """

    unscaled: int
    scale: int = 0
    large: bool = False
    computed: bool = False

    @property
    def exact(self) -> Fraction:
        """The amount."""
        return Fraction(self.unscaled) * Fraction(10) ** self.scale

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.exact == other.exact

    def __lt__(self, other: "Quantity") -> bool:
        return self.exact < other.exact

    def __hash__(self) -> int:
        return hash(self.exact)


def quantity(text: str) -> Quantity:
    """The amount that a text says.

    Raises:
        CelValueError: it has another form.

    Example:
        >>> quantity("1.5Gi").exact == quantity("1536Mi").exact
        True
    """
    if not text:
        raise CelValueError(_WRONG_FORM)
    found = _FORM.fullmatch(text)
    if found is None:
        raise CelValueError(_WRONG_FORM)
    negative, number, fraction, suffix = found[1] == "-", found[2] or "0", found[3] or "", found[4]
    base, exponent = _interpreted(suffix)
    quick = _quick(number, fraction, base, exponent)
    if quick is not None:
        return Quantity(-quick.unscaled if negative else quick.unscaled, quick.scale)
    if not re.search(r"\d", text.removesuffix(suffix) if suffix else text):
        raise CelValueError("unable to parse numeric part of quantity")
    unscaled, scale = int(number + fraction), -len(fraction)
    if base == 10:  # noqa: PLR2004 - the base
        scale += exponent
    else:
        unscaled <<= exponent
    if unscaled:
        # What is too small becomes the smallest that there is.
        finer = scale - _NANO
        unscaled, scale = unscaled * 10**finer if finer >= 0 else -(-unscaled // 10**-finer), _NANO
    if base == 2 and unscaled * Fraction(10) ** scale > _HIGH:  # noqa: PLR2004 - the base
        unscaled, scale = _HIGH, 0
    return Quantity(-unscaled if negative else unscaled, scale, large=True)


def _interpreted(suffix: str) -> tuple[int, int]:
    """The base and the exponent that a suffix means."""
    if suffix in _DECIMAL:
        return 10, _DECIMAL[suffix]
    if suffix in _BINARY:
        return 2, _BINARY[suffix]
    if re.fullmatch(r"[eE][+-]?\d+", suffix, re.ASCII):
        return 10, int(suffix[1:])
    raise CelValueError("unable to parse quantity's suffix")


def _quick(number: str, fraction: str, base: int, exponent: int) -> Quantity | None:
    """The amount, where it surely fits into 64 bits."""
    factor, scale = 1, 0
    if base == 10:  # noqa: PLR2004 - the base
        scale, room = exponent, _DIGITS - len(number) - len(fraction)
    elif not fraction:
        factor, room = 1 << exponent, _BINARY_DIGITS - len(number) - exponent * 3 // 10 - 1
    else:
        return None
    scale -= len(fraction)
    value = int(number + fraction) * factor
    return Quantity(value, scale) if room >= 0 and scale >= _NANO and value <= _HIGH else None


def integer(amount: Quantity) -> int | None:
    """The amount as an int, or None where Kubernetes' library makes none of it."""
    if amount.large or amount.scale < 0:
        return None
    value = amount.unscaled * 10**amount.scale
    return value if _LOW <= value <= _HIGH else None


def is_integer(amount: Quantity) -> bool:
    """`amount.isInteger()`."""
    return integer(amount) is not None


def as_integer(amount: Quantity) -> int:
    """`amount.asInteger()`."""
    value = integer(amount)
    if value is None:
        raise CelValueError("cannot convert value to integer")
    return value


def as_float(amount: Quantity) -> float:
    """`amount.asApproximateFloat()`."""
    return float(amount.unscaled) * float(f"1e{amount.scale}") if amount.scale else float(amount.unscaled)


def sign(amount: Quantity) -> int:
    """`sign(amount)`."""
    return (amount.unscaled > 0) - (amount.unscaled < 0)


def add(left: Quantity, right: Quantity | int) -> Quantity:
    """`left.add(right)`."""
    other = right if isinstance(right, Quantity) else Quantity(right)
    if not left.large and not other.large:
        if not other.unscaled:
            return attrs.evolve(left, computed=True)
        if not left.unscaled:
            return attrs.evolve(other, computed=True)
    scale = min(left.scale, other.scale)
    unscaled = left.unscaled * 10 ** (left.scale - scale) + other.unscaled * 10 ** (other.scale - scale)
    large = left.large or other.large or not _LOW <= unscaled <= _HIGH
    return Quantity(unscaled, scale, large=large, computed=True)


def sub(left: Quantity, right: Quantity | int) -> Quantity:
    """`left.sub(right)`."""
    other = right if isinstance(right, Quantity) else Quantity(right)
    return add(left, attrs.evolve(other, unscaled=-other.unscaled))


register(Quantity, "kubernetes.Quantity")
