"""What declaring returns, underneath: whether a resource has settled, and its output as a reference before and a value after."""

import contextvars
from collections.abc import Callable, Collection
from typing import Any, Protocol

import attrs

from typekro.expressions import AwaitedRoot, Place, Root, reference_to
from typekro.orchestrator.secrets import SecretRoot
from typekro.orchestrator.waiting import Settled


class App(Protocol):
    """The app, as far as a resource has to know it.

    Attributes:
        mode: how graphs are deployed: `kro` or `direct`.
    """

    mode: str

    def declare(self, resource: Any) -> "Handle":
        """Takes a resource in, and starts it when it can."""
        ...


@attrs.define(eq=False)
class Handle:
    """The state of one declared resource during a run.

    Args:
        resource: what was declared.
        key: the id under which it is recorded.
        place: where it was declared.
        rest: told by who waits for it: something else can begin meanwhile.
        needs: what it waits for.
        secrets: those that stand in its inputs.
        awaited: whether its output is a value to whoever asks, since it was awaited, or the run has ended.
    """

    resource: Any
    key: str
    place: Place
    rest: Callable[[], None]
    needs: "tuple[Handle, ...]" = ()
    secrets: Collection[SecretRoot] = ()
    value: Any = None
    error: Exception | None = None
    settled: Settled = attrs.field(factory=Settled)
    awaited: bool = False
    _root: Root | None = None

    async def result(self) -> Any:
        """The output; waits for it.

        Raises:
            Exception: what the handler raised.
        """
        if not self.settled.is_set():
            self.rest()
            await self.settled.wait()
        self.awaited = True
        if self.error is not None:
            raise self.error
        return self.value

    def output(self) -> Any:
        """The output once it was awaited, else a reference to it.

        Whether it happens to be there by now does not count: who needs what, which is recorded, would depend on what is faster.
        """
        return self.value if self.awaited and self.error is None else reference_to(self.root)

    @property
    def root(self) -> Root:
        """What references to the output start from."""
        if self._root is None:
            self._root = AwaitedRoot(self.resource.output_type(), f"{self.key}.output")
        return self._root


_current: contextvars.ContextVar[App | None] = contextvars.ContextVar("typekro_app", default=None)


def current_app() -> App | None:
    """The app whose body is running here."""
    return _current.get()


def enter_app(app: App) -> None:
    """Makes an app the current one. Never reset by a token: an app may be left in another task than it was entered in."""
    _current.set(app)


def leave_app(app: App) -> None:
    """There is no current app any more, where it was this one."""
    if _current.get() is app:
        _current.set(None)
