"""Which report suits a run: a live display on a terminal, lines elsewhere, and a stream of events beside them where it is asked for."""

import os
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from typekro.orchestrator.events import EventStream
from typekro.orchestrator.live import Live, coloured, plain
from typekro.orchestrator.report import Listener, Report, say_on_stderr


def report_for(events: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Report:
    """The report that suits standard error: with a live display on a terminal, and else line by line.

    `TYPEKRO_PROGRESS` decides between `plain` and `live`; `CI`, `TERM=dumb`, `NO_COLOR` and `FORCE_COLOR` mean what they mean everywhere.

    Args:
        events: where events are written to, as JSON; None for nowhere.
        environment: the environment variables.
    """
    listeners: list[Listener] = [] if events is None else [EventStream(events)]
    paint = coloured if _has_colours(environment) else plain
    if not _is_live(environment):
        return Report(say=lambda line: say_on_stderr(paint(line)), listeners=listeners)
    live = Live(
        sys.stderr,
        _size,
        others=[stream for stream in (sys.stdout, events) if stream is not None and _is_terminal(stream)],
        keyboard=sys.stdin if _is_terminal(sys.stdin) else None,
        paint=paint,
    )
    return Report(say=live.say, listeners=[live, *listeners], tells_waits=False)


def _is_live(environment: Mapping[str, str]) -> bool:
    match environment.get("TYPEKRO_PROGRESS"):
        case "live":
            return True
        case "plain":
            return False
        case _:
            return _moves(environment) and _is_utf8(sys.stderr) and environment.get("CI", "") in {"", "0", "false"}


def _has_colours(environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR"):
        return False
    return environment.get("FORCE_COLOR", "") not in {"", "0", "false"} or _moves(environment)


def _moves(environment: Mapping[str, str]) -> bool:
    """Whether standard error is a terminal that knows control codes."""
    return _is_terminal(sys.stderr) and environment.get("TERM", "") not in {"", "dumb"}


def _is_terminal(stream: Any) -> bool:
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):  # there is none, or it is closed
        return False


def _is_utf8(stream: TextIO) -> bool:
    return stream.encoding.lower().replace("-", "") == "utf8"


def _size() -> tuple[int, int]:
    try:
        columns, height = os.get_terminal_size(2)
    except OSError:
        return 80, 24
    return columns or 80, height or 24  # some terminals do not say
