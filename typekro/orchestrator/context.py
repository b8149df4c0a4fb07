"""What a handler is given beside its inputs: who it works for, the operation's key, and a way to say what it waits for."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar, cast

import attrs

C = TypeVar("C")
R = TypeVar("R")


class World(Protocol):
    """The side of the engine that a context speaks to."""

    async def once(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """What `make` returned, which runs once a run for a key."""
        ...

    @property
    def changes(self) -> int:
        """How many changes this run has made outside."""
        ...

    def changed_since(self, moment: int, id_: str) -> bool:
        """Whether this run has changed something that a resource may be touched by; see `Context.changed_since`."""
        ...

    def waiting(self, id_: str, reason: str) -> None:
        """Tells the user what a resource waits for."""
        ...

    def changing(self, id_: str) -> AbstractAsyncContextManager[None]:
        """While something is changed outside by who waits; see `Context.changing`."""
        ...

    def digest(self, path: str, text: str) -> str:
        """What is recorded in the place of a text of a resource that only has to be known again."""
        ...

    def note(self, id_: str, text: str) -> None:
        """Tells the user something about a resource."""
        ...


class Sharing(Protocol):
    """What the handlers of a run share that work through the same connection."""

    async def once(self, key: str, make: Callable[[], Awaitable[C]]) -> C:
        """What `make` returned: it runs once a run for a key."""
        ...


@attrs.frozen
class Shared:
    """The same for a handler whose connection is not needed.

    Args:
        world: the engine that runs it.
        slot: the resource's slot; None where it has none.
    """

    world: World
    slot: str | None

    async def once(self, key: str, make: Callable[[], Awaitable[C]]) -> C:
        """What `make` returned: it runs once a run for a key."""
        return cast("C", await self.world.once(f"{self.slot} {key}", make))


@attrs.define(kw_only=True, eq=False)
class Context:
    """What a handler works with.

    Args:
        app: the name of the app.
        stage: the name of the stage.
        lineage: the UUID of the state, the same for ever: what is made outside can carry it, to be known again.
        made_by: `user@host` of whoever made the state, the same for ever.
        resource_id: the id under which the resource is recorded.
        operation_key: the same for every try of one operation: to be sent along where a provider can tell repeats by it.
        slot: the resource's slot; None where it has none.
        connection: what fills the resource's slot, opened once a run; None where it has no slot.
        world: the engine that runs it.
        previous: the resource with its inputs as last applied; `old` gives it typed.
        interrupted: an earlier run was cut off in this operation, or failed in it: what it did may be there.
        cut_off: it was cut off, and did what would be done now: that it was refused anything is not known.
        adopt: what is there already under its name may be taken over.
        protected: it is declared as protected.
        retained: it is declared as retained.
        stage_protected: nothing of the stage may be deleted.
        only_reads: the run makes, changes and deletes nothing.
        alone: making or changing it touches nothing else; see `Resource.stands_alone`.
    """

    app: str
    stage: str
    lineage: str
    made_by: str
    resource_id: str
    operation_key: str
    slot: str | None = None
    connection: Any = None
    interrupted: bool = False
    cut_off: bool = False
    world: World
    previous: Any = None
    created_by_us: bool = True
    adopt: bool = False
    protected: bool = False
    retained: bool = False
    stage_protected: bool = False
    only_reads: bool = False
    alone: bool = False

    def old(self, resource: R) -> R:
        """The resource with its inputs as last applied with success; itself where there are none.

        Args:
            resource: `self`, in a handler.
        """
        return cast("R", self.previous) if self.previous is not None else resource

    async def once(self, key: str, make: Callable[[], Awaitable[C]]) -> C:
        """What `make` returned: it runs once a run for a key, and serves all who ask and work through the same connection."""
        return await Shared(self.world, self.slot).once(key, make)

    @property
    def changes(self) -> int:
        """How many changes this run has made outside so far: what was looked at before the last one may be old."""
        return self.world.changes

    def changed_since(self, moment: int) -> bool:
        """Whether this run has changed the resource, or anything that does not stand alone, since a moment of `changes`.

        What was looked at then may be old; for a resource that stands alone itself, it is not otherwise.
        """
        return self.world.changed_since(moment, self.resource_id)

    def changing(self) -> AbstractAsyncContextManager[None]:
        """While something is changed outside in `ready` or `gone`, which wait: it is one of those that are at work at once.

        That the run still has its lock is made sure of first, and what was begun is finished where the run is cancelled meanwhile.
        """
        return self.world.changing(self.resource_id)

    def waiting(self, reason: str) -> None:
        """Says what the resource waits for; told to the user when it changes."""
        self.world.waiting(self.resource_id, reason)

    def note(self, text: str) -> None:
        """Says something that the user should know."""
        self.world.note(self.resource_id, text)

    def digest(self, path: str, text: str) -> str:
        """What to keep in an output in the place of a text that is secret: the same for the same text, and nothing to read it from.

        Args:
            path: where the text stands; elsewhere the same one has another digest.
            text: the text.
        """
        return self.world.digest(path, text)

    def not_created_by_us(self) -> None:
        """Records that it was there already: it is never deleted."""
        self.created_by_us = False
