"""The app: the context in which resources are declared, and its run from the lock to the end."""

import asyncio
import contextlib
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import anyio
import anyio.lowlevel

from typekro.errors import BlockedError, UsageError, compose
from typekro.expressions import place, roots_of
from typekro.orchestrator.app_checks import asked_too_early, check_backend, check_id, check_new, check_plan
from typekro.orchestrator.collect import collect
from typekro.orchestrator.confirming import Confirm, confirmed
from typekro.orchestrator.connections import Connections, Provider
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.failing import count_as_partial, mark_as_of, raise_all
from typekro.orchestrator.handle import Handle, enter_app, leave_app
from typekro.orchestrator.interrupts import Interrupts
from typekro.orchestrator.keys import KeySource
from typekro.orchestrator.launch import this_launch
from typekro.orchestrator.limits import Pace, check_limits
from typekro.orchestrator.logs import told
from typekro.orchestrator.owner import Owner, finished
from typekro.orchestrator.plan import PlanEnded
from typekro.orchestrator.planning import Planning
from typekro.orchestrator.reading import read
from typekro.orchestrator.redacting import first_line, scrub
from typekro.orchestrator.report import Report
from typekro.orchestrator.resource import Resource, slot_of, where_of
from typekro.orchestrator.scope import current_scope
from typekro.orchestrator.settle import settle
from typekro.orchestrator.slots import check_known, check_where
from typekro.orchestrator.state.protocol import Run, Store
from typekro.orchestrator.state.records import RunStatus, Stack
from typekro.orchestrator.texts import Texts
from typekro.orchestrator.vault import Vault

PLAN, READ = "plan", "read"


