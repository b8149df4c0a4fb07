"""Serving a local cluster in a thread with an event loop of its own, for callers that run none."""

import asyncio
import concurrent.futures
import contextlib
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractAsyncContextManager

from typekro.local.serving.served import Served


@contextlib.contextmanager
def in_background(serve: Callable[[], AbstractAsyncContextManager[Served]]) -> Generator[Served]:
    """Serves in a thread with an event loop of its own, for the length of a block.

    Args:
        serve: serves, on the loop that it is called on.

    Raises:
        TypeKroError: it cannot be served.
    """
    started: concurrent.futures.Future[Served] = concurrent.futures.Future()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def live() -> None:
        try:
            async with serve() as served:
                started.set_result(served)
                await stop.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    ended: concurrent.futures.Future[None] = concurrent.futures.Future()

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(live())
        except BaseException as error:  # noqa: BLE001 - it is raised where the block ends
            ended.set_exception(error)
        else:
            ended.set_result(None)

    threading.Thread(target=work, name="typekro local cluster", daemon=True).start()
    served = started.result()
    try:
        yield served
    finally:
        loop.call_soon_threadsafe(stop.set)
        ended.result()
