"""The streams of a terminal, taken for a while: whoever writes to them, or reads a line, is known of before and after."""

import contextlib
from collections.abc import Callable
from typing import Any, Protocol

GiveBack = Callable[[], None]


class Stream(Protocol):
    """A text stream, such as `sys.stderr`."""

    def write(self, text: str, /) -> object:
        """Writes."""
        ...

    def flush(self) -> None:
        """Writes what is still in a buffer."""
        ...


class Keyboard(Protocol):
    """Where a person types, such as `sys.stdin`."""

    def readline(self) -> str:
        """A line, when it was typed."""
        ...


def take_writes(
    stream: Stream, lock: contextlib.AbstractContextManager[object], make_way: Callable[[], None], line_ends: Callable[[], None]
) -> GiveBack:
    """Hears of everything that is written to a stream, also by those that hold the stream already, as logging handlers do.

    Args:
        stream: the stream; its own methods are put aside, on this object alone.
        lock: held while something is written.
        make_way: called before something is written, and where somebody asks for the file descriptor, to write past us.
        line_ends: called where the cursor stands at the start of a line again.

    Returns:
        What gives the stream back as it was.
    """
    write, fileno = stream.write, getattr(stream, "fileno", None)

    def written(text: str, /) -> object:
        with lock:
            if not text:
                return write(text)
            make_way()
            done = write(text)
            stream.flush()
            if text.endswith("\n"):
                line_ends()
            return done

    undo = [_put(stream, "write", written)]
    if fileno is not None:

        def asked() -> object:
            make_way()
            return fileno()

        undo.append(_put(stream, "fileno", asked))

    def give_back() -> None:
        for each in undo:
            each()

    return give_back


def take_lines(keyboard: Keyboard, make_way: Callable[[], None], line_ends: Callable[[], None]) -> GiveBack:
    """Hears of every line that is read from a keyboard: what is typed is seen on the terminal, and ends with a new line.

    Args:
        keyboard: where a person types.
        make_way: called before a line is waited for.
        line_ends: called when it was typed.

    Returns:
        What gives it back as it was.
    """
    typed: Callable[..., str] = keyboard.readline

    def readline(*arguments: Any) -> str:
        make_way()
        line = typed(*arguments)
        line_ends()
        return line

    return _put(keyboard, "readline", readline)


def _put(thing: object, name: str, by: Callable[..., object]) -> GiveBack:
    own: dict[str, Any] = vars(thing)
    before = own.get(name)
    own[name] = by

    def give_back() -> None:
        if own.get(name) is not by:  # somebody came after us, and goes on through us
            return
        if before is None:
            del own[name]
        else:
            own[name] = before

    return give_back
