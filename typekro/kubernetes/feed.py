"""Keeps up with the objects of a kind for all who watch them: each version goes to everybody in the order of the server."""

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar
from weakref import WeakSet

import anyio

from typekro.errors import TypeKroError
from typekro.kubernetes.discovery import ResourceType
from typekro.kubernetes.errors import KindNotFoundError, api_error
from typekro.kubernetes.objects import Listing, Manifest, describe
from typekro.kubernetes.retry import FORBIDDEN, GONE, NOT_ALLOWED, NOT_FOUND, UNAUTHORIZED, Disconnected, Reply, Request, Tries
from typekro.kubernetes.transport import Transport, let_pass

T = TypeVar("T")
Key = tuple[str, str]
"""Namespace and name; the namespace is empty where the kind has none."""

Predicate = Callable[[Manifest | None], T | None]

ANY: Key = ("", "")
"""In the place of a key: every object."""

_STREAM_SECONDS = 60
_GRACE_SECONDS = 15.0
_POLL_SECONDS = 1.0
_LIVED_SECONDS = 1.0


class Mark:
    """A moment in the life of one object, and every version since: `Watch.mark` makes it; drop or close it to stop recording.

    Attributes:
        versions: the versions that arrived since, in order; None where the object was gone.
        complete: no version can be missing; False once the watch had to list again instead of going on.
    """

    def __init__(self, key: Key) -> None:
        self.key = key
        self.versions: list[Manifest | None] = []
        self.complete = True
        self.open = True

    def close(self) -> None:
        """Stops recording."""
        self.open = False


class Observer(Generic[T]):
    """Somebody who waits: runs the predicate as the versions come, so that none has to be kept."""

    def __init__(self, predicate: Predicate[T]) -> None:
        self.done = anyio.Event()
        self._predicate = predicate
        self._result: T | None = None
        self._failure: Exception | None = None

    def offer(self, version: Manifest | None) -> None:
        """Shows a version to the predicate, unless it has had its answer."""
        if self.done.is_set():
            return
        try:
            self._result = self._predicate(version)
        except Exception as error:  # noqa: BLE001 - it is the waiting caller's own, and is raised there
            self.fail(error)
        if self._result is not None:
            self.done.set()

    def fail(self, error: Exception) -> None:
        """Ends the wait with an error."""
        if not self.done.is_set():
            self._failure = error
            self.done.set()

    def outcome(self) -> T:
        """What the predicate gave, or the error that ended the wait."""
        if self._failure is not None:
            raise self._failure
        assert self._result is not None  # noqa: S101 - for the type checkers: it is done
        return self._result


class Follower(Observer[Any]):
    """Somebody who keeps up with an object, and never has enough: told of each version as it comes, and of the end.

    Args:
        see: is given each version, and None where the object is gone.
        lost: is called where nothing more will come; asking the watch then tells why.
    """

    def __init__(self, see: Callable[[Manifest | None], object], lost: Callable[[], object]) -> None:
        super().__init__(lambda version: see(version) and None)
        self._lost = lost

    def fail(self, error: Exception) -> None:
        """Tells of the end."""
        super().fail(error)
        self._lost()


