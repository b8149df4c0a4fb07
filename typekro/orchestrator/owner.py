"""The task that all others of an app belong to: an app may be left in another task than it was entered in, and cancelled at any await."""

import asyncio
from collections.abc import Callable
from typing import Any

import anyio
import attrs
from anyio.abc import TaskGroup


@attrs.define(eq=False)
class Owner:
    """Holds two groups of tasks: the connections, and the work that goes through them and so ends first.

    Args:
        connections: the group of the tasks that hold connections.
        work: the group of the tasks that bring resources into being.
    """

    connections: TaskGroup
    work: TaskGroup
    _leave: asyncio.Event
    _worked: asyncio.Event
    _task: "asyncio.Task[None]"

    @classmethod
    async def start(cls, beat: Callable[[], None]) -> "Owner":
        """Starts the task; `beat` is called once a second."""
        ready: asyncio.Future[tuple[TaskGroup, TaskGroup]] = asyncio.get_running_loop().create_future()
        leave, worked = asyncio.Event(), asyncio.Event()

        async def own() -> None:
            async with anyio.create_task_group() as connections:
                try:
                    async with anyio.create_task_group() as work:
                        ready.set_result((connections, work))
                        while not leave.is_set():
                            with anyio.move_on_after(1):
                                await leave.wait()
                            beat()
                finally:
                    worked.set()

        task = asyncio.create_task(own(), name="typekro app")
        connections, work = await ready
        return cls(connections, work, leave, worked, task)

    def cut(self) -> None:
        """Cancels the work; what is shielded in it, a write that was begun, is finished."""
        self.work.cancel_scope.cancel()

    async def end(self, let_connections_go: Callable[[], None]) -> None:
        """Ends the work, then lets the connections go, and returns when both have ended.

        Raises:
            BaseException: what broke the task, which nobody else would tell.
        """
        self._leave.set()
        await self._worked.wait()
        let_connections_go()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()


async def finished(task: "asyncio.Task[Any]", on_cancel: Callable[[], None]) -> None:
    """Waits for a task to the end, also where the waiting itself is cancelled; then it is cancelled once the task has ended.

    Args:
        task: what is waited for; its error is raised.
        on_cancel: called at each cancellation, so that the task can be made to hurry.
    """
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
            on_cancel()
        except BaseException:
            if not task.done():  # a second Ctrl-C, which Python raises wherever it happens to be
                raise
    if cancelled is not None:
        task.exception()  # the cancellation goes before it
        raise cancelled
    task.result()
