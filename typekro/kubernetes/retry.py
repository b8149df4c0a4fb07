"""Answers, the lack of them, and when to ask again: pure, so that it can be tried without a network or a clock."""

import json
import random
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from typekro.kubernetes.errors import is_typed_patch_refusal
from typekro.kubernetes.objects import Manifest

UNAUTHORIZED = 401
NOT_FOUND = 404
CONFLICT = 409
NOT_ALLOWED = 405
GONE = 410
FORBIDDEN = 403
TOO_MANY = 429
INTERNAL = 500
TRANSIENT = frozenset({TOO_MANY, INTERNAL, 502, 503, 504})


@attrs.frozen
class Request:
    """What is asked of the API server; it has to be something that may be asked twice.

    Args:
        method: the HTTP method.
        path: the path on the server, quoted.
        query: the query's parameters.
        headers: headers beside those of authentication.
        body: what is sent along.
    """

    method: str
    path: str
    query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    body: bytes | None = None


@attrs.frozen
class Reply:
    """An answer of the API server.

    Args:
        status: the HTTP status.
        body: what was answered.
        retry_after: for how many seconds the server asks to be left alone.
        retried: an earlier try of the same request may have reached the server, though its answer was lost.
    """

    status: int
    body: bytes = b""
    retry_after: float = 0.0
    retried: bool = False

    @property
    def ok(self) -> bool:
        """The request was carried out."""
        return self.status < 300  # noqa: PLR2004 - HTTP; redirects are followed below us

    def document(self) -> Manifest:
        """The JSON that was answered; other text, as proxies answer it, becomes the message of a Status."""
        try:
            document = json.loads(self.body)
        except ValueError:
            document = None
        if isinstance(document, dict):
            return document  # pyright: ignore[reportUnknownVariableType] - JSON has no narrower type
        return {"message": self.body[:500].decode(errors="replace").strip()}


@attrs.frozen
class Patience:
    """How long a request is tried.

    Args:
        seconds: no try starts later than this.
        tries: how often at most.
        failing_tries: how often at most where the server says 500, which seldom heals.
        reply: how many seconds one try waits for its answer.
        first: about how many seconds pass before the second try; each pause is twice the one before.
        longest: how many seconds a pause lasts at most.
    """

    seconds: float = 30.0
    tries: int = 25
    failing_tries: int = 5
    reply: float = 60.0
    first: float = 0.1
    longest: float = 2.0

    def pause(self, attempt: int, chance: float) -> float:
        """How many seconds to wait after a try: `attempt` counts from 1, `chance` lies between 0 and 1."""
        return min(self.longest, self.first * 2.0 ** min(attempt - 1, 16)) * (0.5 + chance / 2)


CONNECTING = Patience(seconds=5.0, reply=5.0)
"""Where nobody waits behind us yet, it is better to say early that the cluster is not there."""


class Disconnected(Exception):  # noqa: N818 - it never leaves this package
    """No answer came.

    Args:
        reason: why, in one line.
        sent: the request may have reached the server.
        final: trying again changes nothing.
    """

    def __init__(self, reason: str, *, sent: bool = True, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.final = final


class Tries:
    """The tries of one request: says after each how long to wait before the next, or that it was the last.

    Args:
        patience: how long a request is tried.
        now: the clock's seconds as it begins.
        chance: gives numbers between 0 and 1.
    """

    def __init__(self, patience: Patience, now: float, chance: Callable[[], float] = random.random) -> None:
        self._patience = patience
        self._deadline = now + patience.seconds
        self._chance = chance
        self._count = 0
        self.ambiguous = False

    def pause(self, outcome: Reply | Disconnected, now: float) -> float | None:
        """How many seconds to wait before the next try; None where this outcome stands."""
        if not _is_passing(outcome):
            return None
        self._count += 1
        pause = self._patience.pause(self._count, self._chance())
        if isinstance(outcome, Reply):
            pause = max(pause, outcome.retry_after)
        failing = isinstance(outcome, Reply) and outcome.status == INTERNAL
        if self._count >= (self._patience.failing_tries if failing else self._patience.tries) or now + pause > self._deadline:
            return None
        # An error of the server may come after the change was made, as may a lost answer.
        self.ambiguous = self.ambiguous or (outcome.sent if isinstance(outcome, Disconnected) else outcome.status != TOO_MANY)
        return pause


def _is_passing(outcome: Reply | Disconnected) -> bool:
    if isinstance(outcome, Disconnected):
        return not outcome.final
    if outcome.status == INTERNAL:
        said: Any = outcome.document().get("message", "")
        return not is_typed_patch_refusal(outcome.status, said)
    return outcome.status in TRANSIENT