class App:
    """One script's world during one run: entered once, left once. Made by `alchemy`.

    Args:
        name: the app's name.
        stage: the stage's name.
        store: where records are kept.
        providers: what it works through, by slot.
        refresh: whether what exists is looked at.
        report: tells how the run goes.
        protect: whether nothing of the stage may be deleted; None leaves that as it is.
        confirm: asked before anything is deleted.
        key: what secrets are encrypted under in the records; None where there is nothing, and no secret either.
        operation: what the run is called: `up`, `read`, or what the command line does: `plan`, `destroy`.
        pace: the time between the tries of a change.
        verbose: whether each request is told.
        mode: how graphs are deployed, for those who do that: `kro` or `direct`.
    """

    def __init__(
        self,
        name: str,
        stage: str,
        store: Store,
        *,
        providers: Mapping[str, Provider],
        refresh: bool,
        report: Report,
        protect: bool | None = None,
        confirm: Confirm = confirmed,
        key: KeySource | None = None,
        operation: str = "up",
        pace: Pace | None = None,
        verbose: bool = False,
        mode: str = "kro",
    ) -> None:
        self.name = name
        self.mode = mode
        self.stage = stage
        self._store = store
        self._providers = dict(providers)
        self._refresh = refresh
        self._report = report
        self._protect = protect
        self._confirm = confirm
        self._key = key
        self._operation = operation
        self._pace = pace or Pace()
        self._verbose = verbose
        self._logging = contextlib.ExitStack()
        self._engine: Engine | None = None
        self._owner: Owner | None = None
        self._ending: asyncio.Task[None] | None = None
        self._collecting: anyio.CancelScope | None = None
        self._interrupted = False
        self._refused: list[Exception] = []
        self._interrupts = Interrupts(self._stop)
        self._phase = "new"
        self._planning: Planning | None = None
        self._texts = Texts(name)

    async def __aenter__(self) -> Self:
        if self._phase != "new":
            raise UsageError(
                compose(f"app {self.name!r} was entered before", "an app is one run", f'async with alchemy("{self.name}") as app:')
            )
        if not this_launch().entering:
            why = "the script is only looked at, and what stands in no function of it is run all the same"
            raise UsageError(compose(f"app {self.name!r} is entered while the script is imported", why, 'if __name__ == "__main__":'))
        check_backend()
        self._phase = "open"
        this_launch().apps.append(self.name)
        run = Run(id=uuid.uuid4().hex[:8], operation=self._operation)
        is_running = False
        try:
            stack = await self._store.open(self.name, self.stage)
            protected = stack.protected
            if self._operation not in {PLAN, READ}:
                stack = await self._store.acquire(run)
                is_running = True
                check_plan(this_launch().plan, stack)
                protected = await self._protected(stack)
            self._report.run(run.operation, self.name, self.stage, self._store.location, run.id)
            if self._verbose:
                self._logging.enter_context(told(self._report.say))
            recorded = await self._store.records()
            vault = await Vault.open(self._store, stack, self._key, recorded)
            records = {record.id: vault.opened(record) for record in recorded}
            self._owner = await Owner.start(self._report.beat)
        except BaseException as error:
            self._phase = "closed"
            self._logging.close()
            self._report.close()
            with anyio.CancelScope(shield=True):
                await self._give_up(error, is_running=is_running)
            raise
        connections = Connections(self._providers, self._owner.connections, self._connected, stack.app, stack.stage)
        self._engine = Engine(
            store=self._store,
            stack=stack,
            connections=connections,
            report=self._report,
            refresh=self._refresh,
            vault=vault,
            records=records,
            protected=protected,
            operation=self._operation,
            confirm=self._confirm,
            plan=this_launch().plan,
            pace=self._pace,
        )
        self._planning = Planning(self._engine) if self._operation == PLAN else None
        self._interrupts.enter()
        enter_app(self)
        self._texts.enter()
        return self

    async def _give_up(self, error: BaseException, *, is_running: bool) -> None:
        """Closes the records of an app that could not be entered: a run that had the lock says how it ended."""
        try:
            if is_running:
                await self._store.finish("failed" if isinstance(error, Exception) else "interrupted")
        except Exception as failure:  # noqa: BLE001 - what it was given up for goes before it
            error.add_note(f"also failed: {failure}")
        finally:
            await self._store.close()

    async def _protected(self, stack: Stack) -> bool:
        if self._protect is None or self._protect == stack.protected:
            return stack.protected
        await self._store.protect(protected=self._protect)
        return self._protect

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        del kind, trace
        if error is None:
            await self.finalize()
        else:
            await self._end(error)

    async def finalize(self) -> None:
        """Waits for all that was declared, deletes what has a record and was not, and closes the app; a second call does nothing.

        Raises:
            Exception: what a resource raised, where one failed; nothing was deleted then.
            RunError: what several raised.
        """
        self._open_engine()
        await self._end(None)

    async def _end(self, error: BaseException | None) -> None:
        """Ends the run, in a task of its own: it is never left half done, even where the caller is cancelled."""
        if self._ending is None:
            self._phase = "closing"
            if error is not None and not isinstance(error, Exception):
                self._cut()
            if isinstance(error, KeyboardInterrupt):  # Python's own, where nobody cancels the body instead
                self._stop()
            self._ending = asyncio.create_task(self._finish(error), name=f"typekro end of {self.name}")
        elif self._ending.done() or error is not None:
            return
        try:
            await finished(self._ending, self._cut)
        finally:
            self._interrupts.leave()
            leave_app(self)
            self._texts.leave()

    async def _finish(self, error: BaseException | None) -> None:
        engine = self._open_engine()
        if self._planning is not None:
            await self._finish_plan(self._planning, error)
            return
        if self._operation == READ:
            await self._finish_reading(error)
            return
        status: RunStatus = "failed"
        try:
            await self._settled()
            if isinstance(error, Exception):
                self._annotate(error)
            elif error is None and not self._interrupted:
                self._texts.warn_of_unused()
                raise_all(self._failures())
                with anyio.CancelScope() as self._collecting:
                    raise_all(await collect(engine))
                    status = "succeeded"
        finally:
            await self._close("interrupted" if self._interrupted and status != "succeeded" else status)

    async def _finish_plan(self, planning: Planning, error: BaseException | None) -> None:
        """Tells what a run would do; what it would fail with is raised, as the run would."""
        try:
            await self._settled()
            ended_by = asked_too_early(error, planning)
            stopped = None if ended_by is not None else self._stopped(planning, error)
            plan = planning.finish(ended_by, None if stopped is None else first_line(stopped))
        finally:
            await self._let_go()
        this_launch().plans.append(plan)
        if ended_by is not None:
            raise PlanEnded(ended_by)
        if isinstance(error, Exception):
            self._annotate(error)
        elif error is None:
            raise_all(self._failures())
            raise_all([stopped] if isinstance(stopped, Exception) else [])

    def _stopped(self, planning: Planning, error: BaseException | None) -> BaseException | None:
        """What a run would end with beside what could not be planned of resources."""
        failures = self._failures()
        if error is not None:
            return None if error in failures and error not in self._refused else error
        if self._refused:
            return self._refused[0]
        return None if failures else planning.refused_deletes()

    async def _finish_reading(self, error: BaseException | None) -> None:
        try:
            await self._settled()
        finally:
            await self._let_go()
        if isinstance(error, Exception):
            self._annotate(error)
        elif error is None:
            raise_all(self._failures())

    def _cut(self) -> None:
        if not self._interrupted:
            self._interrupted = True
            self._report.say("interrupted: what is in flight is finished and recorded; once more stops at once")
        if self._owner is not None:
            self._owner.cut()
        if self._collecting is not None:
            self._collecting.cancel()

    def _stop(self) -> None:
        """Breaks off what is in flight too: its record says that it was begun, and the next run looks."""
        self._cut()
        for task in self._open_engine().starting.tasks:
            task.cancel()

    def declare(self, resource: Resource[Any]) -> Handle:
        """Takes a resource in and starts it; what every resource does when it is made.

        Raises:
            UsageError: the app is not open, or the id is taken.
        """
        try:
            return self._declared(resource)
        except BaseException as error:
            if isinstance(error, Exception):
                self._refused.append(error)  # the body may catch it: what it was meant to declare must not be collected
            raise

    def _declared(self, resource: Resource[Any]) -> Handle:
        check_id(resource)
        check_where(f"{type(resource).__name__} {resource.id!r}", str(resource.slot), where_of(resource))
        within = current_scope()
        own = resource.key()
        if roots_of(own):
            what = f"{type(resource).__name__}: its id is not known while the script runs"
            raise UsageError(compose(what, "records go by ids, and a secret or a reference is a part of this one", "write it down"))
        key = within.key(own)
        if within.protect:
            object.__setattr__(resource, "protect", True)
        if self._phase != "open" or self._engine is None or self._owner is None:
            state = "not entered yet" if self._phase == "new" else "closed"
            why = "resources are declared in its body, before finalize()"
            raise UsageError(
                compose(f"{key} is declared, but app {self.name!r} is {state}", why, f'async with alchemy("{self.name}") as app:')
            )
        check_known(key, self.name, slot_of(resource) or "", self._providers)
        self._engine.claim_aliases(key, resource.aliases)
        check_new(key, self.name, self._engine.handles)
        check_limits(key, resource.tries, resource.limit)
        resource.check()
        handle = Handle(resource, key, place(), self._engine.starting.rest)
        self._engine.link(handle)
        needs = [need.settled for need in handle.needs]
        self._engine.starting.add(self._owner.work.start_soon, self._drive, handle, after=needs)
        self._engine.handles[key] = handle
        self._report.declared(key)
        return handle

    async def _drive(self, handle: Handle) -> None:
        engine = self._open_engine()
        try:
            await anyio.lowlevel.checkpoint_if_cancelled()
            handle.value = await self._value_of(engine, handle)
        except Exception as error:  # noqa: BLE001 - whoever awaits the handle gets it, and finalize tells it
            handle.error = error
            scrub(error)
            if not engine.connections.has_failed_with(error):
                mark_as_of(error, handle)
            if self._planning is None and isinstance(error, BlockedError):
                engine.report.blocked(handle.key, error)
            elif self._planning is None:
                engine.report.failed(handle.key, error)
        except BaseException as stopped:
            handle.error = BlockedError(f"{handle.key} was not finished: it was interrupted", handle.key, handle.key)
            if self._interrupted or not isinstance(stopped, asyncio.CancelledError):
                raise
        finally:
            handle.settled.set(failed=handle.error is not None)

    async def _value_of(self, engine: Engine, handle: Handle) -> Any:
        if self._planning is not None:
            return await self._planning.foresee(handle)
        return await (read(engine, handle) if self._operation == READ else settle(engine, handle))

    async def _settled(self) -> None:
        # What is settled may have declared more meanwhile.
        while True:
            waiting = [handle for handle in self._open_engine().handles.values() if not handle.settled.is_set()]
            if not waiting:
                break
            for handle in waiting:
                await handle.settled.wait()
        handles = self._open_engine().handles.values()
        some_worked = any(handle.error is None for handle in handles)  # where a connection cannot be had, what needs none may be done
        for handle in handles:
            handle.awaited = True
            if some_worked and handle.error is not None:
                count_as_partial(handle.error)

    async def _close(self, status: RunStatus) -> None:
        await self._let_go(status)
        self._report.totals(status)

    async def _let_go(self, status: RunStatus | None = None) -> None:
        """Closes the connections, and the records: a run that had the lock says how it ended."""
        self._phase = "closed"
        try:
            if self._owner is not None:
                await self._owner.end(self._open_engine().connections.leave)
        finally:
            self._logging.close()
            self._report.close()
            try:
                if status is not None:
                    await self._store.finish(status)
            finally:
                await self._store.close()

    def _failures(self) -> list[Exception]:
        # One error can stop several: a cluster that cannot be reached.
        failed = [handle.error for handle in self._open_engine().handles.values() if handle.error is not None]
        errors = list(dict.fromkeys([*self._refused, *failed]))
        return [error for error in errors if not isinstance(error, BlockedError)] or errors

    def _annotate(self, error: Exception) -> None:
        for failure in self._failures():
            if failure is not error:
                error.add_note(f"also failed: {failure}")

    def _connected(self, connection: Any) -> None:
        self._report.say(f"  connected to {connection}")

    def _open_engine(self) -> Engine:
        if self._engine is None:
            raise UsageError(compose(f"app {self.name!r} is not entered yet", (), f'async with alchemy("{self.name}") as app:'))
        return self._engine
