"""What CEL's functions of texts compute; letters are code points, and positions count them."""

from typing import Any, Final

from typekro.expressions.library.running.comparing import items_of, position
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.texts import shown

_QUOTED: Final = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\", '"': '\\"'}


def _out_of_range(index: int) -> CelValueError:
    return CelValueError(f"index out of range: {index}")


def char_at(text: str, index: int) -> str:
    """The letter at a position; nothing at the end."""
    if not 0 <= index <= len(text):
        raise _out_of_range(index)
    return text[index : index + 1]


def index_of(container: Any, item: Any, offset: int = 0) -> int:
    """Where a text begins in a text from a position on, or where an item stands in a list; -1 where it does not."""
    if not isinstance(container, str):
        return position(items_of(container), item)
    if offset < 0:
        raise _out_of_range(offset)
    if not item:
        return min(offset, len(container))
    return container.find(item, offset) if offset < len(container) else -1


def last_index_of(container: Any, item: Any, offset: int | None = None) -> int:
    """Where a text begins last in a text up to a position, or where an item stands last in a list; -1 where it does not."""
    if not isinstance(container, str):
        return position(items_of(container), item, last=True)
    if offset is None:
        if not item:
            return len(container)
        return container.rfind(item)
    if offset < 0:
        raise _out_of_range(offset)
    if not item:
        return min(offset, len(container))
    return container.rfind(item, 0, offset + len(item)) if offset < len(container) else -1


def replace(text: str, old: str, new: str, count: int = -1) -> str:
    """The text with a part replaced, that many times; all of them where the number is negative."""
    return text.replace(old, new, count)


def substring(text: str, start: int, end: int | None = None) -> str:
    """A part of a text; no position is clamped."""
    if end is not None and start > end:
        raise CelValueError(f"invalid substring range. start: {start}, end: {end}")
    for index in (start, len(text) if end is None else end):
        if not 0 <= index <= len(text):
            raise _out_of_range(index)
    return text[start:end]


def join(items: Any, separator: str = "") -> str:
    """The texts as one, with a separator between them."""
    found = items_of(items)
    for item in found:
        if not isinstance(item, str):
            raise CelValueError(f"join: invalid input: {shown(item)}")
    return separator.join(found)


def reverse(value: Any) -> Any:
    """A text or a list from the end to the start."""
    return value[::-1] if isinstance(value, str) else items_of(value)[::-1]


def quote(text: str) -> str:
    """The text in double quotes, as it would stand in an expression."""
    return '"' + "".join(_QUOTED.get(letter, letter) for letter in text) + '"'


def contains(text: Any, part: Any) -> bool:
    """Whether a text is in a text."""
    return part in _texts(text, part)


def starts_with(text: Any, part: Any) -> bool:
    """Whether a text begins with another one."""
    return _texts(text, part).startswith(part)


def ends_with(text: Any, part: Any) -> bool:
    """Whether a text ends with another one."""
    return _texts(text, part).endswith(part)


def _texts(text: Any, part: Any) -> str:
    if not isinstance(text, str) or not isinstance(part, str):
        raise no_overload()
    return text


def slice_(items: Any, start: int, end: int) -> list[Any]:
    """A part of a list; no position is clamped."""
    if start < 0 or end < 0:
        raise CelValueError(f"cannot slice({start}, {end}), negative indexes not supported")
    if start > end:
        raise CelValueError(f"cannot slice({start}, {end}), start index must be less than or equal to end index")
    if len(items) < end:
        raise CelValueError(f"cannot slice({start}, {end}), list is length {len(items)}")
    return items_of(items)[start:end]
