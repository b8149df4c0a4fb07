"""Deleting what a record is about: its handler is asked, what it left is waited for, and the record goes last."""

from collections.abc import Collection
from typing import Any, cast

import attrs

from typekro.errors import RefusedError, compose
from typekro.orchestrator.codec import as_recorded
from typekro.orchestrator.context import Context
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.resource import Resource, can_read, put_where
from typekro.orchestrator.state.records import Entry, Record


async def delete(engine: Engine, record: Record, resource: Resource[Any]) -> None:
    """Deletes what a record is about, or leaves it where it is: what is not ours to delete, and what is to be retained.

    Where a create was begun and nothing came of it, there is nothing to delete: the record is forgotten.

    Args:
        engine: the run.
        record: the record; there is none afterwards.
        resource: the same as its handler knows it.

    Raises:
        Exception: what the handler raised; the record stays.
    """
    if stays(record):
        await _leave(engine, record)
        return
    context = await engine.context(record, resource, interrupted=record.status in {"creating", "updating", "deleting"})
    output = await _output(engine, record, resource, context)
    if not context.created_by_us:  # a run was cut off while it adopted this
        await _leave(engine, attrs.evolve(record, created_by_us=False))
        return
    if output is None:
        await engine.commit(Entry(kind="forgotten", id=record.id))
        why = "nothing of it was found" if record.error is None else f"nothing of it was made: {record.error.splitlines()[0]}"
        engine.report.forgot(record.id, why, is_left=False)
        return

    async def verb(context: Context) -> None:
        await resource.delete(context, output.value)

    known: dict[str, Any] = {}
    if record.props is None:  # what was found is kept: the delete may be cut off, and the resource be declared again
        known = {"props": record.pending, "output": as_recorded(resource.encode_output(output.value))}
    allowance = engine.allowance(record.id, record.tries, record.time_limit)
    while True:
        try:
            await engine.change(engine.records[record.id], "delete", verb, context, allowance=allowance, **known)
            break
        except Exception as error:
            if not await allowance.again("delete", error):
                raise
            context.interrupted = True
    await allowance.within("wait until it is gone", lambda: resource.gone(context, output.value))
    await engine.commit(Entry(kind="gone", id=record.id))
    engine.report.end("delete", record.id)


def stays(record: Record) -> bool:
    """Whether what it is about is left where it is, and forgotten, instead of being deleted."""
    return record.retained or not record.created_by_us


async def _leave(engine: Engine, record: Record) -> None:
    if engine.plan is not None:
        engine.plan.check_forget(record.id)
    await engine.commit(Entry(kind="forgotten", id=record.id))
    engine.report.forgot(record.id, "is retained" if record.created_by_us else "was there before this app")


def as_its_handler(engine: Engine, record: Record) -> Resource[Any]:
    """What a record is about, as its handler knows it.

    Raises:
        TypeKroError: the handler is nowhere to be found.
    """
    known = engine.handler_of(record).decode(record.id, record.props if record.props is not None else record.pending)
    return put_where(known, record)


def _provided(engine: Engine, record: Record) -> tuple[str, ...]:
    handler: Any = engine.handler_of(record)
    if handler.provides is cast("Any", Resource).provides:  # as most: then no record is decoded for it
        return ()
    return as_its_handler(engine, record).provides()


def check_unneeded(engine: Engine, doomed: Collection[Record]) -> None:
    """Refuses to delete what something that stays requires: a Namespace takes all that lives in it along.

    Args:
        engine: the run.
        doomed: what would be deleted.

    Raises:
        RefusedError: something needs it that is declared and protected, retained, or not ours.
    """
    going = {record.id for record in doomed}
    # What something else that is declared provides too is still there.
    kept = {name for id_, handle in engine.handles.items() if id_ not in going for name in handle.resource.provides()}
    named = {name: record.id for record in doomed for name in _provided(engine, record) if name not in kept}
    lines: list[str] = []
    if not named:
        return
    for other in engine.records.values():
        why = _why_it_stays(engine, other)
        if other.id in going or why is None:
            continue
        handle = engine.handles.get(other.id)
        resource = as_its_handler(engine, other) if handle is None else handle.resource
        needs = {named[name] for name in resource.requires() if name in named}
        lines += [f"{need} would be deleted, and {other.id}, which {why}, needs it" for need in sorted(needs)]
    if lines:
        hint = "declare what they need too, or with retain=True, or let go of them first"
        raise RefusedError(compose("something that stays needs what would be deleted: nothing was deleted", lines, hint))


def _why_it_stays(engine: Engine, record: Record) -> str | None:
    if record.id in engine.handles:
        return "is protected" if record.protected else "is declared"
    if not record.created_by_us:
        return "was there before this app"
    return "is retained" if record.retained else None


def check_unprotected(engine: Engine, records: Collection[Record]) -> None:
    """Refuses to delete what is protected, before anything is deleted.

    Raises:
        RefusedError: the stage is protected, or one of these records is.
    """
    doomed = [record for record in records if not stays(record)]
    stage = f"{engine.stack.app}/{engine.stack.stage}"
    facts = {"resources": [record.id for record in doomed]}
    if engine.protected and doomed:
        hint = f'alchemy("{engine.stack.app}", protect=False) takes the protection back, in a run that declares them'
        raise RefusedError(compose(f"{stage} is protected: nothing was deleted", [_why(engine, record) for record in doomed], hint), facts)
    kept = [record for record in doomed if record.protected]
    if kept:
        what = f"{kept[0].id} is protected" if len(kept) == 1 else f"{len(kept)} resources are protected"
        hint = "declare it with protect=False in a run first, or go on declaring it"
        raise RefusedError(compose(f"{what}: nothing was deleted", [_why(engine, record) for record in kept], hint), facts)


def _why(engine: Engine, record: Record) -> str:
    if record.replaced_by:
        return f"{record.id} was replaced"
    return f"{record.id} {'would go: all that is recorded does' if engine.operation == 'destroy' else 'is no longer declared'}"


@attrs.frozen
class _Output:
    value: Any


async def _output(engine: Engine, record: Record, resource: Resource[Any], context: Context) -> _Output | None:
    """What the handler needs to delete; None where a `create` failed or was cut off, and nothing of it is found."""
    if record.props is not None:
        return _Output(resource.decode_output(record.output))
    if can_read(resource):
        found = await resource.read(context, None)
        return None if found is None else _Output(found)
    # Whether it exists cannot be known, so it is made under the same key: then it can be deleted.
    return _Output(await engine.change(record, "create", resource.create, context))
