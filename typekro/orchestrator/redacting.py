"""Values that are neither shown nor recorded as they are: what a process knows of them, and texts without them."""

import base64
import html
import json
import re
import urllib.parse
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import takewhile
from typing import Any, Final

from typekro.expressions.guards import is_mapping, is_sequence

SHOWN: Final = "<secret>"
SHORTEST: Final = 4
"""Letters that a secret has at least: anything shorter is found in every other text."""

_BUILT_IN = ("strerror", "filename", "filename2")  # which an OSError keeps to itself
_SHORTEST_LINE = 8
_LINES = 8
_BEFORE = (0, 2, 3)  # letters of base64 that are not of a value alone, where so many bytes stand before it


class Known:
    """The secret values that were met so far; they are found in texts as they are, and as JSON, URLs and base64 write them.

    Attributes:
        printed: whether one was printed: then `<secret>` may stand in a text in the place of its value.
    """

    def __init__(self) -> None:
        self.printed = False
        self._spelt: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return self._pattern is not None

    def add(self, value: str) -> None:
        """Takes a value in; one that is too short to be told from other texts is left out."""
        if len(value) < SHORTEST or self._spelt.get(value) == value:
            return
        for spelling in _spellings(value):
            self._spelt.setdefault(spelling, value)
        self._spelt[value] = value
        longest_first = sorted(self._spelt, key=len, reverse=True)  # what is a part of another one must not leave the rest of that
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def within(self, text: str) -> list[str]:
        """The secret values that a text holds, however they are spelt in it."""
        if self._pattern is None:
            return []
        return list(dict.fromkeys(self._spelt[found] for found in self._pattern.findall(text)))

    def redacted(self, text: str) -> str:
        """The text with `<secret>` in the place of each."""
        if self._pattern is None or self._pattern.search(text) is None:
            return text
        return self._pattern.sub(SHOWN, text)


_KNOWN: ContextVar[Known] = ContextVar("typekro_secrets", default=Known())  # noqa: B039 - what is known in the whole process


def known() -> Known:
    """What is known here."""
    return _KNOWN.get()


@contextmanager
def apart() -> Generator[Known]:
    """Knows nothing of what is known outside of it, and leaves nothing behind.

    Example:
        >>> with apart() as here:
        ...     here.add("correct horse")
        ...     redacted("correct horse battery")
        '<secret> battery'
    """
    before = _KNOWN.get()
    fresh = Known()
    _KNOWN.set(fresh)
    try:
        yield fresh
    finally:
        _KNOWN.set(before)  # not reset: it may be left in another task


def redacted(text: str) -> str:
    """A text for people, with `<secret>` in the place of every secret value that is known here."""
    return _KNOWN.get().redacted(text)


def first_line(error: BaseException) -> str:
    """What an error says, in one line, without what is secret; its class where it says nothing."""
    return (redacted(str(error)).strip() or type(error).__name__).splitlines()[0]


def told(error: BaseException) -> str:
    """What an error says and why, without its hints, which are for whoever is there: a few lines; one, where a secret was in them."""
    text = redacted(str(error)).strip()
    if SHOWN in text:  # a secret of several lines may have some that are too short to be known
        return text.splitlines()[0]
    lines = list(takewhile(lambda line: not line.startswith("hint: "), text.splitlines()))
    return "\n".join([*lines[:_LINES], *(["  ..."] if len(lines) > _LINES else [])]) or type(error).__name__


def redacted_json(value: Any, values: Known | None = None) -> Any:
    """JSON for people, without secret values.

    Args:
        value: the JSON; what is none is left as it is.
        values: the secret values; by default those that are known here.
    """
    there = values if values is not None else _KNOWN.get()
    if isinstance(value, str):
        return there.redacted(value)
    if is_mapping(value):
        pairs = {redacted_json(key, there): redacted_json(part, there) for key, part in value.items()}
        same = all(new is old and key in value for (key, new), old in zip(pairs.items(), value.values(), strict=False))
        return value if same and len(pairs) == len(value) else pairs
    if is_sequence(value):
        parts = [redacted_json(part, there) for part in value]
        if all(new is old for new, old in zip(parts, value, strict=True)):
            return value
        return parts if isinstance(value, list) else tuple(parts)
    # A password of figures may have become a number.
    return SHOWN if isinstance(value, int | float) and not isinstance(value, bool) and there.within(str(value)) == [str(value)] else value


def scrub(error: BaseException, values: Known | None = None) -> None:
    """Takes what is secret out of an error, whoever raised it, and of those that it came of: it is going to be shown.

    Args:
        error: the error.
        values: the secret values; by default those that are known here.
    """
    for one in _whole(error):
        with suppress(AttributeError, TypeError):  # it may be frozen
            one.args = redacted_json(one.args, values)
        for name in (*vars(one), *_BUILT_IN):
            before = getattr(one, name, None)
            after = redacted_json(before, values)
            if after is not before:
                with suppress(AttributeError, TypeError):
                    setattr(one, name, after)


def _whole(error: BaseException) -> Iterator[BaseException]:
    seen: dict[int, BaseException] = {}
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, BaseExceptionGroup):
            parts: tuple[BaseException, ...] = one.exceptions  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - of any
            waiting += parts
        waiting += [one.__cause__, one.__context__]
    yield from seen.values()


def _spellings(value: str) -> Iterator[str]:
    yield value
    yield json.dumps(value)[1:-1]
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield repr(value)[1:-1]
    yield html.escape(value)
    for quote in (urllib.parse.quote, urllib.parse.quote_plus):
        yield quote(value)
        yield quote(value, safe="")
    raw = value.encode("utf-8", "surrogatepass")
    yield raw.hex()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(raw).decode()
        for offset, skipped in enumerate(_BEFORE):
            end = (offset + len(raw)) * 8 // 6
            yield encode(bytes(offset) + raw).decode()[skipped:end]
    # Texts are cut and indented by lines.
    yield from (line for line in value.splitlines() if len(line) >= _SHORTEST_LINE)
