"""What a run works with: its records, journal and connections, and the few steps that every change goes through."""

import contextlib
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from itertools import takewhile
from typing import Any, Final, cast

import anyio
import attrs

from typekro.errors import TypeKroError, UsageError, compose
from typekro.expressions import Expression, evaluate, roots, roots_of, substitute
from typekro.orchestrator.confirming import Confirm, confirmed
from typekro.orchestrator.connections import Connections
from typekro.orchestrator.context import Context
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.handlers import load
from typekro.orchestrator.limits import Allowance, Pace
from typekro.orchestrator.once import Once
from typekro.orchestrator.plan import Plan, digest_of
from typekro.orchestrator.redacting import told
from typekro.orchestrator.report import Report
from typekro.orchestrator.resource import Resource, handling_names, input_names, opaque_names, slot_of
from typekro.orchestrator.secrets import SecretRoot
from typekro.orchestrator.starting import Starting
from typekro.orchestrator.state.protocol import Store
from typekro.orchestrator.state.records import Action, Entry, Record, Stack, Status, begun, pointing
from typekro.orchestrator.vault import Vault, shown
from typekro.orchestrator.waiting import Turn

AT_ONCE: Final = 32
"""How many changes outside are made at once."""


@attrs.define(eq=False, kw_only=True)
class Engine:
    """One run of one stage.

    Args:
        store: where records are kept.
        stack: the stage.
        connections: what the run works through.
        report: tells the user.
        refresh: whether what exists is looked at.
        vault: encrypts what is secret on its way to the store.
        records: what is known of each resource, by id; kept as the store has them.
        handles: what was declared, by id.
        operation: what the run is called.
        plan: what may be done; None where nothing was agreed on before.
        protected: whether nothing of the stage may be deleted.
        confirm: asked before anything is deleted; raises where that is not wanted.
        tasks: those that are at work on a resource, which a second Ctrl-C breaks off.
        pace: the time between the tries of a change.
        changes: how many changes this run made outside: what was looked at before the last one may be old.
    """

    store: Store
    stack: Stack
    connections: Connections
    report: Report
    refresh: bool
    vault: Vault
    records: dict[str, Record]
    handles: dict[str, Handle] = attrs.field(factory=dict[str, Handle])
    confirm: Confirm = confirmed
    protected: bool = False
    operation: str = "up"
    plan: Plan | None = None
    pace: Pace = attrs.field(factory=Pace)
    changes: int = 0
    starting: Starting = attrs.field(factory=Starting)
    limiter: anyio.CapacityLimiter = attrs.field(factory=lambda: anyio.CapacityLimiter(AT_ONCE))
    _awaited: dict[str, str] = attrs.field(factory=dict[str, str])
    _aliases: dict[str, str] = attrs.field(factory=dict[str, str])
    _reaching: int = 0
    _changed: dict[str, int] = attrs.field(factory=dict[str, int])
    _aside: set[str] = attrs.field(factory=set[str])
    _shared: dict[str, Once] = attrs.field(factory=dict[str, Once])
    _places: dict[Handle, int] = attrs.field(factory=dict[Handle, int])
    _by_root: dict[Any, Handle] = attrs.field(factory=dict[Any, Handle])
    _provided: dict[str, list[Handle]] = attrs.field(factory=dict[str, list[Handle]])
    _handlers: "dict[tuple[str, str | None], type[Resource[Any]]]" = attrs.field(factory=dict[tuple[str, str | None], type[Resource[Any]]])

    def __attrs_post_init__(self) -> None:
        self._aside |= {record.id for record in self.records.values() if record.replaced_by is not None}

    # The side that contexts speak to.

    async def once(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """What `make` returned, which runs once a run for a key; a failure is not kept."""
        return await self._shared.setdefault(key, Once()).get(make)

    def changed_since(self, moment: int, id_: str) -> bool:
        """Whether a resource may have been touched by this run since a moment of `changes`."""
        return max(self._reaching, self._changed.get(id_, 0)) > moment

    def waiting(self, id_: str, reason: str) -> None:
        """Tells the user what a resource waits for."""
        self._awaited[id_] = reason
        self.report.waiting(id_, reason)

    def allowance(self, id_: str, tries: int, limit: float | None) -> Allowance:
        """What one operation may take."""
        return Allowance(id_, tries, limit, self.pace, self.report, lambda: self._awaited.get(id_), self.starting.rest)

    def digest(self, path: str, text: str) -> str:
        """What is recorded in the place of a text of a resource that only has to be known again."""
        return self.vault.digest(path, text)

    def note(self, id_: str, text: str) -> None:
        """Tells the user something about a resource."""
        self.report.note(id_, text)

    async def context(self, record: Record, resource: Resource[Any], *, interrupted: bool = False, cut_off: bool = False) -> Context:
        """What the handler of a record is given."""
        return Context(
            app=self.stack.app,
            stage=self.stack.stage,
            lineage=self.stack.lineage,
            made_by=self.stack.made_by,
            resource_id=record.id,
            operation_key=record.operation,
            slot=slot_of(resource),
            connection=await self.connection(resource),
            interrupted=interrupted,
            cut_off=cut_off,
            world=self,
            previous=None if record.props is None else type(resource).decode(record.id, record.props),
            created_by_us=record.created_by_us,
            adopt=resource.adopt,
            protected=resource.protect,
            retained=resource.retain,
            stage_protected=self.protected,
            only_reads=self.operation == "read",
            alone=resource.stands_alone(),
        )

    async def connection(self, resource: Resource[Any]) -> Any:
        """What fills the slot of a resource; None where it has none."""
        slot = slot_of(resource)
        return None if slot is None else await self.connections.get(slot, resource.default_provider, self.records.values())

    # Records.

    def handler_of(self, record: Record) -> type[Resource[Any]]:
        """The class that handles a record; looked for once a run.

        Raises:
            TypeKroError: it is nowhere to be found.
        """
        name = (record.handler, record.script)
        if name not in self._handlers:
            self._handlers[name] = load(record, self.stack.stage, self.stack.app)
        return self._handlers[name]

    async def commit(self, entry: Entry) -> None:
        """Writes an entry; from here on the record is as it says."""
        await self.store.commit(await self.vault.sealed(entry, self.records.get(entry.id)))
        if entry.was is not None:
            self.records.pop(entry.was, None)
            self._aside.discard(entry.was)
        if entry.record is None:
            self.records.pop(entry.id, None)
            self._aside.discard(entry.id)
        else:
            self.records[entry.id] = entry.record
            if entry.record.replaced_by is not None:
                self._aside.add(entry.id)

    def set_aside(self, key: str) -> list[Record]:
        """What a resource has replaced and is not deleted yet; asked for each that is created, so that no records are gone through."""
        return [self.records[id_] for id_ in sorted(self._aside) if self.records[id_].replaced_by == key]

    async def change(
        self,
        record: Record,
        action: Action,
        verb: Callable[[Context], Awaitable[Any]],
        context: Context,
        *,
        recorded: Callable[[Any], Entry] | None = None,
        allowance: Allowance | None = None,
        **changes: Any,
    ) -> Any:
        """Does something outside: a durable record first, then the verb, then a record of what came of it.

        Once begun it is finished and recorded, also where the run is cancelled meanwhile.

        Args:
            record: the resource.
            action: what is done to it.
            verb: does it.
            context: what the verb is given.
            recorded: the entry that says what came of it; None where the caller writes that.
            allowance: what it may take.
            **changes: what the record says while it is done.
        """
        if self.plan is not None:
            props: dict[str, Any] | None = changes.get("pending")
            self.plan.check(action, record, None if props is None else digest_of(shown(props)))
        async with Turn(self.limiter) as turn:
            if allowance is not None:
                allowance.begin()
            with anyio.CancelScope(shield=True):
                await self.commit(begun(record, action, **changes))
                try:
                    output = await verb(context)
                    if recorded is not None:
                        turn.end()  # what is only being recorded keeps nobody from beginning
                        await self.commit(recorded(output))
                except Exception as error:
                    if allowance is not None:
                        allowance.failed(error)
                    with contextlib.suppress(TypeKroError):  # that it cannot be recorded must not hide what happened
                        await self.failed(record.id, error)
                    raise
                else:
                    return output
                finally:
                    self._count(record.id, alone=context.alone and action != "delete")

    def _count(self, id_: str, *, alone: bool = False) -> None:
        """Counts a change."""
        self.changes += 1
        self._changed[id_] = self.changes
        if not alone:
            self._reaching = self.changes

    @contextlib.asynccontextmanager
    async def changing(self, id_: str) -> AsyncGenerator[None]:
        """While a handler that waits changes something outside, of what its record says that it is at work on."""
        async with self.limiter:
            with anyio.CancelScope(shield=True):
                await self.commit(Entry(kind="seen", id=id_, record=self.records[id_]))  # who lost the lock cannot
                try:
                    yield
                finally:
                    self._count(id_)

    async def move(self, record: Record, id_: str, *, replaced_by: str | None = None) -> Record:
        """The record goes by another id from here on; those that need it need it by that one.

        Args:
            record: the record.
            id_: its new id.
            replaced_by: the id of what takes its place, where something does: then those that need it need that one.
        """
        moved = attrs.evolve(record, id=id_, replaced_by=replaced_by)
        await self.commit(Entry(kind="moved", id=id_, was=record.id, record=moved))
        if replaced_by is None:  # as the store has them by now
            self.records |= {other.id: pointing(other, record.id, id_) for other in self.records.values()}
        return moved

    async def failed(self, id_: str, error: Exception, *, status: Status | None = None) -> None:
        """Records what stopped an operation; the operation stays open, or the record is of another status from here on."""
        record = self.records.get(id_)
        if record is not None:
            failed = attrs.evolve(record, error=told(error), status=status or record.status)
            await self.commit(Entry(kind="failed", id=id_, record=failed))

    # References.

    def link(self, handle: Handle) -> None:
        """Notes what a declared resource waits for, which is what it refers to and what provides what it requires; and its secrets."""
        resource = handle.resource
        self._note_declared()
        place = self._places.get(handle, len(self._places))
        roots = roots_of(resource.open_inputs())
        secrets = {root for root in roots if isinstance(root, SecretRoot)}
        if secrets:
            self.vault.check(handle.key)
        roots -= secrets
        unknown = next((root for root in roots if self._by_root.get(root, handle) is handle), None)
        if unknown is not None:
            what = f"{handle.key} refers to {unknown.label}"
            raise UsageError(compose(what, "only outputs of resources that this app declared are known while it runs"))
        # What is declared later is not waited for: the body may be waiting for this one.
        providers = [other for each in resource.requires() for other in self._provided.get(each, ()) if self._places[other] < place]
        found = {*(self._by_root[root] for root in roots), *providers, *self._named(handle)}
        handle.needs = tuple(sorted(found, key=lambda other: self._places[other]))
        handle.secrets = secrets

    def _note_declared(self) -> None:
        """Takes in what was declared since the last time."""
        # From the end: going past all that are known would take longer with each one.
        fresh = list(takewhile(lambda handle: handle not in self._places, reversed(self.handles.values())))
        for handle in reversed(fresh):
            self._places[handle] = len(self._places)
            self._by_root[handle.root] = handle
            for each in handle.resource.provides():
                self._provided.setdefault(each, []).append(handle)

    def _named(self, handle: Handle) -> list[Handle]:
        """What a resource says by itself that it depends on."""
        named: list[Any] = list(handle.resource.depends_on)
        stranger = next((each for each in named if not self._declared(getattr(each, "handle", None))), None)
        if stranger is not None:
            called = stranger.key() if isinstance(stranger, Resource) else repr(stranger)
            why = "depends_on takes resources that were declared in the same app before, as a list"
            raise UsageError(compose(f"{handle.key} depends on {called}, which is none of this app's", why))
        return [each.handle for each in named]

    def _declared(self, handle: Handle | None) -> bool:
        return handle is not None and self.handles.get(handle.key) is handle

    def claim_aliases(self, key: str, aliases: Sequence[str]) -> None:
        """Keeps what is declared apart from what had its id before: an alias is one resource's alone.

        Raises:
            UsageError: one of them is declared too, or is another one's alias.
        """
        if key in self._aliases:
            raise _taken_twice(self._aliases[key], key)
        for alias in aliases:
            if alias == key:
                continue
            if alias in self.handles:
                raise _taken_twice(key, alias)
            if alias in self._aliases:
                what = f"{key} has the alias {alias!r}, and {self._aliases[alias]} has it too"
                raise UsageError(compose(what, "an alias is an id that one of them had", "take it out of one of the two"))
        self._aliases |= dict.fromkeys([alias for alias in aliases if alias != key], key)

    def resolved(self, handle: Handle) -> Resource[Any]:
        """The resource with every reference, and every secret, replaced by the value that it stands for."""
        resource = handle.resource
        values = {need.root: need.value for need in handle.needs}
        values |= {root: root.value for root in handle.secrets}

        def value_of(expression: Expression) -> Any:
            unknown = next((root for root in roots(expression) if root not in values), None)
            if unknown is not None:
                what = f"{handle.key} refers to {unknown.label}, and did not when it was declared"
                raise UsageError(compose(what, "what it needs is known as it is declared", "change its inputs before that"))
            return evaluate(expression, values)

        kind = cast("type[Resource[Any]]", type(resource))
        inputs = {name: getattr(resource, name) for name in input_names(kind)}
        changed = {name: substitute(inputs[name], value_of) for name in _open_names(resource)}
        handling = {name: getattr(resource, name) for name in handling_names(kind)}
        known = kind.undeclared(resource.id, {**handling, **inputs, **changed})
        if changed and resource.identity() is None:  # what the script wrote down as a name is none
            self.vault.check_name(handle.key, known.identity())
        return known


def _taken_twice(key: str, alias: str) -> UsageError:
    what = f"{key} has the alias {alias!r}, and that is declared too"
    return UsageError(compose(what, "an alias is an id that is no longer used", "take one of the two out"))


def new_operation() -> str:
    """A key for an operation, never used before."""
    return uuid.uuid4().hex


def _open_names(resource: Resource[Any]) -> list[str]:
    closed = opaque_names(type(resource))
    return [name for name in input_names(type(resource)) if name not in closed]
