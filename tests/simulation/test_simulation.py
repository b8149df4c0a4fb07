"""The engine against a world with faults: seeded schedules under virtual time, and what shows that they would notice."""

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from tests.simulation.__main__ import played, table
from tests.simulation.invariants import INVARIANTS
from tests.simulation.mutations import MUTATIONS
from tests.simulation.play import play
from tests.simulation.programs import Declared, Program
from tests.simulation.schedule import Fault, Jump, Kill, Schedule, Up, drawn
from tests.simulation.shrinking import script, shrunk

SCHEDULES = 500
_FIRST_TO_BREAK = 150


def simulate(*arguments: str, hash_seed: str = "0") -> "subprocess.CompletedProcess[str]":
    # Measuring what is covered would make it several times slower; other tests cover the same lines.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")} | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-W", "error", "-m", "tests.simulation", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=Path(__file__).parents[2])


def test_no_schedule_breaks_an_invariant() -> None:
    done = simulate("--seeds", f"0:{SCHEDULES}", "--jobs", "1")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.startswith(f"{SCHEDULES} schedules")


def test_what_was_tried_is_told_and_every_invariant_was_looked_at() -> None:
    tally = played(range(_FIRST_TO_BREAK))

    assert tally.broken == {}
    assert [number for number in INVARIANTS if not tally.checked[number]] == []
    told = table(tally).splitlines()
    assert f"{tally.checked[7]:9}  I7 no change without a durable record of it" in told
    assert "elsewhere  I21 tests/orchestrator/state/test_database.py: an older file is migrated, a newer one left alone" in told
    wanted = {"killed in a commit", "killed after a request", "takeover", "locked out", "second interrupt", "outside: copy", "fault: hang"}
    assert wanted - tally.counts.keys() == set()


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_engine_without_a_safeguard_is_noticed(name: str) -> None:
    mutation = MUTATIONS[name]
    with mutation.off():
        plays = (play(drawn(seed)).broken for seed in range(_FIRST_TO_BREAK))
        named = next((number for broken in plays for number, _ in broken if number in mutation.breaks), None)

    assert named is not None


def test_the_same_seed_tells_the_same_story_in_another_process() -> None:
    first, second = (simulate("--seed", "88", "--jobs", "1", hash_seed=seed) for seed in ("1", "2"))

    assert [line for line in first.stdout.splitlines() if "of a processor" not in line] == [
        line for line in second.stdout.splitlines() if "of a processor" not in line
    ]
    assert "killed at boundary" in first.stdout
    assert "its lock is broken" in first.stdout


def test_a_schedule_that_breaks_something_is_shrunk_to_what_it_takes() -> None:
    need, dependent = Declared(origin=1, id="r1", kind="Found"), Declared(origin=2, id="r2", kind="Found", text="two", needs=(1,))
    beside = Declared(origin=3, id="r3", kind="Blind", tries=3)
    program = Program(declared=(need, dependent, beside), awaits=(1,), refresh=False)
    first = Up(program=program, events=(Kill(at=60),), faults=(Fault(at=9, kind="slow"),))
    whole = Schedule(0, (first, Jump(at=0, seconds=-3.0), Up(program=Program())))

    def breaks(candidate: Schedule) -> bool:
        with MUTATIONS["order"].off():
            return 6 in {number for number, _ in play(candidate).broken}

    least = shrunk(whole, breaks)

    assert breaks(least)
    assert script(least, 6).splitlines() == [
        "def test_regression() -> None:  # broke I6",
        "    plays_well(",
        "        0,",
        f"        {Up(program=Program(declared=(need, attrs.evolve(dependent, text='one'))), faults=first.faults)!r},",
        "    )",
    ]


def test_a_schedule_is_printed_as_the_python_that_makes_it() -> None:
    schedule = drawn(3)

    names = {name: value for module in ("programs", "schedule") for name, value in vars(sys.modules[f"tests.simulation.{module}"]).items()}
    assert eval(repr(schedule), names) == schedule  # noqa: S307 - it is what was just printed
    assert repr(Up(drawn(3).steps[0].program, events=(Kill(4),))).endswith("events=(Kill(at=4),))")  # type: ignore[union-attr]
