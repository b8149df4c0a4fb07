"""The end of a good run: what has a record and was not declared is announced and deleted, dependents first."""

from collections.abc import Sequence
from typing import Any

import anyio
import attrs

from typekro.errors import BlockedError, compose
from typekro.orchestrator.codec import as_recorded
from typekro.orchestrator.context import Context
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.handlers import load
from typekro.orchestrator.resource import Resource, can_read
from typekro.orchestrator.state.records import Entry, Record

REASON = "no longer declared"


@attrs.define(eq=False)
class _Doomed:
    record: Record
    resource: Resource[Any]
    dependents: list["_Doomed"] = attrs.field(factory=list["_Doomed"])
    settled: anyio.Event = attrs.field(factory=anyio.Event)
    error: Exception | None = None


async def collect(engine: Engine) -> list[Exception]:
    """Deletes what was not declared.

    Returns:
        What failed; the rest is deleted all the same.

    Raises:
        TypeKroError: a handler cannot be loaded, or what it works through cannot be had; then nothing was deleted.
    """
    doomed = [_Doomed(record, _recorded(record, engine)) for record in engine.records.values() if record.id not in engine.handles]
    _link(doomed)
    for one in doomed:
        await engine.connection(type(one.resource))  # where it leads to another place, nothing is announced that will not be done
    for one in _last_first(doomed):
        engine.report.begin("delete", one.record.id, REASON)
    async with anyio.create_task_group() as group:
        for one in doomed:
            group.start_soon(_delete, engine, one)
    errors = list(dict.fromkeys(one.error for one in doomed if one.error is not None))  # one error can stop several
    return [error for error in errors if not isinstance(error, BlockedError)] or errors


def _recorded(record: Record, engine: Engine) -> Resource[Any]:
    handler = load(record, engine.stack.stage)
    return handler.decode(record.id, record.props if record.props is not None else record.pending)


def _link(doomed: Sequence[_Doomed]) -> None:
    """Who depends on whom: as recorded, and by what they provide and require, since a script may have declared dependents first."""
    by_id = {one.record.id: one for one in doomed}
    by_name = {name: one for one in doomed for name in one.resource.provides()}
    for one in doomed:
        needs = [by_id.get(dependency) for dependency in one.record.dependencies]
        needs += [by_name.get(name) for name in one.resource.requires()]
        for need in dict.fromkeys(need for need in needs if need is not None):
            if need is not one and need not in _below(one):
                need.dependents.append(one)


def _below(one: _Doomed) -> set[_Doomed]:
    """All that depends on one, directly or not: none of these can be what it depends on."""
    found: set[_Doomed] = set()
    waiting = list(one.dependents)
    while waiting:
        dependent = waiting.pop()
        if dependent not in found:
            found.add(dependent)
            waiting += dependent.dependents
    return found


def _last_first(doomed: Sequence[_Doomed]) -> list[_Doomed]:
    """Dependents before what they depend on, and otherwise the youngest first."""
    order: list[_Doomed] = []

    def visit(one: _Doomed) -> None:
        if one not in order:
            for dependent in one.dependents:
                visit(dependent)
            order.append(one)

    for one in reversed(doomed):
        visit(one)
    return order


async def _delete(engine: Engine, one: _Doomed) -> None:
    try:
        await _dependents_gone(one)
        await _delete_now(engine, one)
    except Exception as error:  # noqa: BLE001 - it is reported with the others when all is done
        one.error = error
        engine.report.failed(one.record.id, error)
    finally:
        one.settled.set()


async def _dependents_gone(one: _Doomed) -> None:
    for dependent in one.dependents:
        await dependent.settled.wait()
        if dependent.error is not None:
            raise _blocked(one, dependent)


async def _delete_now(engine: Engine, one: _Doomed) -> None:
    record = one.record
    if not record.created_by_us:
        await engine.commit(Entry(kind="forgotten", id=record.id))
        engine.report.note(record.id, "was there before this app: left where it is, and forgotten")
        return
    resource = one.resource
    context = await engine.context(record, resource, interrupted=record.status in {"creating", "deleting"})
    output = await _output(engine, record, resource, context)
    if output is not None:

        async def verb(context: Context) -> None:
            await resource.delete(context, output.value)

        # What was found is kept: the delete may be cut off, and the resource be declared again.
        found = {"props": record.pending, "output": as_recorded(resource.encode_output(output.value))}
        known = found if record.props is None else {}
        await engine.change(engine.records[record.id], "delete", verb, context, **known)
        await resource.gone(context, output.value)
    await engine.commit(Entry(kind="gone", id=record.id))
    engine.report.end("delete", record.id)


@attrs.frozen
class _Output:
    value: Any


async def _output(engine: Engine, record: Record, resource: Resource[Any], context: Context) -> _Output | None:
    """What the handler needs to delete; None where a run was cut off in `create` and nothing was made."""
    if record.props is not None:
        return _Output(resource.decode_output(record.output))
    if can_read(resource):
        found = await resource.read(context, None)
        return None if found is None else _Output(found)
    # Whether it exists cannot be known, so it is made under the same key: then it can be deleted.
    return _Output(await engine.change(record, "create", resource.create, context))


def _blocked(one: _Doomed, dependent: _Doomed) -> BlockedError:
    what = f"{one.record.id} was not deleted: {dependent.record.id}, which depends on it, could not be deleted"
    return BlockedError(compose(what), one.record.id, dependent.record.id)
