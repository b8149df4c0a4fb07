"""Schedules: what happens, in which order, as data that can be printed, shrunk and played again."""

import random
from typing import Literal

import attrs

from tests.simulation.authors import Author
from tests.simulation.programs import Program, Told
from tests.simulation.world import FaultKind

Deed = Literal["edit", "delete", "recreate", "copy", "occupy"]
_FAULTS: tuple[FaultKind, ...] = ("refused", "busy", "busy", "lost reply", "lost reply", "slow", "hang", "never ready", "stuck")
_DEEDS: tuple[Deed, ...] = ("edit", "delete", "recreate", "copy", "occupy")
_LATEST = 90


@attrs.frozen(repr=False)
class Fault(Told):
    """Something goes wrong with a request of a run.

    Args:
        at: which one, counted from 1.
        kind: what goes wrong.
    """

    at: int
    kind: FaultKind


@attrs.frozen(repr=False)
class Kill(Told):
    """A run is killed at a boundary."""

    at: int


@attrs.frozen(repr=False)
class Interrupt(Told):
    """Ctrl-C at a boundary, and a second one later; 0 where there is none."""

    at: int
    again: int = 0


@attrs.frozen(repr=False)
class Outside(Told):
    """Somebody else changes something, at a boundary of a run or between runs.

    Args:
        at: the boundary; 0 between runs.
        deed: what is done: `recreate` leaves another thing of the same name that is nobody's, `copy` one that says that it is ours, and
            `occupy` takes a name before we do.
        which: which of the things that are there, counted round and round.
    """

    at: int
    deed: Deed
    which: int


@attrs.frozen(repr=False)
class Second(Told):
    """Another run is started at a boundary of this one.

    Args:
        at: the boundary.
        program: what it runs.
        breaks_lock: this run is stopped first, and its lock is broken; it goes on when the other one has ended.
    """

    at: int
    program: Program
    breaks_lock: bool = False


@attrs.frozen(repr=False)
class Jump(Told):
    """The clock on the wall jumps.

    Args:
        at: the boundary; 0 between runs.
        seconds: how far, and to where.
    """

    at: int
    seconds: float


Event = Kill | Interrupt | Outside | Second | Jump


@attrs.frozen(repr=False)
class Up(Told):
    """A run.

    Args:
        program: what is run.
        planned: it is planned first, and the plan is carried out.
        meanwhile: what is run between the plan and the run that carries it out.
        events: what happens to it.
        faults: what goes wrong for it.
    """

    program: Program
    planned: bool = False
    meanwhile: Program | None = None
    events: tuple[Event, ...] = ()
    faults: tuple[Fault, ...] = ()


@attrs.frozen(repr=False)
class Plan(Told):
    """A plan that nobody carries out."""

    program: Program
    faults: tuple[Fault, ...] = ()


@attrs.frozen(repr=False)
class Destroy(Told):
    """All that is recorded is deleted."""

    events: tuple[Event, ...] = ()
    faults: tuple[Fault, ...] = ()


Step = Up | Plan | Destroy | Outside | Jump


@attrs.frozen(repr=False)
class Schedule(Told):
    """A story.

    Args:
        seed: draws how long things take, and what goes first.
        steps: what happens.
    """

    seed: int
    steps: tuple[Step, ...]


def drawn(seed: int) -> Schedule:
    """The schedule of a seed.

    Args:
        seed: any number.
    """
    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    return _Drawing(chance, Author(chance)).schedule(seed)


@attrs.define
class _Drawing:
    chance: random.Random
    author: Author

    def schedule(self, seed: int) -> Schedule:
        steps: list[Step] = [Up(self.author.next(), events=self._events(), faults=self._faults())]
        steps += [self._step() for _ in range(self.chance.choice((1, 2, 3, 4)))]
        return Schedule(seed, tuple(steps))

    def _step(self) -> Step:
        roll = self.chance.random()
        if roll < 0.62:
            return Up(self.author.next(), events=self._events(), faults=self._faults())
        if roll < 0.72:
            meanwhile = self.author.next() if self.chance.random() < 0.3 else None
            quiet = self.chance.random() < 0.6
            events, faults = ((), ()) if quiet else (self._events(), self._faults())
            return Up(self.author.next(), planned=True, meanwhile=meanwhile, events=events, faults=faults)
        if roll < 0.77:
            return Plan(self.author.next(), faults=self._faults())
        if roll < 0.83:
            return Destroy(events=self._events(), faults=self._faults())
        if roll < 0.96:
            return self._outside(0)
        return self._jump(0)

    def _outside(self, at: int) -> Outside:
        return Outside(at, self.chance.choice(_DEEDS), self.chance.randrange(20))

    def _jump(self, at: int) -> Jump:
        return Jump(at, self.chance.choice((-86_400.0, -3.0, 3_600.0, 86_400.0 * 400)))

    def _at(self) -> int:
        return self.chance.randrange(1, self.chance.choice((15, 40, _LATEST)))

    def _events(self) -> tuple[Event, ...]:
        events: list[Event] = []
        chance = self.chance
        if chance.random() < 0.35:
            events.append(Kill(self._at()))
        elif chance.random() < 0.2:
            at = self._at()
            events.append(Interrupt(at, at + chance.randrange(1, 12) if chance.random() < 0.5 else 0))
        elif chance.random() < 0.25:
            events.append(Second(self._at(), self.author.next(), breaks_lock=chance.random() < 0.5))
        if chance.random() < 0.15:
            events.append(self._outside(self._at()))
        if chance.random() < 0.05:
            events.append(self._jump(self._at()))
        return tuple(events)

    def _faults(self) -> tuple[Fault, ...]:
        if self.chance.random() < 0.55:
            return ()
        count = self.chance.choice((1, 1, 2, 3))
        places = sorted({self.chance.randrange(1, self.chance.choice((8, 30))) for _ in range(count)})
        return tuple(Fault(at, self.chance.choice(_FAULTS)) for at in places)
