"""`typekro runs`: the last runs of a stage and what they did, told from its state."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typekro.cli.places import shown
from typekro.cli.state import Found, find
from typekro.cli.status import run_as_json
from typekro.cli.tables import aligned
from typekro.cli.times import duration, moment, seconds_between
from typekro.orchestrator.state.reading import PastRun, snapshot

VERSION = 1
"""Of the JSON; it grows when a field goes, or means something else."""

_HEADER = ("RUN", "OPERATION", "STATUS", "STARTED", "TOOK", "WHO", "DID")


def print_runs(app: str | None, stage: str, state: Path | None, *, limit: int, as_json: bool = False) -> None:
    """Prints the last runs of a stage, newest first; takes no lock.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.
        limit: how many runs at most.
        as_json: print one JSON document instead of a table.

    Raises:
        StateError: there is no such file, or it cannot be read.
        UsageError: the app or the stage is not in it, or the app has to be named.
    """
    found = find(app, stage, state)
    runs = snapshot(found.path, found.app, found.stage, runs=limit).runs
    if as_json:
        print(json.dumps(_document(found, runs), indent=2))
        return
    print(f"{found}  state {shown(found.path)}", file=sys.stderr, flush=True)
    print(*(aligned([_HEADER, *map(_row, runs)]) if runs else ["(no runs)"]), sep="\n")


def _document(found: Found, runs: Sequence[PastRun]) -> dict[str, Any]:
    return {"version": VERSION, "app": found.app, "stage": found.stage, "runs": [run_as_json(run) for run in runs]}


def _row(run: PastRun) -> tuple[str, ...]:
    took = duration(seconds_between(run.started_at, run.ended_at))
    return run.id, run.operation, run.status, moment(run.started_at), took, f"{run.user}@{run.host}", _did(run)


def _did(run: PastRun) -> str:
    if run.did is None:
        return "(not kept)"
    return ", ".join(f"{number} {deed}" for deed, number in run.did.items()) or "-"
