import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from tests.cli.parts import Done, end, start, typekro, write
from tests.cli.test_state import record, recorded
from typekro.cli import main
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.records import begun
from typekro.orchestrator.state.sqlite import SqliteStore


def status(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["status", "--state", str(folder / "state" / "infra.sqlite"), *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


def steady(text: str) -> str:
    """What is printed, without what differs from run to run."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", "TIME", text)
    text = re.sub(r"\d+ s ago", "AGO", text)
    return re.sub(r"took \d\.\d s", "took TIME", text)


def test_where_all_is_well_one_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(tmp_path, record("readme"), record("index"))
    monkeypatch.chdir(tmp_path)

    done = status(tmp_path, capsys)

    assert (done.code, done.err) == (0, "")
    assert steady(done.out) == (
        "infra/dev  state state/infra.sqlite\n"
        "lock      nobody holds it\n"
        "last run  1, up, succeeded, began TIME (AGO) and took TIME\n"
        "records   2 ready\n"
        "all 2 resources are ready\n"
    )


def test_what_is_not_ready_has_its_error_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed = record("db", status="applied", error="db: it was not ready within 30 s\n  last seen:\n    0 of 1 pods run")
    open_ = record("index", status="creating", pending={"path": "a"})
    recorded(
        tmp_path,
        record("readme"),
        failed,
        open_,
        record("gone", status="deleting"),
        record("seen", error="it was not found"),
        record("odd", error=""),
    )

    done = status(tmp_path, capsys)

    assert done.code == 0
    assert done.out.splitlines()[3:] == [
        "records   3 ready, 1 applied, 1 creating, 1 deleting",
        "not ready:",
        "  db     applied   db: it was not ready within 30 s",
        "                     last seen:",
        "                       0 of 1 pods run",
        "  index  creating  its operation was begun, and its end is not recorded",
        "  gone   deleting  no error is recorded",
        "  seen   ready     it was not found",
        "  odd    ready",
    ]


@pytest.mark.parametrize(("ids", "last"), [([], "nothing is recorded"), (["readme"], "the one resource is ready")])
def test_few_records_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], ids: list[str], last: str) -> None:
    recorded(tmp_path, *map(record, ids))

    assert status(tmp_path, capsys).out.splitlines()[-1] == last


def test_a_stage_that_never_ran_has_no_last_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def opened() -> None:
        store = SqliteStore(tmp_path / "state" / "infra.sqlite")
        await store.open("infra", "dev")
        await store.close()

    anyio.run(opened)

    assert status(tmp_path, capsys).out.splitlines()[1:] == [
        "lock      nobody holds it",
        "last run  none",
        "records   none",
        "nothing is recorded",
    ]


def test_who_holds_the_lock_is_told_while_they_do(tmp_path: Path) -> None:
    text = """
        async def main() -> None:
            async with alchemy("infra"):
                print("inside", flush=True)
                sys.stdin.readline()

        typekro.run(main)
    """
    write(tmp_path, text)
    process = start(tmp_path, "infra.py")
    assert process.stdout is not None
    assert process.stdout.readline() == "inside\n"

    during = typekro(tmp_path, "status")
    program = json.loads(typekro(tmp_path, "status", "--json").out)
    end(process, "\n")
    after = typekro(tmp_path, "status")

    lines = during.out.splitlines()
    assert re.fullmatch(rf"lock      \S+@\S+, pid {process.pid}, up since [\d:]+ \(\d+ s ago\)", lines[1])
    assert re.fullmatch(r"last run  \w+, up, running, began \S+ \S+ \(\d+ s ago\)", lines[2])
    assert (program["lock"]["pid"], program["lock"]["operation"], program["last_run"]["status"]) == (process.pid, "up", "running")
    assert (program["last_run"]["ended_at"], program["last_run"]["seconds"]) == (None, None)
    assert after.out.splitlines()[1] == "lock      nobody holds it"
    assert ", succeeded, " in after.out.splitlines()[2]


def test_a_run_that_died_is_abandoned_and_holds_no_lock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def die() -> None:
        store = SqliteStore(tmp_path / "state" / "infra.sqlite")
        await store.open("infra", "dev")
        await store.acquire(Run(id="1", operation="up"))
        await store.commit(begun(record("readme"), "create", pending={}))
        await store.close()  # lets the lock go, as the end of a process does, and leaves the run as it is

    anyio.run(die)

    done = status(tmp_path, capsys)

    assert steady(done.out).splitlines()[1:4] == [
        "lock      nobody holds it",
        "last run  1, up, abandoned, began TIME (AGO)",
        "records   1 creating",
    ]


def test_a_state_that_was_copied_while_a_run_went_on_is_locked_by_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def copy() -> None:
        store = SqliteStore(tmp_path / "infra.sqlite")
        await store.open("infra", "dev")
        await store.acquire(Run(id="1", operation="up"))
        (tmp_path / "state").mkdir()
        with closing(sqlite3.connect(tmp_path / "infra.sqlite")) as source, closing(sqlite3.connect(tmp_path / "state/infra.sqlite")) as to:
            source.backup(to)
        await store.finish("succeeded")
        await store.close()

    anyio.run(copy)

    assert status(tmp_path, capsys).out.splitlines()[1] == "lock      nobody holds it"


def test_programs_get_one_document_with_its_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(tmp_path, record("readme"), record("db", status="applied", error="no"))

    done = status(tmp_path, capsys, "--json")

    document = json.loads(done.out)
    run = document.pop("last_run")
    assert done.err == ""
    assert document == {
        "version": 1,
        "app": "infra",
        "stage": "dev",
        "state": str(path),
        "lock": None,
        "counts": {"ready": 1, "applied": 1},
        "not_ready": [{"id": "db", "status": "applied", "error": "no"}],
    }
    assert (run["id"], run["operation"], run["status"], run["did"]) == ("1", "up", "succeeded", {})
    assert set(run) == {"id", "operation", "status", "user", "host", "pid", "started_at", "ended_at", "seconds", "did"}


def test_the_app_and_the_stage_can_be_named(tmp_path: Path) -> None:
    recorded(tmp_path, record("readme"), stage="prod")

    assert typekro(tmp_path, "status", "infra", "--stage", "prod").out.startswith("infra/prod  state state/infra.sqlite\n")
    said = (
        "error: there is no stage 'dev' of app 'infra'\n"
        "  recorded in state/infra.sqlite: infra/prod\n"
        "hint: name another one: --stage STAGE\n"
    )
    assert typekro(tmp_path, "status", "infra") == Done(1, "", said)


def test_looking_makes_no_state_file(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()

    said = "error: no state file state/infra.sqlite\n  the first run of a script makes it\n"
    assert typekro(tmp_path, "status", "infra") == Done(1, "", said)
    assert list((tmp_path / "state").iterdir()) == []


def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["status", "--help"])

    printed = capsys.readouterr().out
    assert [word for word in ("APP", "--stage", "--state FILE", "--json", "--verbose", "no lock") if word not in printed] == []
