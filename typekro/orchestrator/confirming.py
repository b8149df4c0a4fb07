"""Asking before anything is deleted: a typed yes, and nothing less."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TextIO

from typekro.errors import RefusedError, compose

_NAMED = 5

Confirm = Callable[[Sequence[str]], Awaitable[None]]
"""Is given the ids of what is about to be deleted, and raises where that is not wanted."""


class Terminal(Protocol):
    """Where a question is asked and answered."""

    def isatty(self) -> bool:
        """Whether a person is there."""
        ...

    def fileno(self) -> int:
        """Can be read when a line was typed."""
        ...

    def readline(self) -> str:
        """What the person typed."""
        ...


async def confirmed(ids: Sequence[str]) -> None:
    """Nothing is asked: what the script no longer declares is deleted."""
    del ids


def asking(terminal: Terminal | None = None, out: TextIO | None = None) -> Confirm:
    """Asks a person, one question after the other.

    Args:
        terminal: where the answer comes from; standard input by default.
        out: where the question goes; standard error by default.
    """
    one_by_one = asyncio.Lock()

    async def ask(ids: Sequence[str]) -> None:
        asked, shown = terminal if terminal is not None else sys.stdin, out if out is not None else sys.stderr
        called = _called(ids, f"{len(ids)} resources: " if len(ids) != 1 else "")
        if not asked.isatty():
            why = "a yes has to be typed (--confirm, or confirm=True), and there is no terminal to type it on"
            raise RefusedError(compose(f"nothing was deleted: {called}", why, "run it on a terminal, or without --confirm"))
        async with one_by_one:
            shown.write(f"delete {_called(ids, f'{len(ids)} resources: ' if len(ids) > _NAMED else '')}? type yes: ")
            shown.flush()
            answer = (await _line(asked)).strip()
        if answer != "yes":
            said = f"the answer was {answer!r}, not 'yes'" if answer else "there was no answer"
            raise RefusedError(compose(f"nothing was deleted: {called}", said))

    return ask


def _called(ids: Sequence[str], many: str) -> str:
    return many + ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else "")


async def _line(terminal: Terminal) -> str:
    """A line, once it was typed.

    A thread that waits in `readline` could not be ended: Ctrl-C would have to wait for it, or it would take the next line from whoever
    asks next. A terminal can be read when a line is there, and not before.
    """
    loop, keyboard, typed = asyncio.get_running_loop(), terminal.fileno(), asyncio.Event()
    loop.add_reader(keyboard, typed.set)
    try:
        await typed.wait()
    finally:
        loop.remove_reader(keyboard)
    return terminal.readline()
