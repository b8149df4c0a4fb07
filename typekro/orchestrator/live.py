"""A live display for a person at a terminal: lines scroll up as they would in a log, and below them stands what is worked at."""

import asyncio
import atexit
import contextlib
import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from typekro.orchestrator.report import Event
from typekro.orchestrator.rows import Row, layout, width
from typekro.orchestrator.streams import GiveBack, Keyboard, Stream, take_lines, take_writes

Later = Callable[[float, Callable[[], None]], bool]
Size = Callable[[], tuple[int, int]]
_BETWEEN = 0.1
_COLOURS = {"+": 32, "~": 33, "-": 31, "x": 31, "!": 33, "±": 35, "↷": 36, "…": 36, "succeeded:": 32, "failed:": 31, "interrupted:": 33}
_COLOURED = re.compile(r"[-+~x!±↷…] \S+|(?:succeeded|failed|interrupted):")


def in_loop(seconds: float, call: Callable[[], None]) -> bool:
    """Calls something later, where an event loop runs here; says whether it will."""
    try:
        asyncio.get_running_loop().call_later(seconds, call)
    except RuntimeError:
        return False
    return True


def plain(line: str) -> str:
    """A line as it is."""
    return line


def coloured(line: str) -> str:
    """A line with its first word in colour; the words stay, so that nothing is said by colour alone."""
    found = _COLOURED.match(line)
    if found is None:
        return line
    return f"\x1b[{_COLOURS[found[0].split(' ')[0]]}m{found[0]}\x1b[0m{line[found.end() :]}"


@attrs.define(eq=False)
class Live:
    """The rows at the foot of a terminal, one for each resource that is worked at.

    They are taken away before anybody writes a line, and stand below it afterwards. To know of that, it takes the place of the `write` of
    the streams it is given, until `close`; whoever asks one for its `fileno` writes past us, so then they are away until the next line.

    Args:
        terminal: where the rows are drawn; its `write` is wrapped too.
        others: streams that end on the same terminal.
        keyboard: standard input, where that is the same terminal: rows are away while a line is typed.
        size: the terminal's columns and lines.
        clock: seconds.
        later: calls something in so many seconds, where it can.
        paint: adds colours to a line.
    """

    terminal: Stream
    size: Size
    others: Sequence[Stream] = ()
    keyboard: Keyboard | None = None
    clock: Callable[[], float] = time.monotonic
    later: Later = in_loop
    paint: Callable[[str], str] = plain
    _rows: dict[str, Row] = attrs.field(factory=dict[str, Row], init=False)
    _to_come: set[str] = attrs.field(factory=set[str], init=False)
    _done: set[str] = attrs.field(factory=set[str], init=False)
    _failed: set[str] = attrs.field(factory=set[str], init=False)
    _drawn: list[int] = attrs.field(factory=list[int], init=False)
    _drawn_at: float = attrs.field(default=float("-inf"), init=False)
    _coming: bool = attrs.field(default=False, init=False)
    _mid_line: bool = attrs.field(default=False, init=False)
    _phase: str = attrs.field(default="new", init=False)
    _taken: list[GiveBack] = attrs.field(factory=list[GiveBack], init=False)
    _write: Callable[[str], object] = attrs.field(init=False)
    _lock: Any = attrs.field(factory=threading.RLock, init=False)  # scripts print from threads too

    def __attrs_post_init__(self) -> None:
        self._write = self.terminal.write  # as it is before it is taken

    def say(self, line: str) -> None:
        """Writes a line that stays."""
        with contextlib.suppress(OSError):
            self.terminal.write(f"{self.paint(line)}\n")
            self.terminal.flush()

    def hear(self, event: Event) -> None:
        """Takes up what happened."""
        with self._lock:
            if self._phase == "closed":
                return
            self._start()
            self._take(event)
            self._draw_in_time()

    def beat(self) -> None:
        """Draws the rows anew: a second has passed."""
        self._draw()

    def close(self) -> None:
        """Takes the rows away, and gives the streams back as they were."""
        with self._lock:
            self._erase()
            self._phase = "closed"
            for give_back in reversed(self._taken):
                give_back()
            self._taken.clear()
            atexit.unregister(self.close)

    def lines(self) -> list[str]:
        """What stands at the foot of the terminal, or would."""
        columns, height = self.size()
        to_come = self._to_come - self._rows.keys() - self._done - self._failed
        counts = {"done": len(self._done), "failed": len(self._failed), "at work": len(self._rows), "to come": len(to_come)}
        tally = ", ".join(f"{count} {what}" for what, count in counts.items() if count or what in {"done", "at work"})
        return layout(list(self._rows.values()), tally, columns, height, self.clock())

    def _take(self, event: Event) -> None:
        id_ = str(event.facts.get("id"))
        match event.name:
            case "declared":
                self._to_come.add(id_)
            case "begin":
                self._done.discard(id_)
                self._rows[id_] = Row(str(event.facts["action"]), id_, self.clock())
            case "waiting":
                row = self._rows.setdefault(id_, Row("wait", id_, self.clock()))
                row.reason = str(event.facts["reason"])
            case "end" | "unchanged" | "forgot":
                self._rows.pop(id_, None)
                self._done.add(id_)
            case "failed":
                self._rows.pop(id_, None)
                self._failed.add(id_)
            case _:
                pass

    def _draw_in_time(self) -> None:
        """Draws now, or where that was done a moment ago, in a moment."""
        wait = self._drawn_at + _BETWEEN - self.clock()
        if wait <= 0:
            self._draw()
        elif not self._coming:
            self._coming = self.later(wait, self._come)

    def _come(self) -> None:
        self._coming = False
        self._draw()

    def _draw(self) -> None:
        with self._lock:
            if self._phase != "open" or self._mid_line:
                return
            lines = self.lines()
            if not lines and not self._drawn:
                return
            # Each row is written over the one before it, so that nothing flickers; what is left below goes last.
            self._put(self._home() + "".join(f"{self.paint(line)}\x1b[K\n" for line in lines) + "\x1b[J")
            self._drawn = [width(line) for line in lines]
            self._drawn_at = self.clock()

    def _erase(self) -> None:
        if self._drawn:
            self._put(f"{self._home()}\x1b[J")
            self._drawn = []

    def _home(self) -> str:
        """To the first of the rows that stand there: a terminal that became narrower has wrapped them."""
        columns = max(1, self.size()[0])
        lines = sum(max(1, -(-drawn // columns)) for drawn in self._drawn)
        return f"\r\x1b[{lines}A" if lines else "\r"

    def _put(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more, or it was closed
            self._write(text)
            self.terminal.flush()

    def _start(self) -> None:
        if self._phase != "new":
            return
        self._phase = "open"
        atexit.register(self.close)
        for stream in dict.fromkeys((self.terminal, *self.others)):
            self._taken.append(take_writes(stream, self._lock, self._make_way, self._line_ends))
        if self.keyboard is not None:
            self._taken.append(take_lines(self.keyboard, self._make_way, self._line_ends))

    def _make_way(self) -> None:
        with self._lock:
            self._erase()
            self._mid_line = True

    def _line_ends(self) -> None:
        with self._lock:
            self._mid_line = False
            if self._phase == "open":
                self._draw_in_time()
