"""`alchemy`: what a script, the command line and the environment say of an app, brought together."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from typekro.errors import UsageError, compose
from typekro.orchestrator.app import PLAN, READ, App
from typekro.orchestrator.confirming import asking, confirmed
from typekro.orchestrator.connections import Provider
from typekro.orchestrator.keys import key_source
from typekro.orchestrator.launch import this_launch
from typekro.orchestrator.report import Report
from typekro.orchestrator.reporting import report_for
from typekro.orchestrator.slots import check_names, slot_called
from typekro.orchestrator.state.location import check_name, default_path
from typekro.orchestrator.state.protocol import Store
from typekro.schema.problems import nearest

_MODES = ("kro", "direct")


def alchemy(
    name: str,
    *,
    stage: str | None = None,
    state: str | Path | Store | None = None,
    cluster: Provider | None = None,
    clusters: Mapping[str, Provider] | None = None,
    phase: Literal["up", "read"] = "up",
    mode: Literal["kro", "direct"] | None = None,
    refresh: bool | None = None,
    protect: bool | None = None,
    confirm: bool | None = None,
    passphrase: str | None = None,
    report: Report | None = None,
) -> App:
    """Opens the world of a script: inside it, what is declared is brought into being and recorded.

    At the end of a good body, what has a record and was not declared is deleted; an empty body takes everything down. After a body that
    raised, or where any resource failed, nothing is deleted.

    Args:
        name: the app's name: letters, digits, `-`, `_` and `.`, 60 at most.
        stage: which copy of it, each with records of its own; by default what the command line says, else `dev`.
        state: the SQLite file of the records, or a store; by default `<name>.sqlite` in the folder `state` of the script's project.
        cluster: the Kubernetes cluster, `Cluster(context=...)` or `LocalCluster()`; by default kubectl's current context. `--local` on the
            command line takes the place of all clusters.
        clusters: more of them, by the names that resources go to them by: `{"eu": Cluster(context=...)}`, and `cluster="eu"`.
        phase: `read` makes, changes and deletes nothing: what is declared gives what is there, and what is not there is an error.
        mode: `direct` deploys graphs without kro, which need not be there then; by default what the command line says, else `kro`.
            What an earlier run deployed the other way is taken over as it is.
        refresh: whether what exists is looked at, so that outputs are live and what was changed outside is repaired; True by default.
        protect: nothing of this stage may be deleted or replaced, also by later runs that do not say so, until one says False.
        confirm: a yes has to be typed before anything is deleted; on no terminal nothing is deleted, and the run is refused.
        passphrase: what secrets are encrypted under in the state file; by default what `TYPEKRO_PASSPHRASE` says, or the key file that
            `TYPEKRO_KEY_FILE` names.
        report: tells how the run goes; by default lines on standard error, and on a terminal what is worked at below them.

    Raises:
        UsageError: a name cannot be used, or the key file.
        RefusedError: others may read the key file.

    Example:
        ```python
        async with alchemy("infra", stage="prod") as app:
            create_database = await KroResourceGraphDefinition("database-rgd", factory=database_stack)
        ```
    """
    launch = this_launch()
    if None not in {stage, launch.stage} and stage != launch.stage:
        what = f"app {name!r} is of stage {stage!r} in the script, and of {launch.stage!r} on the command line"
        raise UsageError(compose(what, "one of them would be ignored", f'alchemy("{name}")  # without stage=, the command line decides'))
    chosen = next((choice for choice in (stage, launch.stage) if choice is not None), "dev")
    way = _mode(name, mode, launch.mode)
    check_name("app", name)
    check_name("stage", chosen)
    operation = READ if phase == "read" and launch.operation == "up" else launch.operation
    store = _store(name, state, only_read=operation in {PLAN, READ})
    look = next((choice for choice in (refresh, launch.refresh) if choice is not None), True)
    providers = _providers(name, cluster, clusters or {})
    asked = confirm if confirm is not None else launch.confirm
    return App(
        name,
        chosen,
        store,
        providers=providers,
        refresh=look,
        report=report or report_for(launch.events),
        protect=protect,
        confirm=asking() if asked else confirmed,
        key=key_source(passphrase),
        operation=operation,
        verbose=launch.verbose,
        mode=way,
    )


def _mode(app: str, given: str | None, chosen: str | None) -> str:
    """How graphs are deployed: as the script says, else as the command line does, else by kro."""
    if given not in {None, *_MODES}:
        hint = f'alchemy("{app}", mode="{nearest(str(given), _MODES) or "direct"}")'
        raise UsageError(compose(f"app {app!r} has the mode {given!r}, which is none", f"a mode is one of {', '.join(_MODES)}", hint))
    if None not in {given, chosen} and given != chosen:
        what = f"app {app!r} is of mode {given!r} in the script, and of {chosen!r} on the command line"
        raise UsageError(compose(what, "one of them would be ignored", f'alchemy("{app}")  # without mode=, the command line decides'))
    return given or chosen or _MODES[0]


def _providers(app: str, cluster: Provider | None, clusters: Mapping[str, Provider]) -> dict[str, Provider]:
    """The clusters, by slot."""
    if cluster is not None:
        _check_provider(app, cluster, "cluster=", "")
    check_names("cluster", clusters)
    for name, provider in clusters.items():
        _check_provider(app, provider, f'clusters={{"{name}": ', "}")
    chosen = this_launch().clusters
    if chosen is not None:
        return {"cluster": chosen("")} | {slot_called("cluster", name): chosen(name) for name in clusters}
    default = {} if cluster is None else {"cluster": cluster}
    return default | {slot_called("cluster", name): provider for name, provider in clusters.items()}


def _check_provider(app: str, provider: object, before: str, after: str) -> None:
    if not hasattr(provider, "connect"):
        why = f"a {type(provider).__name__} is nothing that can be connected to"
        hint = f"{before}Cluster(context={str(provider)!r}){after}"
        raise UsageError(compose(f"app {app!r} was given {before}{provider!r}{after}", why, hint))


def _store(app: str, state: str | Path | Store | None, *, only_read: bool) -> Store:
    if state is not None and not isinstance(state, str | Path):
        return state
    from typekro.orchestrator.state.sqlite import SqliteStore  # noqa: PLC0415 - sqlite-utils is slow to import, and not needed until here

    return SqliteStore(default_path(app, script_path()) if state is None else Path(state), only_read=only_read)


def script_path() -> Path | None:
    """The path of the script that is running; None in an interactive session."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return None if file is None else Path(file).resolve()
