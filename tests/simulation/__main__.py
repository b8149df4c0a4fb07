"""`python -m tests.simulation --seeds 0:10000`: plays the schedules of many seeds, and tells what was tried and what broke."""

import argparse
import contextlib
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Literal

import attrs

from tests.simulation.cluster import play_on_cluster
from tests.simulation.invariants import ELSEWHERE, INVARIANTS
from tests.simulation.mutations import MUTATIONS, ON_CLUSTER, Mutation
from tests.simulation.play import Played, play
from tests.simulation.schedule import Schedule, drawn
from tests.simulation.shrinking import script, shrunk

_CHUNK = 50
Place = Literal["world", "cluster"]
PLACES: Mapping[Place, tuple[Callable[[Schedule], Played], Mapping[str, Mutation]]] = {
    "world": (play, MUTATIONS),
    "cluster": (play_on_cluster, ON_CLUSTER),
}
"""Where schedules are played, each with what can be switched off there."""


@attrs.define
class Tally:
    """What came of many schedules.

    Args:
        schedules: how many were played.
        seconds: of a processor.
        counts: what was tried and what happened.
        checked: how often each invariant was looked at.
        broken: the seeds of those that broke something: the number of the invariant, and how.
    """

    schedules: int = 0
    seconds: float = 0.0
    counts: Counter[str] = attrs.field(factory=Counter[str])
    checked: Counter[int] = attrs.field(factory=Counter[int])
    broken: dict[int, tuple[int, str]] = attrs.field(factory=dict[int, tuple[int, str]])

    def add(self, other: "Tally") -> None:
        self.schedules += other.schedules
        self.seconds += other.seconds
        self.counts += other.counts
        self.checked += other.checked
        self.broken |= other.broken


def played(seeds: Iterable[int], without: str | None = None, on: Place = "world") -> Tally:
    """Plays the schedules of some seeds.

    Args:
        seeds: the seeds.
        without: the safeguard that is switched off meanwhile.
        on: where they are played.
    """
    tally, began = Tally(), time.process_time()
    plays, mutations = PLACES[on]
    with mutations[without].off() if without is not None else contextlib.nullcontext():
        for seed in seeds:
            found = plays(drawn(seed))
            tally.schedules += 1
            tally.counts += found.counts
            tally.checked += found.checked
            if found.broken:
                tally.broken[seed] = found.broken[0]
    tally.seconds = time.process_time() - began
    return tally


def table(tally: Tally) -> str:
    """What was tried, in lines."""
    lines = [f"{tally.schedules} schedules, {tally.seconds:.0f} s of a processor", "", "tried and happened"]
    lines += [f"{tally.counts[name]:9}  {name}" for name in sorted(tally.counts) if tally.counts[name]]
    lines += ["", "invariants, and how often each was looked at"]
    lines += [f"{tally.checked[number]:9}  I{number} {what}" for number, what in INVARIANTS.items()]
    lines += [f"elsewhere  I{number} {where}" for number, where in ELSEWHERE.items()]
    return "\n".join(lines)


def _broken_again(number: int, without: str | None, on: Place, candidate: Schedule) -> bool:
    plays, mutations = PLACES[on]
    with mutations[without].off() if without is not None else contextlib.nullcontext():
        return number in {broken for broken, _ in plays(candidate).broken}


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", default="0:500", help="the first seed, and the one after the last: 0:10000")
    parser.add_argument("--seed", type=int, help="play this one, and print all that happens")
    parser.add_argument("--shrink", action="store_true", help="print the shortest script that breaks what the first broken seed breaks")
    parser.add_argument("--on", choices=sorted(PLACES), default="world", help="play in the made-up world, or on a local cluster")
    parser.add_argument("--without", choices=sorted({*MUTATIONS, *ON_CLUSTER}), help="switch this safeguard off")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes play")
    options = parser.parse_args(given)
    if options.without is not None and options.without not in PLACES[options.on][1]:
        parser.error(f"--on {options.on} has no safeguard {options.without}: it has {', '.join(sorted(PLACES[options.on][1]))}")
    return options


def main(given: Sequence[str] | None = None) -> int:
    """Plays, tells, and returns the exit code: 1 where something broke."""
    options = _arguments(given)
    first, last = (options.seed, options.seed + 1) if options.seed is not None else map(int, options.seeds.split(":"))
    chunks = [range(start, min(start + _CHUNK, last)) for start in range(first, last, _CHUNK)]
    tally = Tally()
    if options.seed is not None:
        found = PLACES[options.on][0](drawn(options.seed))
        print(*drawn(options.seed).steps, "", *found.log, "", sep="\n")
    with ProcessPoolExecutor(min(options.jobs, len(chunks))) as pool:
        for part in pool.map(played, chunks, [options.without] * len(chunks), [options.on] * len(chunks)):
            tally.add(part)
    print(table(tally))
    for seed, (number, how) in sorted(tally.broken.items()):
        print(f"\nseed {seed} breaks I{number}, {INVARIANTS[number]}: {how}")
    if options.shrink and tally.broken:
        seed, (number, _) = min(tally.broken.items())
        least = shrunk(drawn(seed), lambda candidate: _broken_again(number, options.without, options.on, candidate))
        print(f"\n{script(least, number)}")
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
