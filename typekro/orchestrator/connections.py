"""What an app is given to work through, such as a cluster: opened once a run, and checked against what the records were made in."""

import functools
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import anyio
import attrs
from anyio.abc import TaskGroup, TaskStatus

from typekro.errors import RefusedError, compose
from typekro.orchestrator.slots import check_given, forget_command, name_in, sort_of, told
from typekro.orchestrator.state.records import Record


class Connection(Protocol):
    """An open connection."""

    @property
    def identity(self) -> str:
        """What tells the place it leads to from any other one, for ever."""
        ...


class Provider(Protocol):
    """What fills a slot of an app: something that can be connected to."""

    def connect(self) -> AbstractAsyncContextManager[Any]:
        """Opens the connection for as long as the context is entered."""
        ...


@attrs.define(eq=False)
class Connections:
    """The open connections of a run; each is held by a task of its own in the app's task group.

    Args:
        given: what the app was given, by slot.
        group: the app's task group.
        opened: told of each connection when it is open.
        app: the app's name, for the commands that errors name.
        stage: the stage, likewise.
    """

    given: dict[str, Provider]
    group: TaskGroup
    opened: Callable[[Any], None]
    app: str
    stage: str
    _open: dict[str, Any] = attrs.field(factory=dict[str, Any])
    _failed: dict[str, Exception] = attrs.field(factory=dict[str, Exception])
    _lock: anyio.Lock = attrs.field(factory=anyio.Lock)
    _leave: anyio.Event = attrs.field(factory=anyio.Event)

    async def get(self, slot: str, default: Callable[[], Provider], records: Iterable[Record]) -> Any:
        """The connection of a slot; opened at the first call, and tried once a run.

        Args:
            slot: the slot.
            default: gives what is connected to where the app was given nothing.
            records: all of the stage.

        Raises:
            RefusedError: records were made in another place than the one it leads to, or the app was given nothing of that name.
            TypeKroError: it cannot be opened.
        """
        async with self._lock:
            if slot in self._failed:
                raise self._failed[slot]
            if slot not in self._open:
                try:
                    self._open[slot] = await self._connect(slot, default, records)
                except Exception as error:
                    self._failed[slot] = error
                    raise
            return self._open[slot]

    async def _connect(self, slot: str, default: Callable[[], Provider], records: Iterable[Record]) -> Any:
        if name_in(slot) is not None and slot not in self.given:
            check_given(records, self.given, self.stage, self.app)
        found = await self.group.start(self._hold, self.given.get(slot) or default())
        if isinstance(found, _Failed):
            raise found.error
        _check_place(slot, found, records, forget=functools.partial(forget_command, stage=self.stage, app=self.app))
        self.opened(found)
        return found

    async def _hold(self, provider: Provider, *, task_status: TaskStatus[Any]) -> None:
        started = False
        try:
            async with provider.connect() as connection:
                task_status.started(connection)
                started = True
                await self._leave.wait()
        except Exception as error:
            if started:
                raise
            task_status.started(_Failed(error))

    def has_failed_with(self, error: Exception) -> bool:
        """Whether this is why a connection could not be had: an error of all that need it, and of none of them alone."""
        return any(error is each for each in self._failed.values())

    def leave(self) -> None:
        """Lets the connections go; they close as the task group ends."""
        self._leave.set()


@attrs.frozen
class _Failed:
    error: Exception


def _check_place(slot: str, connection: Connection, records: Iterable[Record], *, forget: Callable[[str], str]) -> None:
    strangers = [record for record in records if record.slot == slot and record.place not in {None, connection.identity}]
    if not strangers:
        return
    places = sorted({str(record.place) for record in strangers})
    names = ", ".join(record.id for record in strangers[:3]) + (f" and {len(strangers) - 3} more" if len(strangers) > 3 else "")  # noqa: PLR2004
    called = "" if str(connection) == connection.identity else f": {connection}"
    raise RefusedError(
        compose(
            f"this is another {told(slot)} than the one that the records were made in: nothing was changed",
            [f"connected to {connection.identity}{called}", f"recorded in {', '.join(places)}: {names}"],
            [
                f"go back to the old {told(slot)}, or drop its records and touch nothing there:",
                *(forget(f"--{sort_of(slot)} {place}") for place in places),
            ],
        ),
        {"slot": slot, "connected": connection.identity, "recorded": places},
    )