class Feed:
    """Keeps up with the objects of a kind: lists, watches from there, goes on after breaks, polls where it may not watch.

    Args:
        session: opens the streams.
        kind: which objects.
        namespace: only those of this namespace; None for all.
        read: lists them.
    """

    def __init__(self, session: Transport, kind: ResourceType, namespace: str | None, read: Callable[[], Awaitable[Listing]]) -> None:
        self._session = session
        self._kind = kind
        self._read = read
        self._observers: defaultdict[Key, list[Observer[Any]]] = defaultdict(list)
        self._ready = anyio.Event()
        self._failure: TypeKroError | None = None
        self._scope = anyio.CancelScope()
        self._version = ""
        self._polling = False
        self.namespace = namespace
        self.latest: dict[Key, Manifest] = {}
        self.marks: WeakSet[Mark] = WeakSet()
        self.users = 0
        self.left = 0.0
        self._joined = anyio.Event()

    async def run(self) -> None:
        """Works until it is stopped, or can do no more: then all who wait are told."""
        with self._scope:
            try:
                await self._keep_up()
            except TypeKroError as error:
                self._fail(error)
            finally:
                self._fail(self._session.unreachable(Disconnected("the client was closed")))

    def join(self) -> None:
        """Counts one more who watches."""
        self.users += 1
        self._joined.set()

    def leave(self) -> None:
        """Counts one less."""
        self.users -= 1
        self.left = anyio.current_time()

    async def started(self) -> None:
        """Waits until the objects are known.

        Raises:
            TypeKroError: they cannot be.
        """
        await self._ready.wait()
        self.check()

    @property
    def failed(self) -> bool:
        """It can do no more."""
        return self._failure is not None

    def check(self) -> None:
        """Raises what ended the feed, if it has ended."""
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Ends it."""
        self._scope.cancel()

    @contextmanager
    def observing(self, key: Key, observer: Observer[Any]) -> Generator[None]:
        """Gives an observer the versions of an object for the time of a `with` block."""
        self._observers[key].append(observer)
        try:
            yield
        finally:
            self._observers[key].remove(observer)
            if not self._observers[key]:
                del self._observers[key]

    async def _keep_up(self) -> None:
        while True:
            listing = await self._list()
            self._replace(listing.items if listing else [])
            self._ready.set()
            if listing is None or self._polling:
                await anyio.sleep(_POLL_SECONDS)
            else:
                self._version = listing.resource_version
                await self._follow()
                await anyio.sleep(self._session.patience.first)  # a server that forgets at once is not to be asked without end
            await self._until_used()

    async def _list(self) -> Listing | None:
        """None: the kind itself is gone, and all its objects with it."""
        try:
            return await self._read()
        except KindNotFoundError:
            if not self._ready.is_set():
                raise
            return None

    async def _follow(self) -> None:
        """Watches until there is something to be listed anew."""
        tries = self._tries()
        refused = False
        while True:
            renewals, began = self._session.renewals, anyio.current_time()
            outcome = await self._stream()
            if outcome is None or anyio.current_time() - began > _LIVED_SECONDS:
                tries, refused = self._tries(), False
            if outcome is None:
                continue
            status = outcome.status if isinstance(outcome, Reply) else 0
            if status == UNAUTHORIZED and not refused:
                refused = True
                await self._session.renew(renewals)
                continue
            self._polling = status in {FORBIDDEN, NOT_ALLOWED}
            if self._polling or status in {GONE, NOT_FOUND}:
                return
            pause = tries.pause(outcome, anyio.current_time())
            if pause is None:
                raise self._error(outcome)
            await anyio.sleep(pause)

    async def _stream(self) -> Reply | Disconnected | None:
        """Takes in the events of one stream; None where it brought some and ended in order."""
        query = {"watch": "true", "allowWatchBookmarks": "true", "resourceVersion": self._version, "timeoutSeconds": str(_STREAM_SECONDS)}
        before = self._version
        await self._until_used()
        try:
            async with self._session.stream(
                Request("GET", self._kind.path(self.namespace), query), _STREAM_SECONDS + _GRACE_SECONDS
            ) as events:
                if isinstance(events, Reply):
                    return events
                async for event in events:
                    if event["type"] == "ERROR":
                        return Reply(int(event["object"].get("code", 500)), json.dumps(event["object"]).encode())
                    self._take(event["type"], event["object"])
        except Disconnected as error:
            return error
        return None if self._version != before else Disconnected("the watch ended at once")

    async def _until_used(self) -> None:
        """Waits for somebody who watches: who only wanted a look has left by now, and no connection is made that nobody would use."""
        await let_pass()
        while not self.users:
            self._joined = anyio.Event()
            await self._joined.wait()

    def _take(self, change: str, version: Manifest) -> None:
        self._version = version["metadata"]["resourceVersion"]
        if change == "BOOKMARK":
            return
        self._offer(_key(version), None if change == "DELETED" else version)

    def _replace(self, items: list[Manifest]) -> None:
        if self._ready.is_set():
            for mark in self.marks:
                mark.complete = False
        found = {_key(item): item for item in items}
        for key in [key for key in self.latest if key not in found]:
            self._offer(key, None)
        for key, item in found.items():
            known = self.latest.get(key)
            if known is None or not _is_same(known, item):
                self._offer(key, item)

    def _offer(self, key: Key, version: Manifest | None) -> None:
        if version is None:
            self.latest.pop(key, None)
        else:
            self.latest[key] = version
        for mark in self.marks:
            if mark.key == key and mark.open:
                mark.versions.append(version)
        for observer in [*self._observers.get(key, ()), *self._observers.get(ANY, ())]:
            observer.offer(version)

    def _fail(self, error: TypeKroError) -> None:
        if self._failure is None:
            self._failure = error
        self._ready.set()
        for observer in [observer for observers in self._observers.values() for observer in observers]:
            observer.fail(self._failure)

    def _tries(self) -> Tries:
        return Tries(self._session.patience, anyio.current_time())

    def _error(self, outcome: Reply | Disconnected) -> TypeKroError:
        if isinstance(outcome, Disconnected):
            return self._session.unreachable(outcome)
        target = describe(self._kind.kind, None, self.namespace)
        return api_error(
            action="watch", target=target, status=outcome.status, said=outcome.document(), context=self._session.access.context
        )


def _key(version: Manifest) -> Key:
    metadata = version["metadata"]
    return metadata.get("namespace", ""), metadata["name"]


def _is_same(version: Manifest, other: Manifest) -> bool:
    """Whether two versions are one; a ComponentStatus, which is computed when it is asked for, has no resourceVersion."""
    told: str | None = version["metadata"].get("resourceVersion")
    return version == other if told is None else told == other["metadata"].get("resourceVersion")
