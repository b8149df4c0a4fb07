"""Rows of text as columns that stay aligned, also with characters that are two wide, or have no width."""

import unicodedata
from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, their cells under one another, two spaces apart.

    Args:
        rows: texts by row and column; all rows have the same number.

    Example:
        >>> print(*aligned([["ID", "STATUS"], ["readme", "ready"]]), sep=chr(10))
        ID      STATUS
        readme  ready
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
