import json
import re
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from tests.cli.parts import Done
from tests.cli.test_state import record, recorded
from typekro.cli import main
from typekro.cli.times import duration, moment, seconds_between
from typekro.orchestrator.state.protocol import Run
from typekro.orchestrator.state.reading import deeds
from typekro.orchestrator.state.records import Action, Entry, RunStatus, begun
from typekro.orchestrator.state.rows import RUNS_KEPT
from typekro.orchestrator.state.sqlite import SqliteStore

EMPTY: tuple[RunStatus, list[Entry]] = ("succeeded", [])


def ran(folder: Path, *runs: tuple[RunStatus, list[Entry]]) -> None:
    """A state file that some runs worked on; their ids count from 0."""

    async def run_all() -> None:
        for number, (status, entries) in enumerate(runs):
            store = SqliteStore(folder / "state" / "infra.sqlite")
            await store.open("infra", "dev")
            await store.acquire(Run(id=f"run-{number}", operation="up"))
            for entry in entries:
                await store.commit(entry)
            await store.finish(status)
            await store.close()

    anyio.run(run_all)


def did(id_: str, action: Action) -> list[Entry]:
    """What the journal has of an operation that went well."""
    plain = record(id_)
    if action == "delete":
        return [begun(plain, action), Entry(kind="gone", id=id_)]
    after = [Entry(kind="applied", id=id_, record=attrs.evolve(plain, status="applied")), Entry(kind="ready", id=id_, record=plain)]
    return [begun(plain, action), *after]


def listed(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Done:
    code = main(["runs", "--state", str(folder / "state" / "infra.sqlite"), *arguments])
    printed = capsys.readouterr()
    return Done(code, printed.out, printed.err)


def test_runs_are_listed_newest_first(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    failed = Entry(kind="failed", id="b", record=record("b", status="updating", error="no"))
    ran(
        tmp_path,
        ("succeeded", [*did("a", "create"), *did("b", "create")]),
        ("failed", [*did("a", "delete"), begun(record("b"), "update"), failed]),
        ("succeeded", []),
    )
    monkeypatch.chdir(tmp_path)

    done = listed(tmp_path, capsys)

    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", "TIME", re.sub(r"\d\.\d s", "SPAN", re.sub(r" \S+@\S+ +", " ME  ", done.out)))
    assert [line.split() for line in text.splitlines()] == [
        ["RUN", "OPERATION", "STATUS", "STARTED", "TOOK", "WHO", "DID"],
        ["run-2", "up", "succeeded", "TIME", "SPAN", "ME", "-"],
        ["run-1", "up", "failed", "TIME", "SPAN", "ME", "1", "deleted,", "1", "failed"],
        ["run-0", "up", "succeeded", "TIME", "SPAN", "ME", "2", "created"],
    ]
    assert (done.code, done.err) == (0, "infra/dev  state state/infra.sqlite\n")


def test_what_a_run_did_is_known_as_long_as_the_journal_has_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(tmp_path, ("succeeded", did("a", "create")), ("succeeded", did("b", "create")), *[EMPTY] * (RUNS_KEPT - 1))

    lines = listed(tmp_path, capsys, "--limit", "1000").out.splitlines()
    program = json.loads(listed(tmp_path, capsys, "--limit", "1000", "--json").out)["runs"]

    assert len(lines) == RUNS_KEPT + 2
    assert lines[-1].startswith("run-0 ")
    assert lines[-1].endswith("  (not kept)")
    assert lines[-2].endswith("  1 created")
    assert [run["did"] for run in program[-2:]] == [{"created": 1}, None]


def test_as_many_are_listed_as_are_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(tmp_path, *[EMPTY] * 25)

    few = listed(tmp_path, capsys, "--limit", "2").out.splitlines()

    assert [line.split()[0] for line in few] == ["RUN", "run-24", "run-23"]
    assert len(listed(tmp_path, capsys).out.splitlines()) == 21


def test_a_stage_without_runs_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def opened() -> None:
        store = SqliteStore(tmp_path / "state" / "infra.sqlite")
        await store.open("infra", "dev")
        await store.close()

    anyio.run(opened)

    assert listed(tmp_path, capsys).out == "(no runs)\n"


def test_programs_get_one_document_with_its_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(tmp_path, ("succeeded", did("a", "create")))

    done = listed(tmp_path, capsys, "--json")

    document = json.loads(done.out)
    (run,) = document.pop("runs")
    assert done.err == ""
    assert document == {"version": 1, "app": "infra", "stage": "dev"}
    assert (run["id"], run["operation"], run["status"], run["did"]) == ("run-0", "up", "succeeded", {"created": 1})
    assert run["seconds"] >= 0


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_limit_is_a_number_from_1(tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str) -> None:
    recorded(tmp_path)

    with pytest.raises(SystemExit) as ended:
        listed(tmp_path, capsys, f"--limit={number}")

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"typekro runs: error: argument --limit: {number!r} is no number from 1"


def test_a_missing_state_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    said = "error: no state file state/infra.sqlite\n  the first run of a script makes it\n"
    assert listed(tmp_path, capsys) == Done(1, "", said)


def entry(kind: str, id_: str = "a", action: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "id": id_, "action": action}


@pytest.mark.parametrize(
    ("entries", "counts"),
    [
        ([], {}),
        ([entry("begin", action="create")], {}),
        ([entry("applied")], {}),  # an open operation of an earlier run was found done
        ([entry("seen"), entry("ready")], {}),
        ([entry("begin", action="create"), entry("ready")], {"created": 1}),  # with nothing to be waited for
        ([entry("begin", action="create"), entry("applied"), entry("ready")], {"created": 1}),
        ([entry("begin", action="create"), entry("applied"), entry("failed")], {"created": 1, "failed": 1}),
        ([entry("begin", action="create"), entry("failed"), entry("begin", action="create"), entry("applied")], {"created": 1}),
        ([entry("begin", action="delete"), entry("gone"), entry("begin", action="create"), entry("applied")], {"created": 1, "deleted": 1}),
        ([entry("begin", action="update"), entry("applied"), entry("begin", action="update"), entry("applied")], {"updated": 1}),
        ([entry("forgotten"), entry("forgotten", "b")], {"forgotten": 2}),
    ],
)
def test_only_what_was_finished_in_a_run_counts_for_it(entries: list[dict[str, Any]], counts: dict[str, int]) -> None:
    assert deeds(entries) == counts


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "-"), (0.04, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (90_061, "25 h 1 min")]
)
def test_time_spans_are_told_in_two_units(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


def test_times_that_are_not_known_stay_so() -> None:
    assert moment(None) == moment("") == "-"
    assert seconds_between("2026-11-28T20:00:00+00:00", None) is None
    assert seconds_between("2026-11-28T20:00:00+00:00", "2026-11-28T21:00:01+01:00") == 1


def test_help_tells_all_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["runs", "--help"])

    printed = capsys.readouterr().out
    assert [word for word in ("APP", "--limit N", "--stage", "--state FILE", "--json", "--verbose") if word not in printed] == []
    assert f"the last {RUNS_KEPT}." in printed
