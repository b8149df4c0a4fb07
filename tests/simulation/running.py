"""A run, as far as whoever looks on knows it."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import attrs

from tests.simulation.bodies import Body, Declare
from tests.simulation.loop import Process
from tests.simulation.programs import Program
from tests.simulation.world import Verb
from typekro.orchestrator import App
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.state import Record

Operation = Literal["up", "plan", "destroy"]


@attrs.define(eq=False)
class Running:
    """A run, as far as whoever looks on knows it.

    Args:
        process: what it runs in.
        program: what it runs.
        operation: what it is called.
        declare: declares its resources.
        plan: what it may do.
        start: the records as it began.
        lineage: of the state as it began.
    """

    process: Process
    program: Program
    operation: Operation
    declare: Declare
    plan: Plan | None = None
    start: Mapping[str, Record] = attrs.field(factory=dict[str, Record])
    body: Body = attrs.field(init=False)
    app: App | None = None
    token: int = 0
    error: BaseException | None = None
    raised: bool = False
    interrupts: int = 0
    killed: bool = False
    disturbed: set[str] = attrs.field(factory=set[str])
    changed: list[tuple[Verb, str, str]] = attrs.field(factory=list[tuple[Verb, str, str]])
    asked: int = 0
    cuts: int = 0
    serial: int = 0
    late: Counter[str] = attrs.field(factory=Counter[str])

    def __attrs_post_init__(self) -> None:
        self.body = Body(self.program, self.declare)

    @property
    def failed_handles(self) -> bool:
        engine = None if self.app is None else self.app._engine
        return engine is not None and any(handle.error is not None for handle in engine.handles.values())


def uid_of(record: Record) -> str | None:
    """The UID of what a record is of, as far as it is recorded."""
    return None if record.output is None else str(record.output.get("footprint", record.output)["uid"])
