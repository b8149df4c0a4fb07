"""`typekro state`: what is recorded of an app's resources, listed and forgotten; nothing outside the state is touched."""

import contextlib
import difflib
import shlex
import sys
import uuid
from collections.abc import AsyncGenerator, Collection, Sequence
from pathlib import Path

import attrs

from typekro.cli.places import shown
from typekro.cli.tables import aligned
from typekro.cli.times import moment
from typekro.errors import RefusedError, StateError, UsageError, compose
from typekro.orchestrator.slots import forget_command, sort_of
from typekro.orchestrator.state.location import default_path
from typekro.orchestrator.state.protocol import Run, Store
from typekro.orchestrator.state.reading import stages_in
from typekro.orchestrator.state.records import Entry, Record
from typekro.orchestrator.state.sqlite import SqliteStore

_HEADER = ("ID", "STATUS", "HANDLER", "PHYSICAL", "CHANGED AT")


async def list_records(app: str | None, stage: str, state: Path | None) -> None:
    """Prints the records of a stage as a table; takes no lock.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.

    Raises:
        StateError: there is no such file, or it cannot be read.
        UsageError: the app or the stage is not in it, or the app has to be named.
    """
    async with _opened(find(app, stage, state)) as store:
        records = await store.records()
    if not records:
        print("(nothing recorded)")
        return
    print(*aligned([_HEADER, *map(_row, records)]), sep="\n")


async def forget(ids: Sequence[str], cluster: str | None, app: str | None, stage: str, state: Path | None) -> None:
    """Drops records, and touches nothing outside.

    Args:
        ids: resources, as they are recorded.
        cluster: the UID of a cluster of which all records are dropped.
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.

    Raises:
        UsageError: there is no such record; nothing was dropped.
        RefusedError: other records depend on one of these; nothing was dropped.
        LockedError: a run is going on.
        StateError: there is no such file, or it cannot be read or written.
    """
    if not ids and cluster is None:
        raise UsageError(
            compose("nothing was named to be forgotten", (), ["typekro state forget ID", "typekro state forget --cluster UID"])
        )
    found = find(app, stage, state)
    async with _opened(found) as store:
        await store.acquire(Run(id=uuid.uuid4().hex[:8], operation="state forget"))
        try:
            doomed = chosen(await store.records(), ids, cluster, found)
            for record in reversed(doomed):
                await store.commit(Entry(kind="forgotten", id=record.id))
                print(f"forgot {record.id}")
        except BaseException:
            await store.finish("failed")
            raise
        await store.finish("succeeded")


@attrs.frozen(kw_only=True)
class Found:
    """A stage of an app in a state file.

    Args:
        path: the state file.
        app: the app's name.
        stage: the stage's name.
    """

    path: Path
    app: str
    stage: str

    def __str__(self) -> str:
        return f"{self.app}/{self.stage}"


def chosen(records: Sequence[Record], ids: Sequence[str], cluster: str | None, found: Found) -> list[Record]:
    """The records that are meant, in their order.

    Args:
        records: all of the stage.
        ids: resources, as they are recorded.
        cluster: the UID of a cluster of which all are meant.
        found: the stage, for the text of errors.

    Raises:
        UsageError: there is no such record.
        RefusedError: other records depend on one of these.
    """
    by_id = {record.id: record for record in records}
    unknown = [id_ for id_ in ids if id_ not in by_id]
    if unknown:
        raise unknown_ids(unknown, by_id, found, ": nothing was forgotten")
    inside = [record for record in records if sort_of(record.slot) == "cluster"]
    there = {record.id for record in inside if record.place == cluster} if cluster is not None else set[str]()
    if cluster is not None and not there:
        places = sorted({str(record.place) for record in inside})
        why = f"recorded are resources in {', '.join(places)}" if places else "no resource in a cluster is recorded"
        raise UsageError(compose(f"{found} has no records in cluster {cluster}: nothing was forgotten", why))
    doomed = [record for record in records if record.id in {*ids, *there}]
    _check_dependents(records, {record.id for record in doomed}, cluster, found)
    return doomed


