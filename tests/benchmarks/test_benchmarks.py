"""The benchmarks run, and say what they measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as command
from benchmarks import direct, events, graphs, local, objects, resources, scale, start
from benchmarks.figures import Goal
from benchmarks.processes import Runner
from tests.cluster.control_plane import ControlPlane

_HEAD = ["what", "median", "s", "spread", "s", "processor", "s", "MB", "yardstick", "s", "times", "yardstick", "goal"]


def test_who_runs_them_all_reads_a_table_and_has_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--runs", "1", "--count", "2", "--json", str(tmp_path / "figures.json")])

    written: dict[str, Any] = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    names = [
        *start.SCRIPTS,
        *(f"2 in-memory resources: {step}" for step in ("create", "unchanged", "destroy")),
        *("import typekro and render one graph to YAML", "2 graphs of two nodes"),
        *(f"{name}: {what}" for name in local.GRAPHS for what in ("4 objects, one after the other", "2 instances, ready")),
    ]
    assert sorted(written["machine"]) == ["processors", "python", "system"]
    assert [row["work"] for row in written["rows"]] == names
    assert all(row["unit"] == "s" and row["median"] > 0 and row["yardstick"] > 0 and row["beside"] for row in written["rows"])
    assert all(row["processor"] > 0 and len(row["runs"]) == 1 for row in written["rows"])
    assert [row["work"] for row in written["rows"] if row["memory"] is None] == names[-4:]
    assert [row["times"] for row in written["rows"] if row["work"] in {start.EMPTY, names[-2], names[-4]}] == [1.0, 1.0, 1.0]
    assert {row["work"]: row["goal"]["seconds"] for row in written["rows"] if row["goal"]} == {start.ONE_OBJECT: 0.3, names[-6]: 0.15}
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == _HEAD
    assert [line.startswith(name) for line, name in zip(lines, names, strict=True)] == [True] * len(names)


def test_who_names_parts_measures_these_alone(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["graphs", "--runs", "1", "--count", "1"])

    assert [line[:8] for line in capsys.readouterr().out.splitlines()] == ["what    ", "import t", "1 graphs"]


def test_a_process_says_the_memory_of_itself_and_not_of_whoever_started_it(tmp_path: Path) -> None:
    ballast = b"x" * 100_000_000

    small = Runner(tmp_path).python("-c", "print('done')")

    assert small.said == "done\n"
    assert 1_000_000 < small.memory < len(ballast)
    assert small.processor > 0
    assert small.seconds > 0


def test_goals_are_of_the_sizes_that_they_were_set_for() -> None:
    assert (local.COUNT, direct.INSTANCES, graphs.COUNT, objects.COUNT, resources.COUNTS) == (1000, 200, 1000, 1000, (1, 1000, 10_000))
    assert dict(objects.GOALS) == {
        "create": Goal(times=1.25),
        "unchanged": Goal(seconds=0.5),
        "unchanged, --no-refresh": Goal(seconds=0.3),
        "plan": Goal(seconds=0.6),
        "destroy": Goal(times=1.25),
    }
    assert (200, Goal(seconds=0.05)) == (events.COUNT, events.GOAL)
    assert [Goal(seconds=5.0), Goal(times=1.25), Goal(seconds=0.5)] == [local.GOAL, direct.GOAL, graphs.GOAL]
    assert Goal(seconds=0.15, megabytes=40) == graphs.ONE_GOAL
    assert dict(start.GOALS) == {start.ONE_OBJECT: Goal(seconds=0.3)}
    assert {work: goal.seconds for work, goal in resources.GOALS.items()} == {
        (1, "create"): 0.2,
        (1_000, "create"): 0.7,
        (1_000, "unchanged"): 0.25,
        (1_000, "destroy"): 0.5,
        (10_000, "create"): 4,
        (10_000, "unchanged"): 0.9,
        (10_000, "destroy"): 3,
    }


def test_a_thousand_among_many_are_measured_beside_a_thousand_among_few() -> None:
    rows = scale.rows((2, 3))

    assert [row.name for row in rows] == [f"1,000 of {count} resources: {step}" for count in (2, 3) for step in scale.STEPS]
    assert all(row.beside == "1,000 of 2" and row.memory and row.median > 0 for row in rows)
    assert [row.goal for row in rows] == [None] * 5 + [Goal(times=1.5)] * 5
    assert [row.ratio for row in rows[:5]] == [1.0] * 5


def test_direct_mode_is_measured_beside_a_raw_loop(control_plane: ControlPlane, tmp_path: Path) -> None:
    rows = direct.rows(control_plane, count=2, times=1, folder=tmp_path)

    assert [row.name.rpartition(": ")[2] for row in rows] == [direct.RAW, direct.OURS]
    assert all(row.beside == direct.RAW and row.yardstick == rows[0].median and row.goal is None for row in rows)


def test_objects_are_measured_beside_a_raw_loop_and_kubectl(control_plane: ControlPlane) -> None:
    rows = objects.rows(control_plane, count=2, times=1)

    assert sorted(row.name for row in rows) == sorted(
        [f"2 ConfigMaps: {step}: {who}" for step in objects.GOALS for who in ("raw loop", "typekro")]
        + [f"2 ConfigMaps: {step}: kubectl" for step in ("create", "unchanged", "plan", "destroy")]
    )
    assert all(row.beside == "raw loop" and row.median > 0 and row.memory and row.goal is None for row in rows)


def test_events_are_measured_beside_a_second_watcher(control_plane: ControlPlane) -> None:
    rows = events.rows(control_plane, count=3, times=1)

    assert [row.name for row in rows] == [
        f"3 status events: {what}, {share}"
        for what in ("sent until a second watcher sees it", "sent until the result is there", "seen until the result is there")
        for share in ("p50", "p95")
    ]
    assert all(row.beside == "sent until a second watcher sees it, p50" and row.yardstick == rows[0].median for row in rows)
    assert 0 < rows[0].median < rows[2].median
    assert all(row.goal is None for row in rows)
