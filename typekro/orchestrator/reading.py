"""A run that only reads: what was declared gives what is there, and nothing is made, changed or deleted."""

from typing import Any

from typekro.errors import UsageError, compose
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.replacing import renamed_record
from typekro.orchestrator.resource import can_read
from typekro.orchestrator.settle import check_needs


async def read(engine: Engine, handle: Handle) -> Any:
    """The output of a declared resource as it is now; without refresh, as it is recorded.

    Raises:
        UsageError: nothing is recorded of it, or it is not there any more.
        BlockedError: what it needs could not be read.
        Exception: what its handler raised.
    """
    check_needs(handle)
    record = engine.records.get(handle.key) or renamed_record(engine, handle)
    if record is None or record.output is None:
        raise _unread(handle, "nothing is recorded of it" if record is None else "an earlier run was cut off while it made this")
    resource = engine.resolved(handle)
    old = resource.decode_output(record.output)
    if not engine.refresh or not can_read(resource):
        return old
    context = await engine.context(record, resource)
    live = await resource.read(context, old)
    if live is None:
        raise _unread(handle, "it was deleted outside")
    engine.starting.rest()
    return await resource.ready(context, live)


def _unread(handle: Handle, why: str) -> UsageError:
    rule = "a run that only reads makes nothing"
    return UsageError(compose(f"{handle.key} cannot be read", [why, rule], 'alchemy(...) without phase="read" makes it'))
