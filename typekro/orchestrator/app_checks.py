"""What is looked at before an app does anything: whether it can be meant."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from typekro.errors import DefinitionError, RefusedError, UsageError, compose
from typekro.expressions import roots_of
from typekro.orchestrator.handle import Handle
from typekro.orchestrator.launch import this_launch
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.planning import Planning
from typekro.orchestrator.resource import Resource
from typekro.orchestrator.state.records import Stack


def check_id(resource: Resource[Any]) -> None:
    """An id is a text of one letter or more.

    Raises:
        UsageError: it is not so.
    """
    given: object = cast("object", resource.id)
    if not roots_of(given) and not (isinstance(given, str) and given):
        name = type(resource).__name__
        why = "an id tells a resource from the others of its app, from run to run: a text of one letter or more"
        raise UsageError(compose(f"{name}({given!r}): no id", why, f'{name}("my-id", ...)'))


def check_new(key: str, app: str, handles: Mapping[str, Handle]) -> None:
    """An id is declared once.

    Raises:
        UsageError: it was declared before.
    """
    if key in handles:
        why = ["an id tells a resource from the others of its app, from run to run", f"the first one is at {handles[key].place.short}"]
        raise UsageError(compose(f"{key} is declared twice in app {app!r}", why, "give one of them another id"))


def check_plan(plan: Plan | None, stack: Stack) -> None:
    """A plan is of this stage, and of this state.

    Raises:
        RefusedError: it is not so.
    """
    if plan is None:
        return
    again = this_launch().plan_command(stack.stage)
    if (plan.app, plan.stage) != (stack.app, stack.stage):
        what = f"the plan is of {plan.app}/{plan.stage}, and this is {stack.app}/{stack.stage}: nothing was changed"
        raise RefusedError(compose(what, (), again))
    plan.check_state(stack.lineage, stack.serial, again)


def asked_too_early(error: BaseException | None, planning: Planning) -> str | None:
    """What the body asked of a value that is not known before it is applied, where that is what ended it."""
    if not isinstance(error, DefinitionError):
        return None
    open_roots = {handle.root.label for handle in planning.unknown}
    asked = error.context.get("awaited", ())
    return error.message.splitlines()[0] if open_roots.intersection(asked) else None


def check_backend() -> None:
    """An app runs on asyncio.

    Raises:
        UsageError: it is not so.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        why = "the Kubernetes client and the engine need asyncio"
        raise UsageError(compose("typekro runs on asyncio only", why, "typekro.run(main), or anyio.run(main) without backend=")) from None
