"""The end of a good run: what has a record and was not declared is announced and deleted, dependents first."""

from collections.abc import Sequence
from typing import Any

import anyio
import anyio.lowlevel
import attrs

from typekro.errors import BlockedError, compose
from typekro.orchestrator.deleting import as_its_handler, check_unneeded, check_unprotected, delete, stays
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.redacting import scrub
from typekro.orchestrator.resource import Resource
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.waiting import Settled

REASON = "no longer declared"


@attrs.define(eq=False)
class _Doomed:
    record: Record
    resource: Resource[Any]
    dependents: list["_Doomed"] = attrs.field(factory=list["_Doomed"])
    settled: Settled = attrs.field(factory=Settled)
    error: Exception | None = None


async def collect(engine: Engine) -> list[Exception]:
    """Deletes what was not declared.

    Returns:
        What failed; the rest is deleted all the same.

    Raises:
        TypeKroError: a handler cannot be loaded, what it works through cannot be had, something is protected, or nobody said yes; then
            nothing was deleted.
    """
    doomed = _doomed(engine)
    for one in doomed:
        await engine.connection(one.resource)  # where it leads to another place, nothing is announced that will not be done
    check_unprotected(engine, [one.record for one in doomed])
    going = [one.record for one in _last_first(doomed) if not stays(one.record)]
    check_unneeded(engine, going)
    for record in going:
        if engine.plan is not None:
            engine.plan.check("delete", record)
    for record in going:
        engine.report.begin("delete", record.id, _reason(engine, record))
    if going:
        await engine.confirm([record.id for record in going])
    async with anyio.create_task_group() as group:
        for one in doomed:
            after = [dependent.settled for dependent in one.dependents]
            engine.starting.add(group.start_soon, _delete, engine, one, after=after)
    errors = list(dict.fromkeys(one.error for one in doomed if one.error is not None))  # one error can stop several
    return [error for error in errors if not isinstance(error, BlockedError)] or errors


def _reason(engine: Engine, record: Record) -> str:
    if record.replaced_by is not None:
        return f"replaced by the new {record.replaced_by}"
    return "all that is recorded goes" if engine.operation == "destroy" else REASON


def doomed_records(engine: Engine) -> list[Record]:
    """What a good run would delete or forget, dependents first.

    Raises:
        TypeKroError: a handler cannot be loaded.
    """
    return [one.record for one in _last_first(_doomed(engine))]


def _doomed(engine: Engine) -> list[_Doomed]:
    doomed = [_Doomed(record, as_its_handler(engine, record)) for record in engine.records.values() if record.id not in engine.handles]
    _link(doomed)
    return doomed


def _link(doomed: Sequence[_Doomed]) -> None:
    """Who depends on whom: as recorded, and by what they provide and require, since a script may have declared dependents first."""
    by_id = {one.record.id: one for one in doomed}
    by_name = {name: one for one in doomed for name in one.resource.provides()}
    replaced: dict[str, list[_Doomed]] = {}
    for one in doomed:
        if one.record.replaced_by is not None:
            replaced.setdefault(one.record.replaced_by, []).append(one)
    for one in doomed:
        needs = [by_id.get(dependency) for dependency in one.record.dependencies]
        # What was replaced needed those that were there then.
        needs += [other for dependency in one.record.dependencies for other in replaced.get(dependency, ())]
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
    order: dict[_Doomed, None] = {}
    waiting = list(doomed)  # the last one is next; a stack of our own, since chains may be longer than Python's
    while waiting:
        one = waiting[-1]
        later = [] if one in order else [dependent for dependent in one.dependents if dependent not in order]
        if later:
            waiting += reversed(later)
            continue
        waiting.pop()
        order.setdefault(one)
    return list(order)


async def _delete(engine: Engine, one: _Doomed) -> None:
    try:
        await anyio.lowlevel.checkpoint_if_cancelled()
        _check_gone(one)
        await delete(engine, one.record, one.resource)
    except Exception as error:  # noqa: BLE001 - it is reported with the others when all is done
        one.error = error
        scrub(error)
        if isinstance(error, BlockedError):
            engine.report.blocked(one.record.id, error)
        else:
            engine.report.failed(one.record.id, error)
    except BaseException:
        id_ = one.record.id
        one.error = BlockedError(f"{id_} was not deleted: it was interrupted", id_, id_)  # what it depends on has to stay
        raise
    finally:
        one.settled.set(failed=one.error is not None)


def _check_gone(one: _Doomed) -> None:
    """Raises where something that depends on it could not be deleted."""
    failed = next((dependent for dependent in one.dependents if dependent.error is not None), None)
    if failed is not None:
        raise _blocked(one, failed)


def _blocked(one: _Doomed, dependent: _Doomed) -> BlockedError:
    what = f"{one.record.id} was not deleted: {dependent.record.id}, which depends on it, could not be deleted"
    return BlockedError(compose(what), one.record.id, dependent.record.id)
