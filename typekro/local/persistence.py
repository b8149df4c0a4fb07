"""The file of a local cluster: what it holds is written down before it is answered, and one process at a time has it."""

import contextlib
import fcntl
import json
import os
import shlex
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import attrs

from typekro.errors import LockedError, StateError, compose
from typekro.holders import Holder, holder_here

_APPLICATION_ID = 0x746B6C63  # "tklc", so that no other database is taken for one
_VERSION = 1
_KUBECONFIG = "kubeconfig"
_TABLES = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE objects (key TEXT PRIMARY KEY, object TEXT NOT NULL) WITHOUT ROWID",
)


@attrs.frozen
class Saved:
    """What a file holds.

    Args:
        objects: the objects as JSON, by what they are called in the file.
        facts: what else is to be known again.
    """

    objects: Mapping[str, str]
    facts: Mapping[str, str]


class ClusterFile:
    """The SQLite file of a local cluster, for one process at a time.

    Args:
        path: the file; made when it is opened, for its owner alone (0600), and its folder too.
        clock: the time, in the time zone to tell users times in.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self.path = path
        self._clock = clock
        self._lock: int | None = None
        self._connection: sqlite3.Connection | None = None

    @property
    def is_open(self) -> bool:
        """This process has it."""
        return self._connection is not None

    def open(self) -> Saved:
        """Takes the file for this process, and reads what it holds.

        Raises:
            LockedError: another process has it.
            StateError: it is not ours, damaged, written by a newer typekro, or cannot be read or written; it was not changed.
        """
        with self._told(), contextlib.ExitStack() as undoing:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            undoing.callback(self.close)
            self._take()
            self._connection = self._opened()
            saved = Saved(
                dict(self._connection.execute("SELECT key, object FROM objects ORDER BY key")),
                dict(self._connection.execute("SELECT name, value FROM facts")),
            )
            undoing.pop_all()
            return saved

    def write(self, objects: Mapping[str, str | None], facts: Mapping[str, str]) -> None:
        """Writes down what changed, at once and for good.

        Args:
            objects: objects as JSON, by what they are called in the file; None for those that are gone.
            facts: what else is to be known again.

        Raises:
            StateError: it could not be written; nothing of it was.
        """
        assert self._connection is not None  # noqa: S101 - for the type checkers: who writes has opened it
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                gone = [(key,) for key, value in objects.items() if value is None]
                self._connection.executemany("DELETE FROM objects WHERE key = ?", gone)
                kept = [(key, value) for key, value in objects.items() if value is not None]
                self._connection.executemany("REPLACE INTO objects VALUES (?, ?)", kept)
                self._connection.executemany("REPLACE INTO facts VALUES (?, ?)", list(facts.items()))
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk ends it by itself
                    self._connection.rollback()
                raise

    def say(self, doing: str, kubeconfig: Path | None = None) -> None:
        """Writes down for those who come second what this process does with it.

        Args:
            doing: such as `in use`.
            kubeconfig: what leads to it, where it is served.
        """
        if self._lock is None:
            return
        said = attrs.asdict(holder_here(doing, self._clock())) | ({} if kubeconfig is None else {_KUBECONFIG: str(kubeconfig)})
        with self._told():
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, json.dumps(said).encode(), 0)

    def close(self) -> None:
        """Lets other processes have it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def _take(self) -> None:
        # The lock has a file of its own, which is kept for good: SQLite's own lock does not tell who has it.
        lock = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(lock, 4096)
            os.close(lock)
            raise self._locked(said) from None
        except BaseException:
            os.close(lock)
            raise
        self._lock = lock
        self.say("in use")

    def _locked(self, said: bytes) -> LockedError:
        kubeconfig: str | None = None
        try:
            found: dict[str, str] = json.loads(said)
            kubeconfig = found.pop(_KUBECONFIG, None)
            holder = Holder(**cast("dict[str, Any]", found))
        except (ValueError, TypeError, AttributeError):  # it was taken so recently that it is not written yet
            who, facts = "a process that has just begun", dict[str, object]()
        else:
            who, facts = holder.text(self._clock()), attrs.asdict(holder)
        why = "one process at a time runs a local cluster"
        hint = ["wait until it ends, or end it", "to use one from several processes, serve it: typekro local start"]
        if kubeconfig is not None:
            hint = [f"go through what serves it, without --local: export KUBECONFIG={shlex.quote(kubeconfig)}", "or stop that, with Ctrl-C"]
        return LockedError(compose(f"the local cluster {self.path} is held by {who}", why, hint), facts)

    def _opened(self) -> sqlite3.Connection:
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        found: tuple[int, int, int] = connection.execute(
            "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "
            "(SELECT count(*) FROM sqlite_master)"
        ).fetchone()
        application, version, tables = found
        if application != _APPLICATION_ID and (application or version or tables):
            raise self._unusable("it is an SQLite database of another program")
        if version > _VERSION:
            raise self._unusable(f"its format is version {version}, and this typekro knows versions up to {_VERSION}")
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        if not version:
            connection.execute("BEGIN EXCLUSIVE")
            for statement in (*_TABLES, f"PRAGMA application_id={_APPLICATION_ID}", f"PRAGMA user_version={_VERSION}"):
                connection.execute(statement)
            connection.execute("COMMIT")

    def _unusable(self, why: str) -> StateError:
        hint = "name another file: --local PATH, or LocalCluster(PATH)"
        return StateError(
            compose(f"{self.path}: this cannot be used as a local cluster", [why, "nothing was changed"], hint), str(self.path)
        )

    @contextlib.contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._unusable(f"SQLite says: {error}") from error
        except OSError as error:
            raise self._unusable(str(error)) from error


def identity_in(path: Path) -> str | None:
    """The UID by which the local cluster in a file is known; None where there is none, or it cannot be looked at now."""
    if not path.exists():
        return None
    file = ClusterFile(path, lambda: datetime.now().astimezone())
    try:
        saved = file.open()
    except (LockedError, StateError):
        return None
    file.close()
    objects: Iterable[dict[str, Any]] = map(json.loads, saved.objects.values())
    found = (each["metadata"] for each in objects if each["kind"] == "Namespace")
    return next((metadata["uid"] for metadata in found if metadata["name"] == "kube-system"), None)
