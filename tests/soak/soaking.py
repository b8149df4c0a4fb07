"""A soak: what changes, what is killed, and what has to be true whenever a run comes to its end."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import attrs

from typekro.orchestrator.state.rows import RUNS_KEPT

PROGRAM = Path(__file__).with_name("program.py")
ROOT = Path(__file__).parents[2]
BETWEEN = 5
"""So many runs are killed, and then one is not."""
_MOST = 60
_CHANGES = 12


@attrs.frozen
class Point:
    """What the state comes to where a run came to its end.

    Args:
        runs: how many runs there were until then.
        size: the bytes of all files of the state.
        entries: the lines of its journal.
        records: its records.
    """

    runs: int
    size: int
    entries: int
    records: int


@attrs.define
class Soak:
    """Runs of changing programs in one folder.

    Args:
        folder: where they are; empty at first.
        chance: decides what changes, and when a run is killed.
    """

    folder: Path
    chance: random.Random
    wanted: dict[str, str] = attrs.field(factory=dict[str, str])
    points: list[Point] = attrs.field(factory=list[Point])
    runs: int = 0
    killed: int = 0
    seconds: float = 0.1

    def run(self, runs: int) -> None:
        """Goes on for so many runs that may be killed, and ends with nothing declared.

        Raises:
            AssertionError: a run that was left alone did not make all as it should be, or the second one after it wrote something.
        """
        for name in ("files", "state"):
            (self.folder / name).mkdir()
        self._change()
        self._converges()
        for number in range(runs):
            self._change()
            self._killed()
            if number % BETWEEN == BETWEEN - 1 or number == runs - 1:
                self._converges()
        self.wanted.clear()
        self._converges()

    def _change(self) -> None:
        """Some files come, some go, some change, and some depend on another one by now."""
        for _ in range(self.chance.randint(1, _CHANGES)):
            if self.wanted and self.chance.random() < len(self.wanted) / _MOST:
                del self.wanted[self.chance.choice(list(self.wanted))]
            else:
                word = self.chance.choice(["after", "alone"])
                self.wanted[f"file-{self.chance.randrange(2 * _MOST)}"] = f"{word} {self.chance.randrange(1000)}"

    def _start(self) -> "subprocess.Popen[str]":
        self.runs += 1
        (self.folder / "wanted.json").write_text(json.dumps(self.wanted), "utf-8")
        command = [sys.executable, str(PROGRAM), str(self.folder)]
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        if process.stdout.readline() != "entered\n":
            raise AssertionError(process.communicate()[1])
        return process

    def _killed(self) -> None:
        """Kills a run at some moment between where its state is open and where it ends; one that was faster has come to its end."""
        process = self._start()
        time.sleep(self.chance.uniform(0, self.seconds))
        process.send_signal(signal.SIGKILL)
        errors = process.communicate()[1]
        assert process.returncode in {0, -signal.SIGKILL}, errors
        self.killed += process.returncode != 0

    def _converges(self) -> None:
        process = self._start()
        began = time.monotonic()
        said = process.communicate()
        self.seconds = time.monotonic() - began
        assert process.returncode == 0, said[1]
        assert self._files() == self.wanted
        said = self._start().communicate()
        assert said[0].strip().endswith("(nothing was written)"), said
        self.points.append(self._point())
        assert self.points[-1].records == len(self.wanted)

    def _files(self) -> dict[str, str]:
        return {path.name: path.read_text("utf-8") for path in (self.folder / "files").iterdir()}

    def _point(self) -> Point:
        files = list((self.folder / "state").iterdir())
        with closing(sqlite3.connect(self.folder / "state" / "soak.sqlite")) as database:
            entries = database.execute("SELECT count(*) FROM journal").fetchone()[0]
            records = database.execute("SELECT count(*) FROM resource").fetchone()[0]
            tokens = database.execute("SELECT count(DISTINCT token) FROM journal WHERE id NOT IN (SELECT id FROM resource)").fetchone()[0]
        assert tokens <= RUNS_KEPT  # of what is there no more, no run is remembered for longer
        return Point(self.runs, sum(path.stat().st_size for path in files), entries, records)


def _environment() -> dict[str, str]:
    """What dies cannot write down what it covered."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {**kept, "PYTHONPATH": str(ROOT)}
