"""Which lines are the user's own: the only ones that an error points to."""

import os
import sysconfig
from pathlib import Path
from types import TracebackType

_PACKAGE = Path(__file__).resolve().parent.parent
_NOT_SHOWN = (f"{_PACKAGE}{os.sep}", "<attrs generated")
_NOT_THEIRS = (str(_PACKAGE), *{sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})


def is_own(file: str) -> bool:
    """Whether a file is the user's: not typekro's, not Python's, not of an installed package, and not generated."""
    if file.startswith("<"):
        return False
    path = Path(file).resolve()
    return not any(path.is_relative_to(folder) for folder in _NOT_THEIRS)


def own_place(trace: TracebackType | None) -> str | None:
    """The user's own line that is nearest to where an error was raised, `infra.py:12`; None where none was involved."""
    found = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if is_own(file):
            found = place(file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def from_own(trace: TracebackType | None, *, whole: bool = False) -> TracebackType | None:
    """A traceback without what comes before the user's first line; all of it where there is no such line.

    Args:
        trace: the traceback.
        whole: whether typekro's own lines behind that one are shown also where the traceback ends in a line of the user's, so that it
            was not them that went wrong.
    """
    rest = trace
    while rest is not None and not is_own(_file_of(rest)):
        rest = rest.tb_next
    steps: list[TracebackType] = []
    while rest is not None:
        steps.append(rest)
        rest = rest.tb_next
    if not steps or whole or not is_own(_file_of(steps[-1])):
        return steps[0] if steps else trace
    for step in reversed([step for step in steps if not _file_of(step).startswith(_NOT_SHOWN)]):
        rest = TracebackType(rest, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return rest


def _file_of(step: TracebackType) -> str:
    return step.tb_frame.f_code.co_filename


def place(file: str | Path, line: int) -> str:
    """A line of a file, as short as it can be said from here."""
    return f"{shown(file)}:{line}"


def shown(file: str | Path) -> str:
    """A path as short as it can be said from here."""
    path = Path(file).absolute()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
