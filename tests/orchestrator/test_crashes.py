"""A run that is stopped dead at any boundary: the next one ends as if nothing had happened."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.orchestrator.crashing import STORIES

_AT_ONCE = 2


def test_the_next_run_ends_as_if_nothing_had_happened() -> None:
    names = [story.name for story in STORIES]
    # A process that dies needs no disk that is really written: one in memory is a lot faster, where there is one.
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        processes = [_playing(folder, names[part::_AT_ONCE]) for part in range(_AT_ONCE)]
        answers = [_answer(process) for process in processes]

    counts = {name: count for answer in answers for name, count in answer["counts"].items()}
    assert "\n\n".join(wrong for answer in answers for wrong in answer["wrong"]) == ""
    assert set(counts) == set(names)
    # A begin, a verb, an `applied` and a `ready` have two boundaries each: no story is cut short.
    assert counts["create"] >= 6 * 4 * 2
    assert counts["take down"] >= 6 * 3 * 2
    assert counts["replace"] >= 4 * 4 * 2


def _playing(folder: str, names: list[str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.orchestrator.crashing", folder, *names]
    # What dies cannot write down what it covered, and measuring makes it slow.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=Path(__file__).parents[2])


def _answer(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate()
    assert process.returncode == 0, err
    answer: dict[str, Any] = json.loads(out)
    return answer
