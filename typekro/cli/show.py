"""`typekro state show`: one record whole, and what happened to it last, as YAML."""

import sys
from pathlib import Path
from typing import Any

import attrs

from typekro.cli.places import shown
from typekro.cli.state import find, unknown_ids
from typekro.graph import to_yaml
from typekro.orchestrator.state.reading import Happening, history, snapshot
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.vault import shown as readable

# What a person looks for first; fields that are in neither list come between them.
_FIRST = ("id", "status", "handler", "script", "physical", "slot", "place", "created_by_us")
_LAST = ("dependencies", "error", "props", "pending", "output", "operation", "run", "changed_at")
_HISTORY = 10


def show(id_: str, app: str | None, stage: str, state: Path | None) -> None:
    """Prints a record and the last lines of its journal, without what is secret; takes no lock.

    Args:
        id_: the resource, as it is recorded.
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.

    Raises:
        StateError: there is no such file, or it cannot be read.
        UsageError: there is no such record, the app or the stage is not there, or the app has to be named.
    """
    found = find(app, stage, state)
    print(f"{found}  state {shown(found.path)}", file=sys.stderr, flush=True)
    by_id = {record.id: record for record in snapshot(found.path, found.app, found.stage).records}
    if id_ not in by_id:
        raise unknown_ids([id_], by_id, found)
    happened = history(found.path, found.app, found.stage, id_, _HISTORY)
    print(to_yaml({**readable(_ordered(by_id[id_])), "journal": [_line(one) for one in happened]}), end="")


def _ordered(record: Record) -> dict[str, Any]:
    values = attrs.asdict(record) | {"dependencies": list(record.dependencies)}
    between = [name for name in values if name not in {*_FIRST, *_LAST}]
    return {name: values[name] for name in (*_FIRST, *between, *_LAST)}


def _line(one: Happening) -> dict[str, Any]:
    return {name: value for name, value in attrs.asdict(one).items() if value is not None}
