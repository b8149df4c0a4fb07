"""What the rooms below log, told among the lines of a run: `--verbose` shows requests, and a live display is not torn by them."""

import contextlib
import logging
from collections.abc import Callable, Generator

ROOT = "typekro"


class _Lines(logging.Handler):
    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.DEBUG)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        self._say(f"  {record.getMessage()}")


@contextlib.contextmanager
def told(say: Callable[[str], None]) -> Generator[None]:
    """Says all that typekro logs; where somebody says it already, another one need not.

    Args:
        say: prints a line.
    """
    logger = logging.getLogger(ROOT)
    if any(isinstance(handler, _Lines) for handler in logger.handlers):
        yield
        return
    handler, level = _Lines(say), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
