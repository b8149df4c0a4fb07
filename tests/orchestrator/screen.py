"""A terminal that is none: it does what the control codes of a live display say, and shows what a person would see."""

import re
import unicodedata

import attrs

_PIECES = re.compile(r"\x1b\[(\d*)([A-Za-z])|(.)", re.DOTALL)

FILENO = 99


@attrs.define
class _Line:
    """A line of the terminal: its cells (a wide character has two, the second of them empty), and whether the next one goes on with it."""

    cells: list[str] = attrs.field(factory=list[str])
    goes_on: bool = False

    def __str__(self) -> str:
        return "".join(self.cells).rstrip()


@attrs.define(eq=False, slots=False)  # what it shows is wrapped where it lies, as with real streams
class Screen:
    """A terminal and all that has scrolled up in it.

    Args:
        columns: its width.
        height: its lines.
        writes: how often something was written to it.
        colours: the colours that were chosen, as numbers.
    """

    columns: int = 80
    height: int = 24
    writes: int = 0
    colours: list[int] = attrs.field(factory=list[int])
    _lines: list[_Line] = attrs.field(factory=lambda: [_Line()])
    _row: int = 0
    _column: int = 0

    def size(self) -> tuple[int, int]:
        return self.columns, self.height

    def flush(self) -> None:
        """What is written is there at once."""

    def fileno(self) -> int:
        return FILENO

    @property
    def text(self) -> list[str]:
        """All lines down to the cursor, what has scrolled up too; without the empty one that the cursor stands in."""
        shown = [str(line) for line in self._lines]
        return shown[:-1] if shown[-1] == "" else shown

    @property
    def written(self) -> list[str]:
        """The same as it was written, before it was wrapped."""
        whole: list[str] = [""]
        for line in self._lines:
            whole[-1] += "".join(line.cells)
            if not line.goes_on:
                whole.append("")
        return [line.rstrip() for line in whole[:-1]][: None if whole[-2] else -1]

    @property
    def wrapped(self) -> list[bool]:
        """Of each line, whether the next one goes on with it."""
        return [line.goes_on for line in self._lines]

    def resize(self, columns: int) -> None:
        """Another width: lines that no longer fit are wrapped anew, as most terminals do."""
        old, self._lines, self._row, self._column = self._lines, [_Line()], 0, 0
        self.columns = columns
        for number, line in enumerate(old):
            for cell in line.cells:
                self._put(cell)
            if not line.goes_on and number < len(old) - 1:
                self._new_line()

    def write(self, text: str) -> int:
        self.writes += 1
        for found in _PIECES.finditer(text):
            number, code, char = found.groups()
            if code is not None:
                self._control(code, int(number or 1), number)
            elif char == "\n":
                self._new_line()
            elif char == "\r":
                self._column = 0
            else:
                self._put(char)
        return len(text)

    def _control(self, code: str, number: int, given: str) -> None:
        match code:
            case "A":
                self._row = max(self._row - number, len(self._lines) - self.height, 0)
            case "K":
                del self._lines[self._row].cells[self._column :]
            case "J":
                del self._lines[self._row].cells[self._column :]
                del self._lines[self._row + 1 :]
                self._lines[self._row].goes_on = False
            case "m":
                self.colours.append(int(given or 0))
            case _:
                raise AssertionError(code)

    def _new_line(self) -> None:
        self._row, self._column = self._row + 1, 0
        if self._row == len(self._lines):
            self._lines.append(_Line())

    def _put(self, char: str) -> None:
        if not char:
            return
        cells = self._lines[self._row].cells
        if unicodedata.combining(char):
            cells[-1] += char
            return
        size = 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
        if self._column + size > self.columns:
            self._lines[self._row].goes_on = True
            self._new_line()
            cells = self._lines[self._row].cells
        cells[self._column : self._column + size] = [char, ""][:size]
        self._column += size


@attrs.define(eq=False, slots=False)
class Stream:
    """A stream that ends on a screen.

    Args:
        screen: the screen.
        tty: what it says of itself.
    """

    screen: Screen
    tty: bool = True
    encoding: str = "utf-8"

    def write(self, text: str) -> int:
        return self.screen.write(text)

    def flush(self) -> None:
        """What is written is there at once."""

    def isatty(self) -> bool:
        return self.tty


@attrs.define(eq=False, slots=False)
class Keyboard:
    """Somebody who types a line, which the terminal shows.

    Args:
        screen: the terminal.
        line: what is typed.
        seen: what stood on the terminal before it was.
    """

    screen: Screen
    line: str
    seen: list[str] = attrs.field(factory=list[str])

    def readline(self) -> str:
        self.seen = self.screen.text
        Screen.write(self.screen, self.line)  # the terminal itself does
        return self.line
