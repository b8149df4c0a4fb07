"""What one caller sees of a shared watch."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from typekro.errors import UsageError
from typekro.kubernetes.feed import ANY, Feed, Follower, Key, Mark, Observer, Predicate
from typekro.kubernetes.objects import Manifest

T = TypeVar("T")


class Watch:
    """What is known of the objects of a kind, live; `Client.watching` gives it.

    Args:
        feed: where the versions come from.
        namespace: the namespace that is meant where none is named; None for kinds without namespaces.
    """

    def __init__(self, feed: Feed, namespace: str | None) -> None:
        self._feed = feed
        self._namespace = namespace

    def get(self, name: str, namespace: str | None = None) -> Manifest | None:
        """The latest version of an object that was seen; None if there is none.

        Args:
            name: the object's name.
            namespace: its namespace; by default the watch's, else the client's.

        Raises:
            TypeKroError: the watch ended, so nothing is known any more.
        """
        key = self._key(name, namespace)
        self._feed.check()
        return self._feed.latest.get(key)

    def all(self) -> list[Manifest]:
        """The latest version of every object that was seen.

        Raises:
            TypeKroError: the watch ended, so nothing is known any more.
        """
        self._feed.check()
        return list(self._feed.latest.values())

    @contextmanager
    def following(
        self, name: str | None, namespace: str | None, see: Callable[[Manifest | None], object], lost: Callable[[], object]
    ) -> Generator[None]:
        """Tells of each version of an object for the time of a `with` block, the latest at once: for who waits for many at a time.

        Args:
            name: the object's name; None for all that are watched, and then the latest is not told at first.
            namespace: its namespace; by default the watch's, else the client's.
            see: is given the object as the server has it, or None where there is none. It runs inside the watch: it should only look.
            lost: is called where the watch has ended; `get` then tells why.

        Raises:
            TypeKroError: the watch ended: the cluster cannot be reached any more, or we may not read the kind any more.
        """
        key = ANY if name is None else self._key(name, namespace)
        self._feed.check()
        if name is not None:
            see(self._feed.latest.get(key))
        with self._feed.observing(key, Follower(see, lost)):
            yield

    def mark(self, name: str, namespace: str | None = None) -> Mark:
        """Records every version of an object from now on, for `until(since=...)`: take it before the change whose effect is awaited.

        Args:
            name: the object's name.
            namespace: its namespace; by default the watch's, else the client's.
        """
        mark = Mark(self._key(name, namespace))
        self._feed.marks.add(mark)
        return mark

    async def until(self, name: str, namespace: str | None, predicate: Predicate[T], *, since: Mark | None = None) -> T:
        """Waits until a predicate gives something else than None, and returns that.

        The predicate sees the latest version at once, then each one that comes, in order. It runs inside the watch: it should
        only look. How long to wait is the caller's: `anyio.fail_after`.

        Args:
            name: the object's name.
            namespace: its namespace; by default the watch's, else the client's.
            predicate: is given the object as the server has it, or None where there is none.
            since: gives the predicate the versions since this mark in place of the latest.

        Raises:
            TypeKroError: the watch ended: the cluster cannot be reached any more, or we may not read the kind any more.
        """
        key = self._key(name, namespace)
        if since is not None and since.key != key:
            raise UsageError(f"this mark is of {'/'.join(filter(None, since.key))}, not of {'/'.join(filter(None, key))}")
        self._feed.check()
        observer = Observer(predicate)
        for version in list(since.versions) if since is not None else [self._feed.latest.get(key)]:
            observer.offer(version)
        with self._feed.observing(key, observer):
            await observer.done.wait()
        return observer.outcome()

    def _key(self, name: str, namespace: str | None) -> Key:
        if self._namespace is None:
            return "", name
        namespace = namespace or self._namespace
        if self._feed.namespace not in {None, namespace}:
            raise UsageError(f"this watch is of namespace {self._feed.namespace}, and {namespace}/{name} is outside")
        return namespace, name
