"""`typekro status`: how a stage stands, told at once from its state: no cluster is asked, and no lock taken."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from typekro.cli.places import shown
from typekro.cli.state import Found, find
from typekro.cli.tables import aligned
from typekro.cli.times import duration, moment, seconds_between
from typekro.holders import ago
from typekro.orchestrator.state.reading import PastRun, Snapshot, snapshot
from typekro.orchestrator.state.records import Record

VERSION = 1
"""Of the JSON; it grows when a field goes, or means something else."""


def print_status(app: str | None, stage: str, state: Path | None, *, as_json: bool = False) -> None:
    """Prints who holds the lock, how the last run ended, and what does not work.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.
        as_json: print one JSON document instead of text.

    Raises:
        StateError: there is no such file, or it cannot be read.
        UsageError: the app or the stage is not in it, or the app has to be named.
    """
    found = find(app, stage, state)
    seen = snapshot(found.path, found.app, found.stage, runs=1)
    print(json.dumps(_document(found, seen), indent=2) if as_json else "\n".join(_lines(found, seen, datetime.now().astimezone())))


def run_as_json(run: PastRun) -> dict[str, Any]:
    """A run as programs read it: all that is known of it, and how many seconds it took (null where it has no end)."""
    return {**attrs.asdict(run), "seconds": seconds_between(run.started_at, run.ended_at)}


def _document(found: Found, seen: Snapshot) -> dict[str, Any]:
    return {
        "version": VERSION,
        "app": found.app,
        "stage": found.stage,
        "state": str(found.path.absolute()),
        "lock": None if seen.holder is None else attrs.asdict(seen.holder),
        "last_run": run_as_json(seen.runs[0]) if seen.runs else None,
        "counts": _counts(seen.records),
        "not_ready": [{"id": record.id, "status": record.status, "error": record.error} for record in _not_ready(seen.records)],
    }


def _lines(found: Found, seen: Snapshot, now: datetime) -> list[str]:
    holder = "nobody holds it" if seen.holder is None else seen.holder.text(now)
    counts = ", ".join(f"{number} {status}" for status, number in _counts(seen.records).items())
    return [
        f"{found}  state {shown(found.path)}",
        *aligned([["lock", holder], ["last run", _last_run(seen.runs, now)], ["records", counts or "none"]]),
        *_verdict(seen.records),
    ]


def _last_run(runs: Sequence[PastRun], now: datetime) -> str:
    if not runs:
        return "none"
    run = runs[0]
    took = seconds_between(run.started_at, run.ended_at)
    since = (now - datetime.fromisoformat(run.started_at)).total_seconds()
    said = f"{run.id}, {run.operation}, {run.status}, began {moment(run.started_at)} ({ago(since)})"
    return said if took is None else f"{said} and took {duration(took)}"


def _verdict(records: Sequence[Record]) -> list[str]:
    bad = _not_ready(records)
    if bad:
        return ["not ready:", *aligned([row for record in bad for row in _rows(record)])]
    if not records:
        return ["nothing is recorded"]
    return ["the one resource is ready" if len(records) == 1 else f"all {len(records)} resources are ready"]


def _rows(record: Record) -> list[list[str]]:
    first, *more = _told(record).splitlines() or [""]
    return [["  " + record.id, record.status, first], *(["", "", line] for line in more)]


def _told(record: Record) -> str:
    cut_off = "its operation was begun, and its end is not recorded" if record.pending is not None else "no error is recorded"
    return record.error if record.error is not None else cut_off


def _not_ready(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.status != "ready" or record.error is not None]


def _counts(records: Sequence[Record]) -> dict[str, int]:
    return dict(Counter(record.status for record in records))
