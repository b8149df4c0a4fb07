"""Ctrl-C while an app is open: the first one is asyncio's, which cancels the body; the second one breaks off what is in flight.

Without this, Python raises the second one wherever it happens to be: in the middle of what ends the run, which would hold it back.
"""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

_SECOND: Final = 2


class Interrupts:
    """What is done about the interrupts of one app, from when it is entered until it is left.

    Args:
        stop: breaks off what is in flight; called in the event loop.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._count = 0
        self._before: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self) -> None:
        """Takes the interrupts over, where asyncio has them: by default it does, in the main thread."""
        before = signal.getsignal(signal.SIGINT)
        in_main = threading.current_thread() is threading.main_thread()
        if not in_main or not callable(before) or before is signal.default_int_handler:
            return
        self._before, self._loop = before, asyncio.get_running_loop()
        signal.signal(signal.SIGINT, self._arrived)

    def leave(self) -> None:
        """Gives them back."""
        before, self._before = self._before, None
        # Bound methods are made anew at each look, so that they are compared by value.
        if before is not None and signal.getsignal(signal.SIGINT) == self._arrived:
            with contextlib.suppress(ValueError):  # an app may be left in another thread than the main one
                signal.signal(signal.SIGINT, before)

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        self._count += 1
        if self._count != _SECOND or self._loop is None:
            self._before(number, frame)
        else:
            self._loop.call_soon_threadsafe(self._stop)
