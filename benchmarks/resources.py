"""What the engine costs by itself: `python -m benchmarks.resources [COUNT]`: resources that are nothing outside, every step on the disk."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.figures import Goal, Row, table
from benchmarks.processes import Measured, Runner

COUNTS: Final = (1, 1_000, 10_000)
CREATE, AGAIN, DESTROY = "create", "unchanged", "destroy"
GOALS: Final[Mapping[tuple[int, str], Goal]] = {
    (1, CREATE): Goal(seconds=0.2, megabytes=45),
    (1_000, CREATE): Goal(seconds=0.7),
    (1_000, AGAIN): Goal(seconds=0.25),
    (1_000, DESTROY): Goal(seconds=0.5),
    (10_000, CREATE): Goal(seconds=4, megabytes=150),
    (10_000, AGAIN): Goal(seconds=0.9, megabytes=150),
    (10_000, DESTROY): Goal(seconds=3, megabytes=150),
}
"""What a process is to stay below, from its start to its end."""
_BARE: Final = {CREATE: "create", AGAIN: "read", DESTROY: "delete"}
_BESIDE: Final = "the same rows by SQLite alone"


def rows(counts: Sequence[int] = COUNTS, times: int = 5) -> list[Row]:
    """How long an app takes to create resources, to find them unchanged, and to delete them; each step in a process of its own.

    Args:
        counts: how many resources, one number after the other.
        times: how often each is run; it takes turns with its yardstick.
    """
    found: list[Row] = []
    for count in counts:
        ours, bare = _turns(count, times)
        for step in _BARE:
            name = f"{count:,} in-memory resource{'' if count == 1 else 's'}: {step}"
            found.append(Row.of(name, ours[step], bare[step], _BESIDE, GOALS.get((count, step))))
    return found


def _turns(count: int, times: int) -> tuple[dict[str, list[Measured]], dict[str, list[Measured]]]:
    ours, bare = defaultdict[str, list[Measured]](list), defaultdict[str, list[Measured]](list)
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(Path(folder))
        runner.program("resources", "warm.sqlite", "1")  # what it compiles is no part of a figure
        for turn in range(times):
            state, target = f"state-{turn}.sqlite", f"bare-{turn}.sqlite"
            for step, bare_step in _BARE.items():
                ours[step].append(runner.program("resources", state, "0" if step == DESTROY else str(count)))
                bare[step].append(runner.program("bare_rows", state, target, bare_step))
    return ours, bare


if __name__ == "__main__":
    sys.stdout.write(f"{table(rows([int(sys.argv[1])] if len(sys.argv) > 1 else COUNTS))}\n")
