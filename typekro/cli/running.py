"""`typekro.run`: the last line of a script, which ends with the exit code of its run."""

import asyncio
import gc
import inspect
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, Final

from typekro.cli.telling import guarded
from typekro.errors import UsageError, compose

_OBJECTS: Final = 50_000
"""How many more objects there are before Python looks for garbage in circles: a run keeps most of what it makes, and where that is much,
looking through it as often as Python does by itself takes a quarter of the time."""


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Runs a script's async function, tells errors as `typekro up` does, and ends the process where it failed.

    Python's garbage collector looks for circles more seldom meanwhile.

    The exit code is 0 for success (then it returns), 1 for an error, 3 where resources failed, 4 where another run holds the lock, 5 where
    something was refused, 130 after Ctrl-C. Errors of typekro are shown without a traceback, unless `TYPEKRO_VERBOSE=1` is set.

    Args:
        main: the function itself, not what calling it gives.

    Raises:
        SystemExit: it failed; the code says how.
        UsageError: an event loop is running here already, as in a notebook.

    Example:
        >>> import typekro
        >>> async def main() -> None:
        ...     print("hello")
        >>> typekro.run(main)
        hello
    """
    _refuse_running_loop()
    code = guarded(lambda: _run(main))
    if code:
        sys.exit(code)


def _run(main: Any) -> None:
    import anyio  # noqa: PLC0415 - it costs more to import than all that a mistake in the arguments needs

    if inspect.iscoroutine(main):
        main.close()
        raise UsageError(compose("typekro.run was given a coroutine", "it takes the function, and calls it itself", "typekro.run(main)"))
    if not callable(main):
        raise UsageError(compose(f"typekro.run was given {main!r}", "it takes an async function, and calls it", "typekro.run(main)"))

    async def body() -> None:
        awaitable = main()
        if not inspect.isawaitable(awaitable):
            name = getattr(main, "__name__", repr(main))
            why = "an app is entered by `async with`, and resources are awaited"
            raise UsageError(compose(f"typekro.run was given {name}, which is no async function", why, f"async def {name}() -> None:"))
        await awaitable

    with _collected_seldom():
        anyio.run(body)


@contextmanager
def _collected_seldom() -> Generator[None]:
    before = gc.get_threshold()
    gc.freeze()  # what is imported stays
    gc.set_threshold(max(before[0], _OBJECTS) if before[0] else 0, *before[1:])  # 0: somebody has switched it off
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _refuse_running_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise UsageError(compose("typekro.run was called inside an event loop", "it makes one of its own", "await main()"))
