"""How often a change is tried, and how long an operation may take: what `tries` and `limit` of a resource come to."""

import math
import random
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import anyio
import attrs

from typekro.errors import LimitError, TypeKroError, UsageError, compose
from typekro.orchestrator.redacting import first_line

R = TypeVar("R")
_FIRST, _LONGEST = 0.5, 30.0
Step = str


class Told(Protocol):
    """The side of a report that tries speak to."""

    def note(self, id_: str, text: str) -> None:
        """Something that the user should know."""
        ...


@attrs.frozen
class Pace:
    """The time between tries.

    Args:
        sleep: waits for so many seconds.
        chance: gives numbers between 0 and 1, so that many who failed at once do not come back at once.
    """

    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    chance: Callable[[], float] = random.random

    def pause(self, tried: int) -> float:
        """How many seconds pass after so many tries: twice as many as after the one before, and up to half of them less.

        Example:
            >>> [Pace(chance=lambda: 1.0).pause(tried) for tried in (1, 2, 3, 10)]
            [0.5, 1.0, 2.0, 30.0]
        """
        return min(_LONGEST, _FIRST * 2.0 ** min(tried - 1, 16)) * (0.5 + self.chance() / 2)


@attrs.define(eq=False)
class Allowance:
    """What one operation on one resource may take.

    Args:
        id: the resource.
        tries: how often a change is tried.
        limit: how many seconds it may take; None for any number.
        pace: the time between tries.
        report: told of each try that failed.
        awaited: what the resource waits for, as it last said.
        rest: told when nothing is done but to wait, so that something else can begin.
    """

    id: str
    tries: int
    limit: float | None
    pace: Pace
    report: Told
    awaited: Callable[[], str | None]
    rest: Callable[[], None]
    tried: int = attrs.field(default=0, init=False)
    _failure: Exception | None = attrs.field(default=None, init=False)
    _deadline: float = attrs.field(default=math.inf, init=False)

    def begin(self) -> None:
        """The operation begins, where it has not: its time runs from here."""
        if self.limit is not None and self._deadline == math.inf:
            self._deadline = anyio.current_time() + self.limit

    def failed(self, error: Exception) -> None:
        """A change was tried, and raised."""
        self.tried += 1
        self._failure = error

    async def again(self, step: Step, error: Exception) -> bool:
        """Whether a change is tried once more; returns when it is time to.

        Args:
            step: what was tried.
            error: what stopped it.

        Raises:
            LimitError: the time is over before that.
        """
        if self.tried == 0 or self.tried >= self.tries or not may_pass(error):
            return False
        if error is not self._failure:  # looking at what the last try left failed too
            self.failed(error)
            if self.tried >= self.tries:
                return False
        pause = self.pace.pause(self.tried)
        self.report.note(self.id, f"{step} failed, try {self.tried} of {self.tries}; again in {pause:.1f} s: {first_line(error)}")
        await self.within(step, lambda: self.pace.sleep(pause))
        return True

    async def within(self, step: Step, wait: Callable[[], Awaitable[R]]) -> R:
        """Waits, as long as there is time.

        Args:
            step: what is done.
            wait: what waits.

        Raises:
            LimitError: the time is over.
        """
        self.begin()
        self.rest()
        with anyio.CancelScope(deadline=self._deadline):
            return await wait()
        raise self._over(step) from (self._failure if step in {"create", "update", "delete"} else None)

    def _over(self, step: Step) -> LimitError:
        limit = self.limit or 0.0
        awaited = self.awaited()
        why = [f"it was at: {step}"]
        if step in {"create", "update", "delete"} and self._failure is not None:
            tried = f"{self.tried} of {self.tries} tries failed, the last one with: {first_line(self._failure)}"
            why = [*why, tried]
        elif awaited is not None:
            why = [*why, f"last waited for: {awaited}"]
        hint = "run again to go on, or give it more time: limit=..."
        return LimitError(compose(f"{self.id} took longer than its limit of {limit:g} s", why, hint), self.id, step, limit)


def may_pass(error: BaseException) -> bool:
    """Whether trying again may help: what an error, or what it came from, says of itself.

    Example:
        >>> may_pass(ConnectionResetError()), may_pass(ValueError())
        (True, False)
    """
    said = getattr(error, "retryable", None)
    if isinstance(said, bool):
        return said
    if isinstance(error, TypeKroError) and error.__cause__ is not None:
        return may_pass(error.__cause__)
    return isinstance(error, OSError)  # TimeoutError and ConnectionError are among them


def check_limits(name: str, tries: object, limit: object) -> None:
    """Refuses tries and limits that cannot be meant.

    Args:
        name: the resource, for the text of errors.
        tries: what was given.
        limit: what was given.

    Raises:
        UsageError: they cannot.
    """
    if isinstance(tries, bool) or not isinstance(tries, int) or tries < 1:
        raise UsageError(compose(f"{name}: tries is {tries!r}", "it is a whole number, from 1", "tries=3"))
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int | float) or math.isnan(limit) or limit <= 0):
        raise UsageError(compose(f"{name}: limit is {limit!r}", "it is a number of seconds, more than 0", "limit=600"))


def as_recorded_limit(limit: float | None) -> float | None:
    """A limit as a record has it: what is infinite is none."""
    return None if limit is None or math.isinf(limit) else float(limit)
