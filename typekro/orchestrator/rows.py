"""The rows of a live display as text: pure, and never wider or higher than the terminal."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate

import attrs

SYMBOLS = {"create": "+", "update": "~", "delete": "-", "wait": "…"}
_MARGIN = 3  # the cursor's own line, and two that show that there is something above
_NARROWEST = 20
_ROOMY = 79  # a terminal of 80
_FOR_IDS = (2, 5)  # of a row's width


@attrs.define
class Row:
    """A resource that is worked at.

    Args:
        action: create, update, delete or wait.
        id: which one.
        began: the moment, in seconds.
        reason: what it waits for; None where it is not known to wait.
    """

    action: str
    id: str
    began: float
    reason: str | None = None


def width(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for one that joins the one before."""
    return sum(map(_columns, text))


def clean(text: str) -> str:
    """A text without what would move the cursor, or be drawn in another width by another terminal."""
    one_line = (" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in unicodedata.normalize("NFC", text))
    return "".join("\ufffd" if unicodedata.category(char) == "Cs" else char for char in one_line if not _is_hidden(char))


def cut(text: str, columns: int) -> str:
    """A text in at most so many columns; an ellipsis says that something is missing."""
    if width(text) <= columns:
        return text
    fitting = sum(end < columns for end in accumulate(map(_columns, text)))
    return f"{text[:fitting]}…" if columns > 0 else ""


def layout(rows: Sequence[Row], tally: str, columns: int, height: int, now: float) -> list[str]:
    """The rows of a display, and below them one that counts.

    Args:
        rows: what is worked at, the oldest first: those have a place where there is none for all.
        tally: the last row.
        columns: the terminal's width; the last column stays free, since some terminals wrap there.
        height: the terminal's height.
        now: the moment, in seconds.

    Returns:
        Lines without line ends; none where there is nothing to show or no room to show it.

    Example:
        >>> layout([Row("create", "web", 0.0, "2 of 3 pods")], "1 at work", 60, 24, 12.0)
        ['+ create  web  12 s  2 of 3 pods', '1 at work']
    """
    places = height - _MARGIN - 1
    if not rows or places < 0 or columns < _NARROWEST:
        return []
    listed = rows if len(rows) <= places else rows[: max(0, places - 1)]
    lines = _aligned(listed, columns - 1, now)
    if len(listed) < len(rows) and places:
        lines.append(f"  ... and {len(rows) - len(listed)} more")
    return [cut(line, columns - 1) for line in (*lines, tally)]


def _aligned(rows: Sequence[Row], columns: int, now: float) -> list[str]:
    heads = [f"{SYMBOLS.get(row.action, '…')} {row.action}" for row in rows]
    ids = [cut(clean(row.id), columns * _FOR_IDS[0] // _FOR_IDS[1]) for row in rows]
    times = [f"{max(0.0, now - row.began):.0f} s" for row in rows]
    said = "waiting: " if columns >= _ROOMY else ""
    reasons = ["" if row.reason is None else f"  {said}{clean(row.reason)}" for row in rows]
    of_head, of_id, of_time = (max(map(width, column), default=0) for column in (heads, ids, times))
    return [
        f"{_padded(head, of_head)}  {_padded(id_, of_id)}  {time:>{of_time}}{reason}"
        for head, id_, time, reason in zip(heads, ids, times, reasons, strict=True)
    ]


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _is_hidden(char: str) -> bool:
    """Joiners, marks of direction and choices of variants: what they do to the width, no two terminals agree on."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
