"""What is given to kro's resources, looked at as they are declared: before a cluster is asked."""

import math
from typing import Literal

from typekro.errors import UsageError, compose
from typekro.graph import ResourceGraph
from typekro.orchestrator.handle import App, current_app
from typekro.schema.problems import nearest


def check_factory(call: str, factory: object) -> None:
    """Refuses what is no graph.

    Args:
        call: the class of the resource, as its user wrote it.
        factory: what was given.

    Raises:
        UsageError: it is something else.
    """
    if not isinstance(factory, ResourceGraph):
        why = "it is what @resource_graph or to_kro_resource_graph gave"
        raise UsageError(compose(f"{call}: factory is {factory!r}, no graph", why, f"{call}(..., factory=my_graph)"))


def check_timeout(call: str, timeout: object) -> None:
    """Refuses what is no time to wait.

    Args:
        call: the class of the resource, as its user wrote it.
        timeout: what was given.

    Raises:
        UsageError: it is no number of seconds from 0.
    """
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or math.isnan(timeout) or timeout < 0:
        raise UsageError(compose(f"{call}: timeout is {timeout!r}", "it is a number of seconds, from 0", "timeout=60"))


def mode_of(call: str, given: object, app: App | None) -> Literal["kro", "direct"]:
    """How a graph is deployed: as it is said, else as the app has it.

    Args:
        call: the class of the resource, as its user wrote it.
        given: what was said; None where nothing was.
        app: the app that was given; None for the current one.

    Raises:
        UsageError: it is no mode.
    """
    here = app if app is not None else current_app()
    chosen = given if given is not None else "kro" if here is None else here.mode
    if chosen in {"kro", "direct"}:
        return "direct" if chosen == "direct" else "kro"
    hint = f'mode="{nearest(str(chosen), ("kro", "direct")) or "direct"}"'
    raise UsageError(compose(f"{call}: mode is {chosen!r}", "a graph is deployed by kro, or direct", hint))
