"""`typekro destroy`: deletes all that is recorded of a stage, as an app with an empty body does; runs no script."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from typekro.cli.local import default_file
from typekro.cli.places import shown
from typekro.cli.state import Found, find
from typekro.errors import RefusedError, UsageError, compose
from typekro.kubernetes import Cluster, ClusterConfigError
from typekro.local.persistence import identity_in
from typekro.orchestrator import alchemy
from typekro.orchestrator.connections import Provider
from typekro.orchestrator.launch import Clusters, Launch, begin_launch
from typekro.orchestrator.slots import name_in
from typekro.orchestrator.state.reading import snapshot


async def destroy(
    app: str | None,
    stage: str,
    state: Path | None,
    *,
    context: str | None,
    clusters: Sequence[str] = (),
    confirm: bool,
    verbose: bool = False,
    local: Clusters | None = None,
) -> None:
    """Deletes what is recorded, dependents first.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.
        context: the cluster, as kubectl knows it; None for kubectl's current one. Another one than the records were made in is refused.
        clusters: the named ones, each as `NAME=CONTEXT`.
        confirm: a yes has to be typed before anything is deleted.
        verbose: tell each request.
        local: gives the cluster to use in place of each; None where they are kubectl's.

    Raises:
        UsageError: the app or the stage is not in the state, or the app has to be named; a cluster is not given by name and context.
        RefusedError: something is protected, nobody said yes, or the cluster is another one, as where `--local` was left out; nothing was
            deleted.
        LockedError: a run is going on.
        StateError: there is no such file, or it cannot be read or written.
        Exception: what could not be deleted.
    """
    named: dict[str, Provider] = {**_named(clusters)}
    if local is not None and (context is not None or named):
        what = f"{'--context' if context is not None else '--cluster'} and --local say which cluster: nothing was deleted"
        raise UsageError(compose(what, "one of them would be ignored", "leave one of them out"))
    found = find(app, stage, state)
    if local is not None:
        slots = {record.slot for record in snapshot(found.path, found.app, found.stage).records}
        named = {name: local(name) for name in (name_in(slot) for slot in slots if slot is not None) if name is not None}
    begin_launch(Launch(operation="destroy", confirm=confirm, verbose=verbose, clusters=local))
    try:
        async with alchemy(found.app, stage=found.stage, state=found.path, cluster=Cluster(context=context), clusters=named):
            pass
    except (ClusterConfigError, RefusedError) as error:
        elsewhere = isinstance(error, ClusterConfigError) or "connected" in error.context
        if local is None and context is None and elsewhere and _is_local(found):
            more = ["--state", str(state)] if state is not None else []
            again = shlex.join(["typekro", "destroy", found.app, "--stage", found.stage, "--local", *more])
            what = f"the records of {found} were made in the local cluster {shown(default_file(None))}: nothing was deleted"
            raise RefusedError(
                compose(what, ["without --local, kubectl's cluster is meant:", error.message.splitlines()[0]], again)
            ) from error
        raise


def _is_local(found: Found) -> bool:
    """Whether the records of the default cluster were made in the local one that lives where `--local` has it by default."""
    places = {record.place for record in snapshot(found.path, found.app, found.stage).records if record.slot == "cluster"} - {None}
    return bool(places) and places == {identity_in(default_file(None))}


def _named(clusters: Sequence[str]) -> dict[str, Cluster]:
    named: dict[str, Cluster] = {}
    for each in clusters:
        name, _, context = each.partition("=")
        if not name or not context:
            why = "it takes the name of a cluster in the script, and a context of kubectl"
            raise UsageError(compose(f"--cluster {each}: nothing was deleted", why, "--cluster NAME=CONTEXT"))
        if name in named:
            why = f"it would be {named[name].context} and {context}"
            raise UsageError(compose(f"--cluster {name} is given twice: nothing was deleted", why, "leave one of them out"))
        named[name] = Cluster(context=context)
    return named