def _check_dependents(records: Sequence[Record], doomed: Collection[str], cluster: str | None, found: Found) -> None:
    # Whatever depends on what is left out, and so on, so that the hint is right at the first try.
    lines: list[str] = []
    gone = set(doomed)
    more = True
    while more:
        more = False
        for record in records:
            needs = [id_ for id_ in record.dependencies if id_ in gone]
            if record.id not in gone and needs:
                lines.append(f"{record.id} depends on {', '.join(needs)}")
                gone.add(record.id)
                more = True
    if lines:
        what = f"other records of {found} depend on what was to be forgotten: nothing was forgotten"
        named = [record.id for record in records if record.id in gone and not (record.place == cluster is not None)]
        whole = forget_command(shlex.join([*named, *([] if cluster is None else ["--cluster", cluster])]), found.stage, found.app)
        raise RefusedError(compose(what, lines, ["forget them too, or take them out of the script and run it first:", whole]))


def unknown_ids(unknown: Sequence[str], known: Collection[str], found: Found, so: str = "") -> UsageError:
    """Some records that were asked for are not there; the error names those that are called nearly so.

    Args:
        unknown: the ids that were asked for in vain.
        known: the ids of all records.
        found: the stage.
        so: what the first line ends with: what was not done.
    """
    near = [name for id_ in unknown for name in difflib.get_close_matches(id_, known, n=1)]
    names = ", ".join(repr(id_) for id_ in unknown)
    why = f"did you mean {', '.join(map(repr, near))}?" if near else ()
    what = f"{found} has no record {names}{so}"
    return UsageError(compose(what, why, f"typekro state list {found.app} --stage {found.stage}"), {"unknown": list(unknown)})


def _row(record: Record) -> tuple[str, ...]:
    return record.id, record.status, record.handler.rpartition(":")[2], record.physical or "-", moment(record.changed_at)


@contextlib.asynccontextmanager
async def _opened(found: Found) -> AsyncGenerator[Store]:
    print(f"{found}  state {shown(found.path)}", file=sys.stderr, flush=True)
    store = SqliteStore(found.path)
    await store.open(found.app, found.stage)
    try:
        yield store
    finally:
        await store.close()


def find(app: str | None, stage: str, state: Path | None) -> Found:
    """The stage that is meant; nothing is made by looking for it.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.

    Raises:
        StateError: there is no such file, or it cannot be read.
        UsageError: the app or the stage is not in it, or the app has to be named.
    """
    path = state if state is not None else _file(app)
    if not path.exists():
        why = "the first run of a script makes it"
        raise StateError(compose(f"no state file {shown(path)}", why, _apps_hint(path.parent)), str(path))
    stages = stages_in(path)
    apps = sorted({name for name, _ in stages})
    if app is None and len(apps) > 1:
        raise UsageError(compose(f"{shown(path)} has records of several apps", f"these are {', '.join(apps)}", "name one of them"))
    if app is None and not apps:
        raise UsageError(compose(f"{shown(path)} has no records of any app"))
    name = app if app is not None else apps[0]
    if (name, stage) not in stages:
        others = ", ".join(f"{one}/{its}" for one, its in stages) or "nothing"
        why = f"recorded in {shown(path)}: {others}"
        raise UsageError(compose(f"there is no stage {stage!r} of app {name!r}", why, "name another one: --stage STAGE" if others else ()))
    return Found(path=path, app=name, stage=stage)


def _file(app: str | None) -> Path:
    if app is not None:
        return default_path(app, None)
    folder = default_path("app", None).parent
    files = sorted(folder.glob("*.sqlite"))
    if not files:
        why = "the first run of a script makes one"
        hint = "go to the folder of the script, or name the file: --state FILE"
        raise StateError(compose(f"no state file in {folder}", why, hint), str(folder))
    if len(files) > 1:
        names = ", ".join(file.stem for file in files)
        raise UsageError(compose(f"{shown(folder)} has the state of several apps", f"these are {names}", "name one of them"))
    return files[0]


def _apps_hint(folder: Path) -> list[str]:
    names = [file.stem for file in sorted(folder.glob("*.sqlite"))]
    return [f"there is the state of {', '.join(names)}"] if names else []
