"""The side of the tests that speaks to a runner of scripts."""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from tests.crashes.runner import Order

ROOT = Path(__file__).parents[2]


class Runner:
    """A process that has imported everything, and runs one script at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crashes.runner"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, order: Order) -> int:
        """Runs a script to its end; its exit code comes back."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(attrs.asdict(order)) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        assert self._answer() == "ready"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate()
