"""`typekro state unlock`: breaks the lock of a run that cannot be asked; the records stay as they are."""

from datetime import datetime
from pathlib import Path

from typekro.cli.state import find
from typekro.orchestrator.state.unlocking import unlock


def unlock_stage(run: str, app: str | None, stage: str, state: Path | None) -> None:
    """Takes the lock of a stage from a run, and says from whom.

    Args:
        run: the id of the run that holds it.
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.

    Raises:
        RefusedError: nobody holds it, another run does, or its process is on this machine and lives.
        UsageError: the app or the stage is not in the state, or the app has to be named.
        StateError: there is no such file, or it cannot be read or written.
    """
    found = find(app, stage, state)
    holder = unlock(found.path, found.app, found.stage, run)
    print(f"unlocked {found}: the run {run} can record nothing more ({holder.text(datetime.now().astimezone())})")
