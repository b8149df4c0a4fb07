"""Plays a schedule: processes that run programs against the world, and what befalls them; then quiet, in which all must come right."""

import asyncio
import contextvars
import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from tests.simulation.befalling import Befalling
from tests.simulation.checks import Checks
from tests.simulation.disk import APP, STAGE, Disk, SimulatedStore
from tests.simulation.loop import CURRENT, HangError, Process, SimulatedLoop, simulate
from tests.simulation.programs import Declared, Program
from tests.simulation.running import Operation, Running
from tests.simulation.schedule import Destroy, Event, Fault, Jump, Outside, Plan, Schedule, Up
from tests.simulation.surroundings import Surroundings
from tests.simulation.world import World
from typekro.errors import LockedError, RefusedError
from typekro.orchestrator import App, Report
from typekro.orchestrator.keys import KeySource
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.limits import Pace
from typekro.orchestrator.plan import Plan as MadePlan
from typekro.orchestrator.redacting import apart

_PATIENCE = 20_000.0
_KEY = KeySource(method="passphrase", material=b"a passphrase", told="the passphrase", cost=1)


@attrs.frozen
class Played:
    """What came of a schedule.

    Args:
        broken: what did not hold: the number of the invariant, and how.
        log: all that happened, line by line.
        checked: how often each invariant was looked at.
        counts: what was tried and what happened.
    """

    broken: tuple[tuple[int, str], ...]
    log: tuple[str, ...]
    checked: Counter[int]
    counts: Counter[str]


Makes = Callable[[random.Random, Checks], Surroundings]
"""Makes what a schedule is played in, of what draws and who looks on."""


def play(schedule: Schedule, within: Makes = World) -> Played:
    """Plays a schedule.

    Args:
        schedule: what happens.
        within: makes what it is played in: the made-up world by default.
    """
    with apart():
        return simulate(schedule.seed, lambda loop: _Player.of(loop, schedule, within).play())


