"""Where in the user's own code something was written."""

import os
import sys
from pathlib import Path

import attrs

_PACKAGE = f"{Path(__file__).parent.parent}{os.sep}"


@attrs.frozen
class Place:
    """A line of the user's code.

    Args:
        filename: the file as Python knows it.
        line: its number, from 1.
    """

    filename: str
    line: int

    def __str__(self) -> str:
        return f"{self.filename}:{self.line}"

    @property
    def short(self) -> str:
        """The same without the folder: `infra.py:12`."""
        return f"{Path(self.filename).name}:{self.line}"


def place() -> Place:
    """The innermost line that is running and is neither typekro's nor made by attrs."""
    frame = sys._getframe(1)  # noqa: SLF001 - the documented way to a frame without the cost of a whole stack
    while frame.f_back is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return Place(frame.f_code.co_filename, frame.f_lineno)


def _is_ours(filename: str) -> bool:
    return filename.startswith((_PACKAGE, "<attrs generated"))
