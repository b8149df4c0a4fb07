"""What befalls runs: they are killed, interrupted and overtaken, somebody else meddles, and the clock jumps."""

import asyncio
import contextvars
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

import attrs

from tests.simulation.checks import Checks
from tests.simulation.loop import SimulatedLoop
from tests.simulation.programs import Declared, Program
from tests.simulation.running import Operation, Running
from tests.simulation.schedule import Event, Interrupt, Jump, Kill, Outside, Second
from tests.simulation.surroundings import Surroundings
from tests.simulation.world import Thing


class Runs(Protocol):
    """Runs a program, until nothing of it is left."""

    def __call__(self, program: Program, operation: Operation, /) -> Coroutine[Any, Any, Running]: ...


@attrs.define(eq=False)
class Befalling:
    """Does to runs what a schedule says.

    Args:
        loop: where all happens.
        checks: look on, and know the disk.
        world: what exists.
        run: starts another run.
        outer: the context that is no process's.
        counts: what was tried.
        seconds: the runs that were started beside others.
    """

    loop: SimulatedLoop
    checks: Checks
    world: Surroundings
    run: Runs
    outer: contextvars.Context
    counts: Counter[str]
    seconds: list["asyncio.Task[None]"] = attrs.field(factory=list["asyncio.Task[None]"])

    def events(self, running: Running, task: "asyncio.Task[None]", events: Sequence[Event]) -> dict[int, Callable[[], None]]:
        """What happens to a run, by the boundary that it happens at."""
        found: dict[int, Callable[[], None]] = {}
        for event in events:
            match event:
                case Kill():
                    found[event.at] = lambda: self._kill(running)
                case Interrupt():
                    found[event.at] = lambda: self._interrupt(running, task)
                    if event.again:
                        found[event.again] = lambda: self._interrupt(running, task)
                case Second():
                    found[event.at] = self._seconding(running, event)
                case Outside():
                    found[event.at] = self._meddling(running, event)
                case Jump():
                    found[event.at] = self._jumping(event)
        return found

    def _kill(self, running: Running) -> None:
        self.counts[f"killed {running.process.where}"] += 1
        running.process.kill()

    def _interrupt(self, running: Running, task: "asyncio.Task[None]") -> None:
        running.interrupts += 1
        self.counts["interrupt" if running.interrupts == 1 else "second interrupt"] += 1
        self.checks.say(f"{running.process.name}: Ctrl-C")
        if running.interrupts == 1:
            self.loop.call_soon(task.cancel, context=self.outer)
        elif running.app is not None and running.app._engine is not None:
            self.loop.call_soon(running.app._stop, context=self.outer)

    def _seconding(self, running: Running, event: Second) -> Callable[[], None]:
        def begin() -> None:
            if event.breaks_lock:
                running.process.frozen = True
            self.seconds.append(self.loop.create_task(self._second(running, event), context=self.outer.copy()))

        return begin

    async def _second(self, running: Running, event: Second) -> None:
        if event.breaks_lock:
            await asyncio.sleep(0.1)
            if self.checks.disk.holder is running.process:
                self.counts["takeover"] += 1
                self.checks.say(f"{running.process.name} is stopped, and its lock is broken")
                self.checks.disk.unlock()
        else:
            self.counts["second run"] += 1
        await self.run(event.program, "up")
        self.loop.thaw(running.process)

    def _meddling(self, running: Running, event: Outside) -> Callable[[], None]:
        return lambda: self.outside(event, running.program, running)

    def _jumping(self, event: Jump) -> Callable[[], None]:
        return lambda: self.jump(event)

    def jump(self, event: Jump) -> None:
        """The clock on the wall jumps."""
        self.counts["clock jump"] += 1
        self.checks.disk.skew += event.seconds

    def outside(self, event: Outside, program: Program, running: Running | None) -> None:
        """Somebody else has a hand in it, while a run is under way or between runs."""
        there = [thing for thing in self.world.there() if thing.kind != "Blind" and thing.gone_at is None]
        free = [one for one in program.declared if one.kind == "Named" and not self.world.is_taken(one)]
        if event.deed == "occupy":
            if free:
                self._occupy(free[event.which % len(free)], running)
        elif there:
            self._meddle(event.deed, there[event.which % len(there)], running)

    def _occupy(self, one: Declared, running: Running | None) -> None:
        thing = self.world.occupied(one)
        self.counts["outside: occupy"] += 1
        self.checks.say(f"somebody makes {one.name} ({thing.uid})")
        if running is not None:
            running.disturbed.add(thing.uid)

    def _meddle(self, deed: str, thing: Thing, running: Running | None) -> None:
        self.counts[f"outside: {deed}"] += 1
        self.checks.say(f"somebody: {deed} {thing.uid}")
        if running is not None:
            running.disturbed.add(thing.uid)
        thing.touched = True
        if deed == "edit":
            self.world.edited(thing)
            return
        self.world.removed(thing)
        self.checks.gone_outside.add(thing.uid)
        if deed in {"recreate", "copy"} and thing.name:
            self.world.made_again(thing, label=thing.label if deed == "copy" else "")
