"""A figure: how long something takes, several times, beside a yardstick of the same run, and what it is to stay below."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

import attrs

from benchmarks.processes import Measured

_PRECISE = 4
_MEGABYTE = 1_000_000


@attrs.frozen
class Goal:
    """What a figure is to stay below.

    Args:
        seconds: how long it may take at most; None where that is not said.
        times: how often the yardstick may fit into it at most; None where that is not said.
        megabytes: the most memory that it may have; None where that is not said.

    Example:
        >>> print(Goal(seconds=0.3), "|", Goal(times=1.25), "|", Goal(0.2, megabytes=45))
        0.3 s | 1.25 x | 0.2 s, 45 MB
    """

    seconds: float | None = None
    times: float | None = None
    megabytes: float | None = None

    def __str__(self) -> str:
        told = ((self.seconds, "s"), (self.times, "x"), (self.megabytes, "MB"))
        return ", ".join(f"{figure:g} {unit}" for figure, unit in told if figure is not None)


@attrs.frozen
class Row:
    """How long something took.

    Args:
        name: what it was.
        seconds: how long, each time.
        yardstick: the median of what it is compared with, in seconds; from the same run.
        processor: for how long a processor was busy with it, each time; on a machine with other work this says more. Empty where that was
            not measured.
        beside: what it is compared with.
        goal: what it is to stay below; None where nothing is said.
        memory: the most bytes of memory that its process had, each time; empty where that was not measured.

    Example:
        >>> row = Row("all", (2.0, 1.0, 4.0), 0.5, goal=Goal(times=5))
        >>> row.median, row.spread, row.ratio, row.met
        (2.0, 3.0, 4.0, True)
    """

    name: str
    seconds: tuple[float, ...]
    yardstick: float
    processor: tuple[float, ...] = ()
    beside: str = ""
    goal: Goal | None = None
    memory: tuple[int, ...] = ()

    @classmethod
    def of(cls, name: str, took: Sequence[Measured], yardstick: Sequence[Measured], beside: str, goal: Goal | None = None) -> Self:
        """The row of processes, beside those of a yardstick.

        Args:
            name: what they did.
            took: what they took.
            yardstick: what the others took.
            beside: what the others did.
            goal: what the processes are to stay below.
        """
        return cls(
            name,
            tuple(each.seconds for each in took),
            statistics.median(each.seconds for each in yardstick),
            tuple(each.processor for each in took),
            beside,
            goal,
            tuple(each.memory for each in took),
        )

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """The longest less the shortest, in seconds."""
        return max(self.seconds) - min(self.seconds)

    @property
    def ratio(self) -> float:
        """How often the yardstick fits into the median."""
        return self.median / self.yardstick

    @property
    def busy(self) -> float | None:
        """The median of the processor's time, in seconds."""
        return statistics.median(self.processor) if self.processor else None

    @property
    def megabytes(self) -> float | None:
        """The most memory that any of them had, in megabytes."""
        return max(self.memory) / _MEGABYTE if self.memory else None

    @property
    def met(self) -> bool | None:
        """Whether it stays below its goal; None where it has none."""
        if self.goal is None:
            return None
        most = ((self.median, self.goal.seconds), (self.ratio, self.goal.times), (self.megabytes, self.goal.megabytes))
        return all(bound is None or (figure is not None and figure < bound) for figure, bound in most)

    def to_json(self) -> dict[str, Any]:
        """It as JSON, times in seconds and memory in megabytes."""
        figures = {
            "median": self.median,
            "spread": self.spread,
            "processor": self.busy,
            "memory": self.megabytes,
            "yardstick": self.yardstick,
            "times": self.ratio,
        }
        goal = None if self.goal is None else {**attrs.asdict(self.goal), "met": self.met}
        rounded = {name: None if figure is None else round(figure, _PRECISE) for name, figure in figures.items()}
        return {
            "work": self.name,
            "unit": "s",
            **rounded,
            "runs": [round(one, _PRECISE) for one in self.seconds],
            "beside": self.beside,
            "goal": goal,
        }


def table(rows: Sequence[Row]) -> str:
    """Figures as a table.

    Args:
        rows: the figures.

    Example:
        >>> print(table([Row("all", (2.0, 1.0, 4.0), 0.5, beside="one", goal=Goal(seconds=3), memory=(50_000_000,))]))
        what  median s  spread s  processor s  MB  yardstick s  times  yardstick  goal
        all      2.000     3.000               50        0.500   4.00  one        3 s: met
    """
    head = ("what", "median s", "spread s", "processor s", "MB", "yardstick s", "times", "yardstick", "goal")
    lines = [head, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    texts = {0, len(head) - 2, len(head) - 1}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in texts else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    times = tuple("" if figure is None else f"{figure:.3f}" for figure in (row.median, row.spread, row.busy))
    memory = "" if row.megabytes is None else f"{row.megabytes:.0f}"
    goal = "" if row.goal is None else f"{row.goal}: {'met' if row.met else 'missed'}"
    return (row.name, *times, memory, f"{row.yardstick:.3f}", f"{row.ratio:.2f}", row.beside, goal)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of some work: on the clock, and of the processor."""
    began, before = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - before
