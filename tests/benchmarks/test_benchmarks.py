import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import direct, local, start
from benchmarks.figures import Goal
from tests.cluster.control_plane import ControlPlane


def test_who_runs_them_all_reads_a_table_and_has_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--runs", "1", "--instances", "2", "--json", str(tmp_path / "figures.json")])

    written: dict[str, Any] = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    names = [
        *start.SCRIPTS,
        *(f"{name}: {what}" for name in local.GRAPHS for what in ("4 objects, one after the other", "2 instances, ready")),
    ]
    assert sorted(written["machine"]) == ["processors", "python", "system"]
    assert [row["work"] for row in written["rows"]] == names
    assert all(row["unit"] == "s" and row["median"] > 0 and row["yardstick"] > 0 and row["beside"] for row in written["rows"])
    assert all(row["processor"] > 0 and len(row["runs"]) == 1 for row in written["rows"])
    assert [row["times"] for row in written["rows"] if row["work"] in {start.EMPTY, names[-2], names[-4]}] == [1.0, 1.0, 1.0]
    assert {row["work"]: row["goal"]["seconds"] for row in written["rows"] if row["goal"]} == {start.ONE_OBJECT: 0.3}
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["what", "median", "s", "spread", "s", "processor", "s", "yardstick", "s", "times", "yardstick", "goal"]
    assert [line.startswith(name) for line, name in zip(lines, names, strict=True)] == [True] * len(names)


def test_goals_are_of_the_sizes_that_they_were_set_for() -> None:
    counts, goals = (local.COUNT, direct.INSTANCES), [local.GOAL, direct.GOAL]
    assert counts == (1000, 200)
    assert goals == [Goal(seconds=5.0), Goal(times=1.25)]
    assert dict(start.GOALS) == {start.ONE_OBJECT: Goal(seconds=0.3)}


def test_direct_mode_is_measured_beside_a_raw_loop(control_plane: ControlPlane, tmp_path: Path) -> None:
    rows = direct.rows(control_plane, count=2, times=1, folder=tmp_path)

    assert [row.name.rpartition(": ")[2] for row in rows] == [direct.RAW, direct.OURS]
    assert all(row.beside == direct.RAW and row.yardstick == rows[0].median and row.goal is None for row in rows)
