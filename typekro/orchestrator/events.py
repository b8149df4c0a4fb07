"""A run as a stream of events for programs: one JSON document a line."""

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

import attrs

from typekro.orchestrator.report import Event

VERSION = 1
"""Rises where something is taken away or means something else; new events and new fields may come without that."""

_PUBLIC = {"run", "begin", "end", "waiting", "note", "failed", "moved", "replacing", "forgot", "unchanged", "totals"}


def _now() -> datetime:
    return datetime.now(UTC)


@attrs.define(eq=False)
class EventStream:
    """Writes what happens in a run: `{"version": 1, "event": "begin", "at": "2026-01-31T12:00:00.000+00:00", "action": "create", ...}`.

    Args:
        out: where the lines go; each is there at once.
        clock: the time of day.
    """

    out: TextIO
    clock: Callable[[], datetime] = _now

    def hear(self, event: Event) -> None:
        """Writes an event."""
        if event.name not in _PUBLIC:
            return
        at = self.clock().isoformat(timespec="milliseconds")
        line = json.dumps({"version": VERSION, "event": event.name, "at": at, **event.facts}, ensure_ascii=False)
        with contextlib.suppress(OSError):  # nobody reads any more: that is no reason to stop in the middle
            self.out.write(f"{line}\n")
            self.out.flush()

    def beat(self) -> None:
        """A second is no event."""

    def close(self) -> None:
        """Nothing is held open: the totals are still to come."""
