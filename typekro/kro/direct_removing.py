"""Taking away objects of a deployment without kro: the highest wave first, and the next when that is gone."""

from collections.abc import Sequence
from typing import Any

import anyio

from typekro.kro.awaiting import gone
from typekro.kro.direct_objects import DirectObject
from typekro.kubernetes import Client, KindNotFoundError, PreconditionFailedError
from typekro.orchestrator import Context


def highest(objects: Sequence[DirectObject]) -> list[DirectObject]:
    """Those of the wave that goes first."""
    top = max((one.wave for one in objects), default=0)
    return [one for one in objects if one.wave == top]


async def ask(context: Context, wave: Sequence[DirectObject]) -> None:
    """Asks for the deletion of objects, and of no other ones of their names.

    Raises:
        ApiError: the server refused one; the others were asked for.
    """
    client: Client = context.connection
    failures: list[Exception] = []

    async def one(each: DirectObject) -> None:
        it = each.identity
        try:
            await client.delete(it.api_version, it.kind, it.name, it.namespace, uid=each.footprint.uid)
        except KindNotFoundError:
            return
        except PreconditionFailedError as error:
            if error.live_uid == each.footprint.uid:
                failures.append(error)
            else:
                context.note(f"{it} was replaced by another object of its name, which is left alone")
        except Exception as error:  # noqa: BLE001 - raised below, when the others are done
            failures.append(error)

    async with anyio.create_task_group() as tasks:
        for each in wave:
            tasks.start_soon(one, each)
    if failures:
        raise failures[0]


async def until_gone(context: Context, wave: Sequence[DirectObject]) -> None:
    """Returns when objects are there no more; without end where one stays."""

    async def one(each: dict[str, Any]) -> None:
        try:
            await gone(context, each)
        except KindNotFoundError:
            return

    async with anyio.create_task_group() as tasks:
        for each in wave:
            tasks.start_soon(one, each.reference)
