"""Programs on a terminal of their own, which shows what a person would see."""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import attrs

from tests.orchestrator.screen import Screen

_BEGUN = re.compile(r"\x1b(\[\d*)?$")  # a control code whose end is still to be read
_DECIDING = {"CI", "NO_COLOR", "FORCE_COLOR", "TYPEKRO_PROGRESS"}


@attrs.define
class OnTerminal:
    """A process on a terminal.

    Args:
        process: the process.
        screen: what the terminal shows of what was read so far.
    """

    process: subprocess.Popen[bytes]
    screen: Screen
    _master: int
    _rest: str = ""
    _decoder: codecs.IncrementalDecoder = attrs.field(factory=codecs.getincrementaldecoder("utf-8"))

    def goes_on(self) -> bool:
        """Reads what is shown next; False where nothing comes any more."""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # how a terminal says that nobody is left on the other side
            return False
        text = self._rest + self._decoder.decode(data)
        begun = _BEGUN.search(text)
        whole = len(text) if begun is None else begun.start()
        self._rest = text[whole:]
        self.screen.write(text[:whole])
        return bool(data)

    def types(self, text: str) -> None:
        """Types on the keyboard of the terminal."""
        os.write(self._master, text.encode())

    def until(self, word: str) -> None:
        """Reads what is shown, until a word stands somewhere."""
        while not any(word in line for line in self.screen.text):
            assert self.goes_on(), self.screen.text

    def to_the_end(self) -> int:
        """Reads what is shown to the end; the exit code."""
        while self.goes_on():
            pass
        return self.process.wait()


@contextlib.contextmanager
def on_terminal(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    more: Mapping[str, str] | None = None,
    *,
    columns: int = 90,
    height: int = 20,
) -> Generator[OnTerminal]:
    """Starts a program on a terminal; it is ended with the block.

    Args:
        command: its command line.
        folder: where it runs.
        environment: its environment variables, but for those that would decide how it shows its progress.
        more: environment variables that come after all.
        columns: the terminal's width.
        height: its lines.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, columns, 0, 0))
    mine = {name: value for name, value in environment.items() if name not in _DECIDING}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**mine, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **(more or {})},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield OnTerminal(process, Screen(columns, height), master)
    finally:
        process.kill()
        process.wait()
        os.close(master)
