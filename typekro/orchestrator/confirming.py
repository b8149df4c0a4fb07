"""Asking before anything is deleted: a typed yes, and nothing less."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TextIO

from anyio.to_thread import run_sync

from typekro.errors import RefusedError, compose

Confirm = Callable[[Sequence[str]], Awaitable[None]]
"""Is given the ids of what is about to be deleted, and raises where that is not wanted."""


class Terminal(Protocol):
    """Where a question is asked and answered."""

    def isatty(self) -> bool:
        """Whether a person is there."""
        ...

    def readline(self) -> str:
        """What the person typed."""
        ...


async def confirmed(ids: Sequence[str]) -> None:
    """Nothing is asked: what the script no longer declares is deleted."""
    del ids


def asking(terminal: Terminal | None = None, out: TextIO | None = None) -> Confirm:
    """Asks a person.

    Args:
        terminal: where the answer comes from; standard input by default.
        out: where the question goes; standard error by default.
    """

    async def ask(ids: Sequence[str]) -> None:
        asked, shown = terminal if terminal is not None else sys.stdin, out if out is not None else sys.stderr
        called = f"{len(ids)} resources: {', '.join(ids)}" if len(ids) != 1 else ids[0]
        if not asked.isatty():
            why = "a yes has to be typed (--confirm, or confirm=True), and there is no terminal to type it on"
            raise RefusedError(compose(f"nothing was deleted: {called}", why, "run it on a terminal, or without --confirm"))
        shown.write("delete them? type yes: " if len(ids) != 1 else "delete it? type yes: ")
        shown.flush()
        answer = (await run_sync(asked.readline, abandon_on_cancel=True)).strip()
        if answer != "yes":
            said = f"the answer was {answer!r}, not 'yes'" if answer else "there was no answer"
            raise RefusedError(compose(f"nothing was deleted: {called}", said))

    return ask
