"""What is given to kro's resources, looked at as they are declared: before a cluster is asked."""

import math

from typekro.errors import UsageError, compose
from typekro.graph import ResourceGraph


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
