"""`typekro state recover`: records made anew from what is in the cluster."""

import sys
from pathlib import Path

from typekro.cli.places import shown
from typekro.cli.tables import aligned
from typekro.kro.recovering import recover
from typekro.kubernetes import Reachable
from typekro.orchestrator.state.location import check_names, default_path
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.state.restoring import restore


async def recover_state(app: str, stage: str, state: Path | None, *, cluster: Reachable, lineage: str | None) -> None:
    """Records what a stage made in a cluster, in a state that has no records of it, and prints what was found.

    Args:
        app: the app's name.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in. It is made where there is none.
        cluster: which cluster.
        lineage: which state of that app and stage is meant, where objects of several are there.

    Raises:
        UsageError: nothing of it is there.
        RefusedError: there are objects of several states, or the stage has records already.
        LockedError: a run is going on.
        StateError: the state file cannot be read or written.
        TypeKroError: the cluster cannot be reached, or refuses.
    """
    check_names(app, stage)
    path = state if state is not None else default_path(app, None)
    print(f"{app}/{stage}  state {shown(path)}", file=sys.stderr, flush=True)
    async with cluster.connect() as client:
        print(f"  connected to {client}", file=sys.stderr, flush=True)
        found = await recover(client, app, stage, lineage=lineage)
    restore(path, found.stack, found.records)
    print(*aligned([("ID", "PHYSICAL", "KEPT"), *((each.id, each.physical or "", _kept(each)) for each in found.records)]), sep="\n")
    if found.stack.protected:
        print("the stage is protected", file=sys.stderr)
    number = len(found.records)
    print(f"recovered {number} record{'' if number == 1 else 's'}; run the script: what it no longer declares is deleted", file=sys.stderr)


def _kept(record: Record) -> str:
    """Why it is not simply deleted once it is no longer declared, as far as that is known."""
    said = {"adopted": not record.created_by_us, "protected": record.protected, "retained": record.retained}
    return ", ".join(word for word, holds in said.items() if holds)
