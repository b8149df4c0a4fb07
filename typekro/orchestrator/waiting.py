"""What there is one of for each of very many resources: an event and a turn that take no memory until somebody waits."""

from collections.abc import Callable
from typing import Self

import anyio
import attrs


@attrs.define(eq=False)
class Settled:
    """An event, of which most are set before anybody waits.

    Attributes:
        failed: whether it was a failure; known once it is set.
    """

    failed: bool = False
    _is_set: bool = False
    _event: anyio.Event | None = None
    _followers: "list[Callable[[Settled], None]] | None" = None

    def set(self, *, failed: bool = False) -> None:
        """Lets all go on who wait, and nobody wait any more."""
        self.failed = failed
        self._is_set = True
        if self._event is not None:
            self._event.set()
        followers, self._followers = self._followers, None
        for follow in followers or ():
            follow(self)

    def then(self, follow: "Callable[[Settled], None]") -> None:
        """Calls a function as soon as it is set, before anybody who waits goes on."""
        if self._is_set:
            follow(self)
        elif self._followers is None:
            self._followers = [follow]
        else:
            self._followers.append(follow)

    def is_set(self) -> bool:
        """Whether it was set."""
        return self._is_set

    async def wait(self) -> None:
        """Waits until it is set."""
        if not self._is_set:
            if self._event is None:
                self._event = anyio.Event()
            await self._event.wait()


@attrs.define(eq=False)
class Turn:
    """A turn among so many at once, for the length of a block; it can be over before the end of that."""

    _limiter: anyio.CapacityLimiter
    _is_over: bool = False

    async def __aenter__(self) -> Self:
        await self._limiter.acquire_on_behalf_of(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Lets the next one begin."""
        if not self._is_over:
            self._is_over = True
            self._limiter.release_on_behalf_of(self)
