"""What graphs cost, as whole processes: `python -m benchmarks.graphs [COUNT]`."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.figures import Goal, Row, table
from benchmarks.processes import Measured, Runner

COUNT: Final = 1_000
ONE_GOAL: Final = Goal(seconds=0.15, megabytes=40)
GOAL: Final = Goal(seconds=0.5)
"""Of so many graphs."""
_BESIDE: Final = "empty process"


def rows(count: int = COUNT, times: int = 5) -> list[Row]:
    """How long a process takes that renders one graph, and one that makes many.

    Args:
        count: the number of graphs.
        times: how often each is run; they take turns.
    """
    works = {
        "import typekro and render one graph to YAML": (("1", "yaml"), ONE_GOAL),
        f"{count:,} graphs of two nodes": ((str(count),), GOAL if count == COUNT else None),
    }
    empty, took = list[Measured](), {name: list[Measured]() for name in works}
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(Path(folder))
        runner.program("graphs", "1", "yaml")  # what it compiles is no part of a figure
        for _ in range(times):
            empty.append(runner.python("-c", ""))
            for name, (arguments, _goal) in works.items():
                took[name].append(runner.program("graphs", *arguments))
    return [Row.of(name, took[name], empty, _BESIDE, goal) for name, (_, goal) in works.items()]


if __name__ == "__main__":
    sys.stdout.write(f"{table(rows(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))}\n")
