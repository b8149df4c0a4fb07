"""The parts of a local cluster, put together: API server, front door, controllers, kro and file."""

import contextlib
import json
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from typekro.local.api import ApiServer, Snapshot
from typekro.local.controllers import Runner, Workloads, run_controllers
from typekro.local.faults import Faults
from typekro.local.front import Front
from typekro.local.kro import install, kro_controllers

if TYPE_CHECKING:
    from typekro.local.keeping import Keeper
    from typekro.local.persistence import Saved


class Machine:
    """All that works inside a local cluster.

    Args:
        path: the file that it lives in; None for memory alone.
        faults: what goes wrong.
        workloads: which workloads do not become ready.
        kro: whether kro is installed.
        clock: the time, in UTC.
    """

    def __init__(self, path: Path | None, faults: Faults, *, workloads: Workloads, kro: bool, clock: Callable[[], datetime]) -> None:
        self._workloads = workloads
        self._kro = kro
        self._clock = clock
        self._building = True
        self._keeper = None if path is None else _keeper(path, clock, lambda: self._building or self.runner.is_working)
        self.server = ApiServer(clock=clock)
        self.front = Front(self.server, faults, self.durable)
        if self._keeper is not None:
            self._keeper.follow(self.server, None)
        self.runner: Runner = self._controlled()
        self._building = False

    def open(self) -> None:
        """Takes the file, and reads it where it holds something else than is known.

        Raises:
            LockedError: another process has it.
            StateError: it cannot be used.
        """
        saved = None if self._keeper is None else self._keeper.open()
        if self._keeper is not None and saved is not None:
            self.server = restored(saved, self._clock)
            self.front.server = self.server
            self._keeper.follow(self.server, saved)
            self.runner.close()
            self._building = True
            try:
                self.runner = self._controlled()
            finally:
                self._building = False

    async def run(self) -> None:
        """Lets the controllers work until it is cancelled.

        Raises:
            Exception: one of them failed, which is a defect; whoever asks the cluster anything from then on gets it too.
        """
        self.front.fail(None)
        try:
            await self.runner.run()
        except Exception as error:
            self.front.fail(error)
            raise

    def close(self) -> None:
        """Writes what is left to the file, and lets other processes have it.

        Raises:
            StateError: it could not be written.
        """
        if self._keeper is not None:
            self._keeper.close()

    async def durable(self) -> None:
        """Waits until all that was written so far is in the file, which is made where there is none.

        Raises:
            LockedError: another process has it.
            StateError: it could not be written.
        """
        if self._keeper is not None:
            await self._keeper.durable()

    @contextlib.contextmanager
    def serving(self, kubeconfig: Path) -> Generator[None]:
        """While it is served, whoever comes second to the file is told how to get in.

        Args:
            kubeconfig: what leads to it.
        """
        if self._keeper is None:
            yield
            return
        self._keeper.say("serving", kubeconfig)
        try:
            yield
        finally:
            self._keeper.say("in use")

    def _controlled(self) -> Runner:
        if not self._kro:
            return run_controllers(self.server, clock=self._clock, workloads=self._workloads)
        install(self.server)
        return run_controllers(
            self.server, clock=self._clock, workloads=self._workloads, more=lambda _: kro_controllers(self.server, self._clock)
        )


def _keeper(path: Path, clock: Callable[[], datetime], by_itself: Callable[[], bool]) -> "Keeper":
    from typekro.local.keeping import Keeper  # noqa: PLC0415 - it brings SQLite, and most clusters live in memory

    return Keeper(path, lambda: clock().astimezone(), by_itself)


def restored(saved: "Saved", clock: Callable[[], datetime]) -> ApiServer:
    """The API server that a file was written by, as it was.

    Args:
        saved: what the file holds.
        clock: the time, in UTC.
    """
    from typekro.local.keeping import REVISION  # noqa: PLC0415 - as above

    server = ApiServer(clock=clock)
    server.restore(Snapshot(tuple(json.loads(each) for each in saved.objects.values()), int(saved.facts[REVISION])))
    return server
