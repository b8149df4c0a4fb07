"""What is made once a run, however many ask for it at the same time."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import attrs


@attrs.define(eq=False)
class Once:
    """A value that is made when it is first asked for, once for all who ask meanwhile; a failure is not kept."""

    value: Any = None
    there: bool = False
    flight: "_Flight | None" = None

    async def get(self, make: Callable[[], Awaitable[Any]]) -> Any:
        """The value; `make` is called where there is none yet, and nobody else is at it."""
        while not self.there:
            if self.flight is None:
                await self._fly(make)
            else:
                flight = self.flight
                await flight.landed.wait()
                if flight.error is not None:  # who waited for it gets its failure; who comes later tries again
                    raise flight.error
        return self.value

    async def _fly(self, make: Callable[[], Awaitable[Any]]) -> None:
        flight = self.flight = _Flight()
        try:
            self.value = await make()
            self.there = True
        except Exception as error:
            flight.error = error
            raise
        finally:
            self.flight = None
            flight.landed.set()


@attrs.define(eq=False)
class _Flight:
    landed: anyio.Event = attrs.field(factory=anyio.Event)
    error: Exception | None = None