@attrs.define(eq=False)
class _Player:
    loop: SimulatedLoop
    schedule: Schedule
    disk: Disk
    checks: Checks
    world: Surroundings
    chance: random.Random
    outer: contextvars.Context = attrs.field(factory=contextvars.copy_context)
    counts: Counter[str] = attrs.field(factory=Counter[str])
    declared: dict[str, Declared] = attrs.field(factory=dict[str, Declared])
    program: Program = attrs.field(factory=Program)
    befalling: Befalling = attrs.field(init=False)
    _runs: int = 0

    def __attrs_post_init__(self) -> None:
        self.befalling = Befalling(self.loop, self.checks, self.world, self.run, self.outer, self.counts)

    @classmethod
    def of(cls, loop: SimulatedLoop, schedule: Schedule, within: Makes) -> "_Player":
        chance = random.Random(schedule.seed)  # noqa: S311 - to be the same each time
        disk = Disk()
        checks = Checks(disk)
        checks.world = world = within(chance, checks)
        return cls(loop, schedule, disk, checks, world, chance)

    async def play(self) -> Played:
        async with self.world.working():
            return await self._played()

    async def _played(self) -> Played:
        for number, step in enumerate(self.schedule.steps):
            if self.checks.broken:
                break
            await self._step(number, step)
        if not self.checks.broken:
            await self._quiet()
        self.checks.secrets({one.password for one in self.declared.values() if one.password})
        for text in self.loop.unhandled:
            self.checks.breaks(0, text)
        self.counts.update({f"done: {verb}": count for verb, count in self.checks.done_by_verb.items()})
        self.counts.update(f"fault: {kind}" for kind in self.world.hit)
        self.counts["late"] += self.checks.late
        return Played(tuple(self.checks.broken), tuple(self.checks.log), self.checks.checked, self.counts)

    async def _step(self, number: int, step: Any) -> None:
        match step:
            case Up():
                await self._up(step)
            case Plan():
                await self.run(step.program, "plan", faults=step.faults)
            case Destroy():
                await self.run(Program(), "destroy", events=step.events, faults=step.faults)
            case Outside():
                after = next((later.program for later in self.schedule.steps[number:] if isinstance(later, Up)), self.program)
                self.befalling.outside(step, after, None)
            case Jump():
                self.befalling.jump(step)
            case _:
                raise TypeError(step)

    async def _up(self, step: Up) -> None:
        if not step.planned:
            await self.run(step.program, "up", events=step.events, faults=step.faults)
            return
        made: list[MadePlan] = []
        await self.run(step.program, "plan", plans=made)
        serial = self.disk.identity
        if step.meanwhile is not None:
            await self.run(step.meanwhile, "up")
        if not made or made[0].ended_by is not None or made[0].failed:
            return
        ran = await self.run(step.program, "up", plan=made[0], events=step.events, faults=step.faults)
        if step.events or step.faults or ran.killed or isinstance(ran.error, LockedError):
            return
        if step.meanwhile is not None and self.plan_serial(serial) != ran.serial:
            refused = isinstance(ran.error, RefusedError) and not ran.asked
            self.checks.hold(14, refused, f"a stale plan was carried out: {ran.error!r}")
        elif step.meanwhile is None and isinstance(ran.error, RefusedError):
            whole = "is not in the plan" not in str(ran.error)
            self.checks.hold(14, whole, f"nothing came between, and the plan was not whole: {ran.error}")

    def plan_serial(self, before: tuple[str, int] | None) -> int:
        """The serial that a plan was made of."""
        return 0 if before is None else before[1]

    # One run.

    async def run(
        self,
        program: Program,
        operation: Operation,
        *,
        events: Sequence[Event] = (),
        faults: Sequence[Fault] = (),
        plan: MadePlan | None = None,
        plans: list[MadePlan] | None = None,
    ) -> Running:
        """A whole run, until nothing of it is left."""
        self._runs += 1
        process = Process(f"{operation} {self._runs}", random.Random(self.schedule.seed * 1000 + self._runs))  # noqa: S311 - the same each time
        running = Running(process, program, operation, self.world.declare, plan, self.disk.records())
        running.serial = 0 if self.disk.identity is None else self.disk.identity[1]
        self.checks.begins(running)
        self.declared |= program.by_key()
        self.program = program if operation == "up" else self.program
        self.counts[operation] += 1
        self.world.faults |= {(process.name, fault.at): fault.kind for fault in faults}
        inner = self.outer.copy()
        inner.run(CURRENT.set, process)
        work = self._main(running, [] if plans is None else plans)
        task = self.loop.create_task(work, context=inner)
        process.events |= self.befalling.events(running, task, events)
        await self._over(process, task)
        self._after(running, task)
        await self._others()
        return running

    async def _over(self, process: Process, task: "asyncio.Task[None]") -> None:
        dead = self.loop.create_task(process.died.wait())
        await asyncio.wait([task, dead], timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        dead.cancel()
        if not task.done() and process.alive:
            self.checks.breaks(0, f"{process.name} hangs")
            process.kill()
        if not process.alive:
            self.checks.say(f"{process.name}: killed at boundary {process.boundaries}")
        try:
            await process.buried()
        except HangError as error:
            self.checks.breaks(0, str(error))

    def _after(self, running: Running, task: "asyncio.Task[None]") -> None:
        running.killed = not running.process.alive
        if not running.killed:
            running.error = asyncio.CancelledError() if task.cancelled() else task.exception()
            self.checks.say(f"{running.process.name}: ended: {_line(running.error)}")
        if isinstance(running.error, LockedError):
            self.counts["locked out"] += 1
            self.checks.hold(10, running.process.name in self.disk.refused, "locked out by nobody")
        if not self.seconds_open or running.operation != "plan":
            self.checks.ended(running)

    @property
    def seconds_open(self) -> bool:
        return any(not task.done() for task in self.befalling.seconds)

    async def _others(self) -> None:
        current = asyncio.current_task()
        for task in [task for task in self.befalling.seconds if task is not current]:
            await task

    async def _main(self, running: Running, plans: list[MadePlan]) -> None:
        launch = Launch(operation=running.operation, plan=running.plan)
        begin_launch(launch)
        store = SimulatedStore(self.disk, only_read=running.operation == "plan")
        app = running.app = App(
            APP,
            STAGE,
            store,
            providers=self.world.providers(),
            refresh=running.program.refresh,
            report=Report(lambda line: self._tell(running, line), clock=self.loop.time),
            protect=running.program.protect if running.operation == "up" else None,
            key=_KEY,
            operation=running.operation,
            pace=Pace(chance=running.process.chance.random),
        )
        async with app:
            running.token = 0 if store._lease is None else store._lease.token
            try:
                if running.operation != "destroy":
                    await running.body.run()
            except Exception:
                running.raised = True
                raise
            if running.program.finalizes:
                await self._finalized(running, app)
        plans += launch.plans

    async def _finalized(self, running: Running, app: App) -> None:
        await app.finalize()
        before = (running.asked, self.disk.identity)
        await app.finalize()
        self.checks.hold(24, before == (running.asked, self.disk.identity), "it was finalized twice, and did something")

    def _tell(self, running: Running, line: str) -> None:
        if running.process.alive and " state " not in line:
            self.checks.say(f"{running.process.name} | {line}")

    # Quiet.

    async def _quiet(self) -> None:
        """Nothing goes wrong any more, and nobody meddles: what is declared comes to be, stays, and goes."""
        self.checks.say("quiet")
        self.world.heal()
        self._make_way()
        program = self._peaceful()
        first = await self.run(program, "up")
        self.checks.hold(1, first.error is None, f"the next run does not succeed: {first.error!r}")
        if first.error is not None:
            return
        again = await self.run(program, "up")
        self.checks.hold(1, again.error is None, f"the run after that does not succeed: {again.error!r}")
        self.checks.hold(1, not again.changed, f"the run after that writes: {again.changed}")
        gone = await self.run(Program(), "destroy")
        self.checks.hold(12, gone.error is None, f"it cannot be destroyed: {gone.error!r}")

    def _make_way(self) -> None:
        """Whatever somebody else put under our names goes, where the program does not adopt it."""
        adopting = {one.name for one in self.program.declared if one.adopt}
        for thing in self.world.there():
            if thing.name and thing.origin == "outside" and not thing.adopted and thing.name not in adopting:
                self.world.removed(thing)
                self.checks.gone_outside.add(thing.uid)

    def _peaceful(self) -> Program:
        """The last program, to its end and without protection; what was protected, and is no longer declared, is declared once more."""
        records = self.disk.records()
        declared = [attrs.evolve(one, protect=False, limit=None) for one in self.program.declared]
        taken_over = {next((key for key in (one.key, *one.was) if key in records), one.key) for one in declared}
        apart: dict[str, Any] = {"protect": False, "limit": None, "needs": (), "after": (), "quotes": False, "was": ()}
        for record in records.values():
            one = self.declared.get(record.id)
            if record.protected and record.id not in taken_over and one is not None:
                declared = [attrs.evolve(other, was=tuple(key for key in other.was if key != record.id)) for other in declared]
                taken = {other.origin for other in declared}
                declared.append(attrs.evolve(one, origin=-len(declared) if one.origin in taken else one.origin, **apart))
        return Program(tuple(declared), protect=False)


def _line(error: BaseException | None) -> str:
    if error is None:
        return "well"
    what = type(error).__name__
    return what if isinstance(error, LockedError) else f"{what}: {(str(error) or '-').splitlines()[0]}"  # whose process differs
