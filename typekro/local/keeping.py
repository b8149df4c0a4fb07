"""Keeps what a local cluster holds in its file: nothing is answered before it is written there, and what is done by hand goes there too."""

import asyncio
import contextlib
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from typekro.errors import StateError, compose
from typekro.local.api import ApiServer, Change
from typekro.local.api.changes import Manifest
from typekro.local.api.responses import encoded
from typekro.local.persistence import ClusterFile, Saved

REVISION = "revision"
"""The fact that tells the last resourceVersion."""

_WRITER = "writer"


class Keeper:
    """What is yet to be written, and the file where it goes.

    What was only looked at leaves no file behind: it is made with the first write.

    Args:
        path: the file.
        clock: the time, in the time zone to tell users times in.
        by_itself: whether the cluster does by itself what is written now, as its controllers do: that alone is nothing to be kept.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], by_itself: Callable[[], bool]) -> None:
        self._by_itself = by_itself
        self._file = ClusterFile(path, clock)
        self._facts: Mapping[str, str] = {}
        self._lost = False
        self._flushing: tuple[asyncio.Future[None], asyncio.Handle] | None = None
        self._unheard: Exception | None = None
        self._lock = threading.Lock()  # for what follows: the server may be written to from another thread
        self._loop: asyncio.AbstractEventLoop | None = None
        self._revision = 0
        self._dirty: dict[str, Manifest | None] = {}
        self._writing = False

    def open(self) -> Saved | None:
        """Takes the file, if there is one.

        Returns:
            What it holds, where that is not what we know.

        Raises:
            LockedError: another process has it.
            StateError: it cannot be used.
        """
        saved = self._file.open() if self._file.path.exists() else None
        self._loop = _running_loop()
        return saved if saved is not None and saved.facts and saved.facts != self._facts else None

    def follow(self, server: ApiServer, saved: Saved | None) -> None:
        """Keeps what is written to a server from now on.

        Args:
            server: the API server.
            saved: what it was made from; None where nothing of it is in the file.
        """
        self._facts = {} if saved is None else saved.facts
        snapshot = server.snapshot()
        self._revision = snapshot.resource_version
        self._dirty = {} if saved is not None else {_key(each): each for each in snapshot.objects}
        server.subscribe(self._take)

    async def durable(self) -> None:
        """Waits until all that was written so far is in the file; who waits at the same time shares one transaction.

        Raises:
            LockedError: another process has it.
            StateError: it could not be written, or the connection has ended.
        """
        self._writing = True
        if not self._dirty:
            return
        if self._loop is None:
            raise self._late()
        try:
            await asyncio.shield(self._flushed_soon(self._loop))
        except Exception:
            self._unheard = None
            raise

    def say(self, doing: str, kubeconfig: Path | None = None) -> None:
        """Writes down for those who come second what this process does with the file.

        Args:
            doing: such as `in use`.
            kubeconfig: what leads to it, where it is served.
        """
        self._file.say(doing, kubeconfig)

    def close(self) -> None:
        """Writes what is left, if anything was, and lets other processes have the file.

        Raises:
            StateError: it could not be written.
        """
        with self._lock:
            self._loop = None  # what comes from now on is kept with the next connection
            due = self._flushing is not None or (self._writing and self._dirty and not self._lost)
            self._writing = False
        try:
            if due:
                self._flush()
            if self._unheard is not None:
                raise self._unheard
        finally:
            self._lost, self._unheard = False, None
            self._file.close()

    def _take(self, change: Change) -> None:
        with self._lock:
            self._dirty[_key(change.object)] = None if change.type == "DELETED" else change.object
            self._revision = int(change.object["metadata"]["resourceVersion"])
            loop = self._loop
            here = loop is None or loop is _running_loop()
            if here and self._by_itself():  # controllers work on the loop alone
                return
            self._writing = True
        if loop is None:
            return
        if here:
            self._flushed_soon(loop)
            return
        with contextlib.suppress(RuntimeError):  # the loop is closed: it is kept with the next connection
            loop.call_soon_threadsafe(self._flush_from_elsewhere, loop)

    def _flush_from_elsewhere(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._dirty and loop is self._loop:
            self._flushed_soon(loop)

    def _flushed_soon(self, loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
        if self._flushing is None:
            self._flushing = loop.create_future(), loop.call_soon(self._flush)
        return self._flushing[0]

    def _flush(self) -> None:
        """Writes now, instead of soon."""
        done = None
        if self._flushing is not None:
            (done, handle), self._flushing = self._flushing, None
            handle.cancel()
        try:
            self._write()
        except Exception as error:  # noqa: BLE001 - it is raised where it is awaited, else at the end
            self._unheard = error
            if done is not None:
                done.set_exception(error)
                done.exception()  # who waited may have been cancelled
        else:
            self._unheard = None
            if done is not None:
                done.set_result(None)

    def _write(self) -> None:
        if not self._file.is_open and self._file.open().facts:
            self._lost = True
            self._file.close()
            hint = "run again: it is read then"
            raise StateError(
                compose(f"{self._file.path}: another process made this local cluster meanwhile", (), hint), str(self._file.path)
            )
        with self._lock:
            dirty, self._dirty = self._dirty, {}
            facts = {REVISION: str(self._revision), _WRITER: secrets.token_hex(8)}
        try:
            self._file.write({key: None if each is None else encoded(each).decode() for key, each in dirty.items()}, facts)
        except BaseException:
            with self._lock:
                self._dirty = dirty | self._dirty
            raise
        self._facts = facts

    def _late(self) -> StateError:
        why = "what was written is in memory, and in the file with the next connection"
        hint = "write where the connection is open: async with cluster.connect() as client:"
        message = compose(f"{self._file.path}: the connection to this local cluster has ended", why, hint)
        return StateError(message, str(self._file.path))


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _key(obj: Manifest) -> str:
    metadata, group = obj["metadata"], obj["apiVersion"].rpartition("/")[0]
    return f"{obj['kind']}.{group}/{metadata.get('namespace', '')}/{metadata['name']}"
