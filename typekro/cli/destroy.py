"""`typekro destroy`: deletes all that is recorded of a stage, as an app with an empty body does; runs no script."""

from pathlib import Path

from typekro.cli.state import find
from typekro.kubernetes import Cluster
from typekro.orchestrator import alchemy
from typekro.orchestrator.launch import Launch, begin_launch


async def destroy(app: str | None, stage: str, state: Path | None, *, context: str | None, confirm: bool, verbose: bool = False) -> None:
    """Deletes what is recorded, dependents first.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.
        context: the cluster, as kubectl knows it; None for kubectl's current one. Another one than the records were made in is refused.
        confirm: a yes has to be typed before anything is deleted.
        verbose: tell each request.

    Raises:
        UsageError: the app or the stage is not in the state, or the app has to be named.
        RefusedError: something is protected, nobody said yes, or the cluster is another one; nothing was deleted.
        LockedError: a run is going on.
        StateError: there is no such file, or it cannot be read or written.
        Exception: what could not be deleted.
    """
    found = find(app, stage, state)
    begin_launch(Launch(operation="destroy", confirm=confirm, verbose=verbose))
    async with alchemy(found.app, stage=found.stage, state=found.path, cluster=Cluster(context=context)):
        pass
