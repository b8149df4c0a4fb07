"""What is known of an instance once it is there."""

from typing import Any, Generic, TypeVar

import attrs

from typekro.kro.direct_objects import DirectObject
from typekro.kro.direct_work import Work
from typekro.kro.ownership import Footprint

S = TypeVar("S")
T = TypeVar("T")


@attrs.frozen(kw_only=True)
class DeployedInstance(Generic[S, T]):
    """An instance as it is in the cluster.

    Args:
        name: its name.
        namespace: its namespace; None for a kind of the cluster.
        spec: what was declared.
        status: what kro made of it, as it is now; None until it is ready.
        footprint: what our last apply left on it.
        generation: the generation that our last apply gave it.
        awaits_graph: whether its kind's graph changed under it, and its children have not been seen to follow.
        live: the object as this run last had it; not recorded.
        objects: what was made of it without kro, where it is deployed so, or was before.
        work: the deployment without kro, while this run is at it; not recorded.
        stale: why it would be changed though nobody has changed it; not recorded.
    """

    name: str
    namespace: str | None
    spec: S
    status: T
    footprint: Footprint = attrs.field(repr=False)
    generation: int = attrs.field(default=0, repr=False)
    awaits_graph: bool = attrs.field(default=False, repr=False)
    live: dict[str, Any] | None = attrs.field(default=None, repr=False, eq=False)
    objects: tuple[DirectObject, ...] = attrs.field(default=(), repr=False)
    work: Work | None = attrs.field(default=None, repr=False, eq=False)
    stale: str | None = attrs.field(default=None, repr=False, eq=False)
