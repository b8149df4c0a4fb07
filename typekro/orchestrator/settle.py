"""One declared resource, from its declaration to its output: what has to be done is decided from its record and what is there."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from typekro.errors import BlockedError, compose
from typekro.orchestrator.codec import as_recorded
from typekro.orchestrator.context import Context, Shared
from typekro.orchestrator.deleting import check_unprotected, delete
from typekro.orchestrator.engine import Engine, new_operation
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.handlers import name_of
from typekro.orchestrator.limits import Allowance, as_recorded_limit
from typekro.orchestrator.redacting import first_line
from typekro.orchestrator.replacing import is_cut_off, known, same_inputs
from typekro.orchestrator.resource import Resource, can_read, is_awaited, put_where, slot_of
from typekro.orchestrator.state.records import Entry, Record, Status

Step = Literal["create", "recreate", "finish delete", "find", "update", "check"]
Outcome = Literal["created", "updated", "unchanged", "resumed"]
_OUTCOMES: Mapping[Literal["create", "update"], Outcome] = {"create": "created", "update": "updated"}
_TRIED: Mapping[Status, str] = {"creating": "create", "updating": "update"}


def decide(record: Record | None, *, same: bool) -> Step:
    """The next step for a declared resource.

    Args:
        record: what is known of it.
        same: whether its inputs are those last applied with success.
    """
    match record:
        case None:
            return "create"
        case Record(status="creating"):
            return "find"
        case Record(status="deleting"):
            return "finish delete"
        case Record(status="updating"):
            return "update"
        case _:
            return "check" if same else "update"


async def settle(engine: Engine, handle: Handle) -> Any:
    """Brings a declared resource, whose needs have settled, to what its script says, and returns its live output.

    Raises:
        BlockedError: what it needs failed.
        Exception: what its handler raised.
    """
    check_needs(handle)
    resource = engine.resolved(handle)
    props = engine.vault.inputs(handle.key, resource.encode())
    record = await known(engine, handle, resource, props)
    allowance = engine.allowance(handle.key, resource.tries, resource.limit)
    return await _Settling(engine, handle, resource, props, allowance).run(record)


@attrs.define(eq=False)
class _Settling:
    engine: Engine
    handle: Handle
    resource: Resource[Any]
    props: dict[str, Any]
    allowance: Allowance

    async def run(self, record: Record | None) -> Any:
        """Goes on from a record; from the one that a try left behind, where that failed and another one is due."""
        while True:
            try:
                return await self._step(record)
            except Exception as error:
                record = self.engine.records.get(self.handle.key)
                step = None if record is None else _TRIED.get(record.status)
                if step is None or not await self.allowance.again(step, error):
                    raise

    @property
    def _earlier(self) -> str:
        return "an earlier try" if self.allowance.tried else "an earlier run"

    async def _step(self, record: Record | None) -> Any:
        step = decide(record, same=record is not None and self._same(record))
        if record is None:
            return await self._create(await self._fresh())
        match step:
            case "find":
                return await self._find(record)
            case "finish delete":
                return await self._revive(record)
            case "update":
                return await self._update(record)
            case _:
                return await self._check(record)

    def _recorded(self, output: Any) -> Any:
        return as_recorded(self.resource.encode_output(output))

    def _same(self, record: Record) -> bool:
        return same_inputs(record.props or {}, self.props, self.resource)

    async def _fresh(self) -> Record:
        return await fresh(self.engine, self.handle, self.resource)

    def _dependencies(self) -> tuple[str, ...]:
        return tuple(need.key for need in self.handle.needs)

    async def _create(self, record: Record, *, interrupted: bool = False) -> Any:
        self.engine.report.begin("create", record.id)
        context = await self.engine.context(record, self.resource, interrupted=interrupted)
        return await self._apply(record, "create", context, None)

    async def _find(self, record: Record) -> Any:
        """An earlier run was cut off in `create`: what it made may be there."""
        if not can_read(self.resource):
            return await self._create(record, interrupted=True)
        context = await self.engine.context(record, self.resource, interrupted=True)
        live = await self.resource.read(context, None)
        if live is None:
            return await self._create(record, interrupted=True)
        found = attrs.evolve(
            record,
            status="updating",  # it may be half made: whoever goes on from here, after another kill, has to apply it too
            props=record.pending,
            output=self._recorded(live),
            created_by_us=context.created_by_us,
            operation=new_operation(),
        )
        await self.engine.commit(Entry(kind="applied", id=record.id, record=found))
        kept = await known(self.engine, self.handle, self.resource, self.props)
        if kept is None:
            return await self._create(await self._fresh())
        self.engine.report.begin("update", record.id, f"{self._earlier} {_ended(record)} it made this")
        context = await self.engine.context(found, self.resource, interrupted=True, cut_off=is_cut_off(record, self.resource, self.props))
        return await self._apply(found, "update", context, live)

    async def _update(self, record: Record) -> Any:
        interrupted = record.status == "updating"
        again = self._again(record)
        cut_off = is_cut_off(record, self.resource, self.props)
        context = await self.engine.context(again, self.resource, interrupted=interrupted, cut_off=cut_off)
        old = self.resource.decode_output(record.output)
        if can_read(self.resource) and (self.engine.refresh or interrupted):
            live = await self.resource.read(context, old)
            if live is None:
                return await self._recreate(record)
        reason = f"{self._earlier} {_ended(record)} it changed this" if interrupted else self._changes(record)
        self.engine.report.begin("update", record.id, reason)
        return await self._apply(again, "update", context, old)

    def _changes(self, record: Record) -> str:
        before: dict[str, Any] = record.props or {}
        return ", ".join(name for name in {**self.props, **before} if before.get(name) != self.props.get(name))

    def _again(self, record: Record) -> Record:
        """The record with a new operation; an open one goes on under its key."""
        return record if record.status == "updating" else attrs.evolve(record, operation=new_operation())

    async def _recreate(self, record: Record) -> Any:
        self.engine.report.note(record.id, "was deleted outside; it is created again")
        fresh = attrs.evolve(await self._fresh(), created_by_us=True)
        return await self._create(fresh)

    async def _check(self, record: Record) -> Any:
        """Nothing changed in the script: what is there is looked at, and awaited where it does not work."""
        old = self.resource.decode_output(record.output)
        untold = not can_read(self.resource) and not is_awaited(self.resource)  # its handler is asked for nothing
        if record.status == "ready" and (untold or not self.engine.refresh):
            if not self.engine.refresh:
                await self.resource.recall(Shared(self.engine, slot_of(self.resource)), old)
            return await self._done(record, old, old, "unchanged")
        context = await self.engine.context(record, self.resource)
        live = old
        if can_read(self.resource):
            live = await self.resource.read(context, old)
            if live is None:
                return await self._recreate(record)
            drift = self.resource.drifted(old, live)
            if drift is not None:
                self.engine.report.begin("update", record.id, drift)
                again = self._again(record)
                return await self._apply(again, "update", await self.engine.context(again, self.resource), old)
        if record.status == "applied":
            self.engine.report.begin("wait", record.id, "an earlier run ended before it was ready")
        return await self._await(record, context, old, live, "resumed" if record.status == "applied" else "unchanged")

    async def _apply(self, record: Record, action: Literal["create", "update"], context: Context, old: Any) -> Any:
        async def verb(context: Context) -> Any:
            return await (self.resource.create(context) if action == "create" else self.resource.update(context, old))

        def recorded(output: Any) -> Entry:
            made: Literal["applied", "ready"] = "ready" if self.resource.works(output) else "applied"
            applied = attrs.evolve(
                self.engine.records[record.id],
                status=made,
                props=self.props,
                pending=None,
                output=self._recorded(output),
                created_by_us=context.created_by_us,
            )
            return Entry(kind=made, id=record.id, record=applied)

        changes: dict[str, Any] = {"pending": self.props, "dependencies": self._dependencies(), **handling_of(self.resource)}
        output = await self.engine.change(record, action, verb, context, recorded=recorded, allowance=self.allowance, **changes)
        applied, outcome = self.engine.records[record.id], _OUTCOMES[action]
        if applied.status == "ready":
            return await self._end(applied, output, output, outcome)
        return await self._await(applied, context, output, output, outcome)

    async def _await(self, record: Record, context: Context, old: Any, live: Any, outcome: Outcome) -> Any:
        output = live
        if is_awaited(self.resource):
            try:
                output = await self.allowance.within("wait", lambda: self.resource.ready(context, live))
            except Exception as error:
                await self.engine.failed(record.id, error, status="applied")
                raise
        return await self._end(record, old, output, outcome)

    async def _end(self, record: Record, old: Any, output: Any, outcome: Outcome) -> Any:
        if outcome != "unchanged":
            self.engine.report.end({"created": "create", "updated": "update", "resumed": "wait"}[outcome], record.id)
        return await self._done(record, old, output, outcome)

    async def _done(self, record: Record, old: Any, output: Any, outcome: Outcome) -> Any:
        encoded = record.output if output is old and record.output is not None else self._recorded(output)
        known: dict[str, Any] = {
            "status": "ready",
            "props": self.props,
            "output": encoded,
            "dependencies": self._dependencies(),
            "error": None,
            **handling_of(self.resource),
        }
        if any(getattr(record, name) != value for name, value in known.items()):
            now = attrs.evolve(record, **known)
            await self.engine.commit(Entry(kind="seen" if record.status == "ready" else "ready", id=record.id, record=now))
        if outcome == "unchanged":
            self.engine.report.unchanged(record.id)
        return output

    async def _revive(self, record: Record) -> Any:
        """A delete was begun and is wanted no more: what is still there is kept, and brought to what the script says."""
        if not can_read(self.resource):
            # Whether the delete was carried out cannot be known, so it is finished first.
            check_unprotected(self.engine, [attrs.evolve(record, protected=self.resource.protect, replaced_by=record.id)])
            if self.engine.plan is not None:
                self.engine.plan.check_replace(record.id)
            self.engine.report.begin("delete", record.id, "an earlier run was cut off while it deleted this; it is made anew")
            await self.engine.confirm([record.id])
            gone = type(self.resource).decode(record.id, record.props or record.pending or {})
            await delete(self.engine, record, put_where(gone, record))
            return await self._create(await self._fresh())
        kept = attrs.evolve(record, operation=new_operation())
        context = await self.engine.context(kept, self.resource, interrupted=True)
        old = None if record.output is None else self.resource.decode_output(record.output)
        live = await self.resource.read(context, old)
        if live is None:
            return await self._recreate(record)
        self.engine.report.begin("update", record.id, "an earlier run was about to delete this; it is declared again, and kept")
        return await self._apply(kept, "update", context, live if old is None else old)


async def fresh(engine: Engine, handle: Handle, resource: Resource[Any]) -> Record:
    """The record of a resource that is about to be created."""
    connection = await engine.connection(resource)
    return Record(
        id=handle.key,
        status="creating",
        slot=slot_of(resource),
        place=None if connection is None else connection.identity,
        physical=resource.identity(),
        dependencies=tuple(need.key for need in handle.needs),
        operation=new_operation(),
        **handling_of(resource),
    )


def handling_of(resource: Resource[Any]) -> dict[str, Any]:
    """What a record says of how its resource is handled, as it is declared."""
    handler, script = name_of(type(resource))
    return {
        "handler": handler,
        "script": script,
        "protected": resource.protect,
        "retained": resource.retain,
        "tries": resource.tries,
        "time_limit": as_recorded_limit(resource.limit),
    }


def _ended(record: Record) -> str:
    """How an operation ended that is open."""
    return "was cut off while" if record.error is None else "failed as"


def check_needs(handle: Handle) -> None:
    """Raises where something failed that a resource needs.

    Raises:
        BlockedError: it did.
    """
    failed = next((need for need in handle.needs if need.error is not None), None)
    if failed is not None:
        raise _blocked(handle, failed)


def _blocked(handle: Handle, need: Handle) -> BlockedError:
    why = () if need.error is None else first_line(need.error)
    error = BlockedError(
        compose(f"{handle.key} was not touched: it depends on {need.key}, which failed", why),
        handle.key,
        need.key,
    )
    error.__cause__ = need.error
    return error
