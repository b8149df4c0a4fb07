"""What the engine asks of a record store: a few verbs, which every store keeps the same promises for."""

from typing import Protocol

import attrs

from typekro.orchestrator.state.keyring import WrappedKey
from typekro.orchestrator.state.records import Entry, Record, RunStatus, Stack


@attrs.frozen(kw_only=True)
class Run:
    """One execution of a script against a stage.

    Args:
        id: unique, short enough to be read aloud.
        operation: what it is: `up`, or the command that changes the state.
    """

    id: str
    operation: str


class Store(Protocol):
    """Records of one stage of one app, changed by one run at a time.

    All that is asked of it comes in this order: `open`, `acquire`, any number of `records` and `commit`, `finish`, `close`. Reading needs
    no `acquire`. Cancelling a call does not undo it: what was handed over is written.
    """

    @property
    def location(self) -> str:
        """Where it keeps the records, as a person would name it."""
        ...

    async def open(self, app: str, stage: str) -> Stack:
        """Opens the records of a stage, and makes them where there are none.

        Raises:
            StateError: damaged, written by a newer typekro, or not to be read or written.
        """
        ...

    async def acquire(self, run: Run) -> Stack:
        """Takes the lock for a run; what a dead run held is taken over, and that run is marked as abandoned.

        Returns:
            The stage as it is from here on: another run may have ended since it was opened.

        Raises:
            LockedError: another run holds it; the message says who, where and since when.
        """
        ...

    async def records(self) -> list[Record]:
        """All records of the stage, in the order in which they were first made."""
        ...

    async def commit(self, entry: Entry) -> None:
        """Writes one entry of the journal and the record that follows from it; durable when it returns.

        Raises:
            LeaseLostError: this run does not hold the lock any more; nothing was written.
            RefusedError: another record has the same physical name in the same place; nothing was written.
            StateError: it could not be written, a full disk for example.
        """
        ...

    async def protect(self, *, protected: bool) -> None:
        """Says whether anything of the stage may be deleted; kept until it is said otherwise.

        Raises:
            LeaseLostError: this run does not hold the lock any more; nothing was written.
        """
        ...

    async def key(self) -> WrappedKey | None:
        """The key of its secrets, as it was handed over; None where it has none."""
        ...

    async def keep_key(self, key: WrappedKey) -> WrappedKey:
        """Keeps the key of its secrets, where it has none; durable when it returns.

        Returns:
            The key that it has from here on: another one, where somebody was faster.

        Raises:
            StateError: it could not be written.
        """
        ...

    async def finish(self, status: RunStatus) -> None:
        """Ends the run: it can write no more. Its lock is freed with `close` at the latest, which may still clear up after a failed run.

        Args:
            status: how it ended.
        """
        ...

    async def close(self) -> None:
        """Lets go of everything; a lock that is still held is freed, and its run stays as it is."""
        ...
