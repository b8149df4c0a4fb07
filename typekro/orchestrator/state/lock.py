"""The lock of a stage on one machine: the operating system holds it for a process, and frees it however that process ends."""

import contextlib
import fcntl
import os
import socket
from datetime import datetime
from pathlib import Path
from typing import Protocol

from typekro.errors import LockedError, compose
from typekro.holders import Holder
from typekro.orchestrator.state.trouble import unusable


def locked(stage: str, holder: Holder | None, now: datetime, run: str | None = None) -> LockedError:
    """Another run has the lock.

    Args:
        stage: app and stage, `infra/dev`.
        holder: who has it; None where it was taken so recently that it is not written yet, or is about to be freed.
        now: the time, in the time zone to tell it in.
        run: the id of the run that has it, where that is written.
    """
    who = "a run that has just begun or is just ending" if holder is None else holder.text(now)
    hint = ["wait until it ends, or end it: the lock of a process goes with it"]
    if holder is not None and run is not None and holder.host != socket.gethostname():
        app, _, its = stage.partition("/")
        hint.append(f"where {holder.host} is gone or cut off: typekro state unlock {run} --app {app} --stage {its}")
    facts = {} if holder is None else {"user": holder.user, "host": holder.host, "pid": holder.pid, "since": holder.since}
    return LockedError(compose(f"{stage} is locked by {who}", (), hint), facts)


def lock_path(state: Path, app: str, stage: str) -> Path:
    """The file that the lock of a stage is on: beside the state file, whatever name that is reached by."""
    real = state.resolve()
    return real.with_name(f"{real.name}.{app}.{stage}.lock")


def held(path: Path) -> bool:
    """Whether a process holds a lock now; nothing is made, and nothing stays locked.

    Ask only where somebody is written down as the holder: for as long as this looks, nobody else can take the lock.

    Args:
        path: the file that the lock is on.

    Raises:
        StateError: the file cannot be opened, or its disk knows no locks.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared, so that two who look do not see each other
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    except OSError as error:
        raise unusable(path, error) from error
    return False


class Lock(Protocol):
    """What keeps two runs of a stage apart, as a store uses it."""

    def take(self) -> bool:
        """Takes the lock, if it is free; False where another holds it."""
        ...

    def free(self) -> None:
        """Lets go of the lock, from whatever thread; one that is not held stays as it is."""
        ...


class FileLock:
    """A lock on a file of its own, which is kept for good: deleting it would let two processes lock two files of one name.

    `unlock` alone does so, where the token of the state keeps the two apart.

    Args:
        path: the file; made when the lock is first taken, for its owner alone (0600).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Takes the lock, if it is free.

        Args:
            wait: wait until it is free.

        Returns:
            False where another holds it.

        Raises:
            StateError: the file cannot be made, or its disk knows no locks.
        """
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise unusable(self.path, error) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError as error:
            os.close(descriptor)
            raise unusable(self.path, error) from error
        self._descriptor = descriptor
        return True

    def free(self) -> None:
        """Lets go of the lock; one that is not held stays as it is."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):  # a disk that went away took its locks along
                os.close(descriptor)
