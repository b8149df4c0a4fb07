"""Semantic versions, as Kubernetes' functions parse and compare them."""

import re
from functools import total_ordering
from typing import Any, Final

import attrs

from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import quoted
from typekro.expressions.library.running.values import register

_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_PART: Final = re.compile(r"[0-9A-Za-z-]+", re.ASCII)
_NUMBERS: Final = ("major", "minor", "patch")


@total_ordering
@attrs.frozen(eq=False)
class Version:
    """A version.

    Args:
        numbers: major, minor and patch.
        before: the parts of what stands behind the `-`.
    """

    numbers: tuple[int, int, int]
    before: tuple[int | str, ...] = ()

    @property
    def major(self) -> int:
        """`version.major()`."""
        return self.numbers[0]

    @property
    def minor(self) -> int:
        """`version.minor()`."""
        return self.numbers[1]

    @property
    def patch(self) -> int:
        """`version.patch()`."""
        return self.numbers[2]

    def _order(self) -> Any:
        # A number is less than a word, and what comes before a release less than the release.
        parts = [
            (isinstance(part, str), part if isinstance(part, int) else 0, part if isinstance(part, str) else "") for part in self.before
        ]
        return self.numbers, not self.before, parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._order() == other._order()

    def __lt__(self, other: "Version") -> bool:
        return bool(self._order() < other._order())

    def __hash__(self) -> int:
        return hash(self.numbers)


def semver(text: str, generous: bool = False) -> Version:  # noqa: FBT001, FBT002 - as it is called in an expression
    """The version that a text says.

    Args:
        text: such as `1.2.3`.
        generous: whether a `v` before it, zeros before a number, and missing numbers are overlooked.

    Raises:
        CelValueError: it has another form.

    Example:
        >>> semver("1.2.3-rc.1") < semver("1.2.3")
        True
    """
    text = _normalized(text) if generous else text
    if not text:
        raise CelValueError("Version string empty")
    parts = text.split(".", 2)
    if len(parts) != len(_NUMBERS):
        raise CelValueError("No Major.Minor.Patch elements found")
    major, minor = (_number(part, name) for part, name in zip(parts[:2], _NUMBERS, strict=False))
    rest, plus, build = parts[2].partition("+")
    patch, minus, before = rest.partition("-")
    version = Version((major, minor, _number(patch, "patch")), tuple(map(_before, before.split("."))) if minus else ())
    for part in build.split(".") if plus else ():
        if not part:
            raise CelValueError("Build meta data is empty")
        if not _PART.fullmatch(part):
            raise CelValueError(f"Invalid character(s) found in build meta data {quoted(part)}")
    return version


def _normalized(text: str) -> str:
    parts = text.removeprefix("v").split(".", 2)
    for index, part in enumerate(parts):
        bare = part.lstrip("0")
        if len(part) > 1:
            parts[index] = bare if bare[:1].isdigit() else f"0{bare}"
    if len(parts) < len(_NUMBERS):
        if set("+-") & set(parts[-1]):
            raise CelValueError("short version cannot contain PreRelease/Build meta data")
        parts += ["0"] * (len(_NUMBERS) - len(parts))
    return ".".join(parts)


def _number(text: str, name: str) -> int:
    # As Go reads it, a number has at least no other letters.
    if text and not _DIGITS.fullmatch(text):
        raise CelValueError(f"Invalid character(s) found in {name} number {quoted(text)}")
    if len(text) > 1 and text.startswith("0"):
        article = "Patch" if name == "patch" else name.title()
        raise CelValueError(f"{article} number must not contain leading zeroes {quoted(text)}")
    if not text or int(text) >= 2**64:
        why = "value out of range" if text else "invalid syntax"
        raise CelValueError(f"strconv.ParseUint: parsing {quoted(text)}: {why}")
    return int(text)


def _before(text: str) -> int | str:
    if not text:
        raise CelValueError("Prerelease is empty")
    if not _DIGITS.fullmatch(text):
        if not _PART.fullmatch(text):
            raise CelValueError(f"Invalid character(s) found in prerelease {quoted(text)}")
        return text
    if len(text) > 1 and text.startswith("0"):
        raise CelValueError(f"Numeric PreRelease version must not contain leading zeroes {quoted(text)}")
    return int(text)


register(Version, "kubernetes.Semver")
