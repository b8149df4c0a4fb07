"""From a schedule that breaks something to the shortest one that does, and that as Python to keep."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from tests.simulation.programs import Declared, Program
from tests.simulation.schedule import Destroy, Event, Schedule, Second, Step, Up
from tests.simulation.schedule import Plan as PlanStep

_MOST = 1_500


def shrunk(schedule: Schedule, breaks: Callable[[Schedule], object]) -> Schedule:
    """The shortest schedule that is found to break the same.

    Args:
        schedule: one that does.
        breaks: whether one does.
    """
    tries, smaller = 0, True
    while smaller and tries < _MOST:
        smaller = False
        for candidate in _smaller(schedule):
            if candidate == schedule:
                continue
            tries += 1
            if breaks(candidate):
                schedule, smaller = candidate, True
                break
    return schedule


def script(schedule: Schedule, number: int) -> str:
    """A test that plays it.

    Args:
        schedule: the schedule.
        number: the invariant that it broke.
    """
    steps = "".join(f"        {step!r},\n" for step in schedule.steps)
    return f"def test_regression() -> None:  # broke I{number}\n    plays_well(\n        {schedule.seed},\n{steps}    )\n"


def _smaller(schedule: Schedule) -> Iterator[Schedule]:
    steps = schedule.steps
    for number in reversed(range(len(steps))):
        yield attrs.evolve(schedule, steps=(*steps[:number], *steps[number + 1 :]))
    origins = sorted({one.origin for program in _programs(schedule) for one in program.declared})
    for origin in origins:
        yield _with_programs(schedule, lambda program, gone=origin: _without(program, gone))  # type: ignore[misc]
    for number, step in enumerate(steps):
        for simpler in _simpler_steps(step):
            yield attrs.evolve(schedule, steps=(*steps[:number], simpler, *steps[number + 1 :]))
    for origin in origins:
        for field in attrs.fields(Declared):
            if field.default is not attrs.NOTHING and field.name not in {"name", "was"}:
                simple = {field.name: field.default}
                yield _with_programs(schedule, lambda program, one=origin, to=simple: _changed(program, one, to))  # type: ignore[misc]


def _simpler_steps(step: Step) -> Iterator[Step]:
    if isinstance(step, Up | Destroy):
        for number in range(len(step.events)):
            yield attrs.evolve(step, events=(*step.events[:number], *step.events[number + 1 :]))
    if isinstance(step, Up | Destroy | PlanStep):
        for number in range(len(step.faults)):
            yield attrs.evolve(step, faults=(*step.faults[:number], *step.faults[number + 1 :]))
    if isinstance(step, Up):
        yield from (attrs.evolve(step, **change) for change in ({"planned": False, "meanwhile": None}, {"meanwhile": None}))
        yield from (attrs.evolve(step, program=program) for program in _simpler_programs(step.program))


def _simpler_programs(program: Program) -> Iterator[Program]:
    for field in attrs.fields(Program):
        if field.name != "declared":
            simple: dict[str, Any] = {field.name: field.default}
            yield attrs.evolve(program, **simple)
    for one in program.declared:
        yield _without(program, one.origin)


def _programs(schedule: Schedule) -> Iterator[Program]:
    found: list[Program] = []

    def seen(program: Program) -> Program:
        found.append(program)
        return program

    _with_programs(schedule, seen)
    yield from found


def _with_programs(schedule: Schedule, change: Callable[[Program], Program]) -> Schedule:
    def event(one: Event) -> Event:
        return attrs.evolve(one, program=change(one.program)) if isinstance(one, Second) else one

    def step(one: Step) -> Step:
        changes: dict[str, Any] = {}
        if isinstance(one, Up | PlanStep):
            changes["program"] = change(one.program)
        if isinstance(one, Up) and one.meanwhile is not None:
            changes["meanwhile"] = change(one.meanwhile)
        if isinstance(one, Up | Destroy):
            changes["events"] = tuple(map(event, one.events))
        return attrs.evolve(one, **changes)

    return attrs.evolve(schedule, steps=tuple(map(step, schedule.steps)))


def _without(program: Program, origin: int) -> Program:
    def apart(one: Declared) -> Declared:
        needs, after = (tuple(each for each in some if each != origin) for some in (one.needs, one.after))
        return attrs.evolve(one, needs=needs, after=after, quotes=one.quotes and bool(needs))

    kept = tuple(apart(one) for one in program.declared if one.origin != origin)
    return attrs.evolve(program, declared=kept, awaits=tuple(each for each in program.awaits if each != origin))


def _changed(program: Program, origin: int, change: dict[str, Any]) -> Program:
    return attrs.evolve(program, declared=tuple(attrs.evolve(one, **change) if one.origin == origin else one for one in program.declared))
