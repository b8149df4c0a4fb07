"""`python -m benchmarks.scale [COUNT...]`: whether the cost of each resource stays the same as they become more.

Resources that are nothing outside are created, found unchanged and deleted, each step on the disk and in a process of its own; meanwhile
`typekro status` and `typekro state list` tell of them. The times are the processor's, for a thousand of them, and stand beside those of the
smallest number: how long the disk and the others on the machine take says nothing of how the cost grows.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from benchmarks.figures import Goal, Row, table
from benchmarks.processes import Measured, Runner

COUNTS: Final = (10_000, 100_000)
GOAL: Final = Goal(times=1.5)
"""Of a thousand resources among the most, beside a thousand among the fewest."""
_THOUSAND: Final = 1_000
STEPS: Final[Mapping[str, Callable[[Runner, str, int], Measured]]] = {
    "create": lambda runner, state, count: runner.program("resources", state, str(count)),
    "unchanged": lambda runner, state, count: runner.program("resources", state, str(count)),
    "status": lambda runner, state, _: runner.python("-m", "typekro", "status", "--state", state),
    "state list": lambda runner, state, _: runner.python("-m", "typekro", "state", "list", "--state", state),
    "destroy": lambda runner, state, _: runner.program("resources", state, "0"),
}
"""What is done, in this order."""


def rows(counts: Sequence[int] = COUNTS, goal: Goal = GOAL) -> list[Row]:
    """How long a thousand resources take among so many, and the memory of all.

    Args:
        counts: how many resources there are, the fewest first.
        goal: what a thousand among more are to stay below, beside a thousand among the fewest.
    """
    found: dict[tuple[str, int], Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(Path(folder))
        runner.program("resources", "warm.sqlite", "1")  # what it compiles is no part of a figure
        runner.python("-m", "typekro", "state", "list", "--state", "warm.sqlite")
        for count in counts:
            for step, run in STEPS.items():
                found[step, count] = _of_a_thousand(run(runner, f"{count}.sqlite", count), count)
    fewest = counts[0]
    return [
        Row.of(
            f"1,000 of {count:,} resources: {step}",
            [measured],
            [found[step, fewest]],
            f"1,000 of {fewest:,}",
            goal if count != fewest else None,
        )
        for (step, count), measured in found.items()
    ]


def _of_a_thousand(measured: Measured, count: int) -> Measured:
    share = measured.processor * _THOUSAND / count
    return attrs.evolve(measured, seconds=share, processor=share)


if __name__ == "__main__":
    sys.stdout.write(f"{table(rows([int(count) for count in sys.argv[1:]] or COUNTS))}\n")
