"""Keeps what a local cluster holds in its file: nothing is answered before it is written there, and what is done by hand goes there too."""

import asyncio
import secrets
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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._file = ClusterFile(path, clock)
        self._revision = 0
        self._facts: Mapping[str, str] = {}
        self._dirty: dict[str, Manifest | None] = {}
        self._writing = False
        self._lost = False
        self._flushing: asyncio.Future[None] | None = None
        self._unheard: Exception | None = None

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
            StateError: it could not be written.
        """
        self._writing = True
        if not self._dirty:
            return
        try:
            await asyncio.shield(self._flushed_soon(asyncio.get_running_loop()))
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
        unheard, self._unheard = self._unheard, None
        try:
            if self._writing and self._dirty and not self._lost:
                self._write()
            elif unheard is not None:
                raise unheard
        finally:
            self._writing = self._lost = False
            self._loop = None
            self._file.close()

    def _take(self, change: Change) -> None:
        self._dirty[_key(change.object)] = None if change.type == "DELETED" else change.object
        self._revision = int(change.object["metadata"]["resourceVersion"])
        if self._by_itself():
            return
        self._writing = True
        if self._loop is not None and _running_loop() is self._loop:  # from elsewhere it is kept at the end
            self._flushed_soon(self._loop)

    def _flushed_soon(self, loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
        if self._flushing is None:
            self._flushing = loop.create_future()
            loop.call_soon(self._flush, self._flushing)
        return self._flushing

    def _flush(self, done: asyncio.Future[None]) -> None:
        self._flushing = None
        try:
            self._write()
        except Exception as error:  # noqa: BLE001 - it is raised where it is awaited, else at the end
            self._unheard = error
            done.set_exception(error)
            done.exception()  # who waited may have been cancelled
        else:
            self._unheard = None
            done.set_result(None)

    def _write(self) -> None:
        if not self._file.is_open and self._file.open().facts:
            self._lost = True
            self._file.close()
            hint = "run again: it is read then"
            raise StateError(
                compose(f"{self._file.path}: another process made this local cluster meanwhile", (), hint), str(self._file.path)
            )
        facts = {REVISION: str(self._revision), _WRITER: secrets.token_hex(8)}
        self._file.write({key: None if each is None else encoded(each).decode() for key, each in self._dirty.items()}, facts)
        self._dirty, self._facts = {}, facts


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _key(obj: Manifest) -> str:
    metadata, group = obj["metadata"], obj["apiVersion"].rpartition("/")[0]
    return f"{obj['kind']}.{group}/{metadata.get('namespace', '')}/{metadata['name']}"
