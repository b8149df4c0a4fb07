"""Runs sequences on both sides, and finds the shortest that still shows a difference."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import re
from collections.abc import Callable, Sequence

import attrs

from tests.local.differential.calls import Call, Memory
from tests.local.differential.known import Known, known
from tests.local.differential.replies import Difference, Reply, Signs, compared
from tests.local.differential.sides import Fresh, Local, Real


@attrs.frozen
class Found:
    """An answer that differs.

    Args:
        number: to which request of the sequence.
        call: the request.
        differences: in what.
    """

    number: int
    call: Call
    differences: Sequence[Difference]

    @property
    def sign(self) -> str:
        """What differs, in short: two with the same sign have the same cause, most likely."""
        first = self.differences[-1] if self.differences[0].path == "status" else self.differences[0]
        real, local = (re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "", str(each))[:150] for each in (first.real, first.local))
        return f"{self.call.what} {first.path} {real} {local}"

    def __str__(self) -> str:
        more = [f"and {len(self.differences) - _TOLD} more"] if len(self.differences) > _TOLD else []
        return "\n".join((str(self.call), *map(str, self.differences[:_TOLD]), *more))


@attrs.frozen
class Outcome:
    """What came of a sequence.

    Args:
        calls: the requests.
        replies: what the real API server answered to each that was sent.
        found: the answers that differ; nothing more is asked after one that is not refused on both sides.
        met: the known differences that were met.
    """

    calls: Sequence[Call]
    replies: Sequence[Reply]
    found: Sequence[Found]
    met: Sequence[Known]

    def __str__(self) -> str:
        sent = self.calls[: len(self.replies)]
        by_number = {each.number: each for each in self.found}
        told: list[str] = []
        for number, (call, reply) in enumerate(zip(sent, self.replies, strict=True)):
            told.append(f"{call}\n  -> {reply.status}")
            if number in by_number:
                told.extend(map(str, by_number[number].differences))
        return "\n".join(told)


def run(calls: Sequence[Call], real: Real, fresh: Fresh) -> Outcome:
    """Sends the requests of a sequence to both sides, until they are not in the same state any more.

    Args:
        calls: the requests.
        real: the real API server.
        fresh: gives the namespace.
    """
    pair = _Pair(real, Local(), fresh.namespace())
    replies: list[Reply] = []
    found: list[Found] = []
    met: list[Known] = []
    try:
        for number, call in enumerate(calls):
            reply, local = pair.ask(call)
            replies.append(reply)
            unknown, seen = known(call, pair.compared(reply, local))
            met.extend(seen)
            if unknown:
                found.append(Found(number, call, unknown))
            apart = (unknown or reply.status != local.status) and min(reply.status, local.status) < _REFUSED
            if apart or any(each.ends for each in seen):
                break
        return Outcome(calls, replies, found, met)
    finally:
        real.swept(pair.namespace)


@attrs.define
class _Pair:
    """Both sides, and what they answered so far."""

    real: Real
    local: Local
    namespace: str
    _memories: tuple[Memory, Memory] = attrs.field(init=False)
    _signs: tuple[Signs, Signs] = attrs.field(init=False, factory=lambda: (Signs(), Signs()))

    def __attrs_post_init__(self) -> None:
        self._memories = (Memory(self.namespace), Memory(self.namespace))

    def ask(self, call: Call) -> tuple[Reply, Reply]:
        """The answers of both."""
        for_real, for_local = (each.sent(call) for each in self._memories)
        local = self.local.ask(for_local)
        expected = len(local.body) if isinstance(local.body, list) else 0
        reply = self.real.watch(for_real, expected) if call.watches else self.real.ask(for_real)
        for memory, heard in zip(self._memories, (reply, local), strict=True):
            memory.heard(call, heard)
        if call.defines:
            self.real.settle_definition(for_real, reply)
        return reply, local

    def compared(self, reply: Reply, local: Reply) -> Sequence[Difference]:
        """In what they differ, beside what is up to chance."""
        return compared(self._signs[0].reply(reply), self._signs[1].reply(local))


def shortest(calls: Sequence[Call], fails: Callable[[Sequence[Call]], bool]) -> Sequence[Call]:
    """Leaves requests out as long as the sequence still fails: first halves, then quarters, in the end single ones.

    Args:
        calls: a sequence that fails.
        fails: tells whether a sequence does.
    """
    size = len(calls) // 2
    while size:
        start = 0
        while start < len(calls):
            fewer = [*calls[:start], *calls[start + size :]]
            if fewer and fails(fewer):
                calls = fewer
            else:
                start += size
        size //= 2
    return calls


def shrunk(outcome: Outcome, found: Found, real: Real, fresh: Fresh) -> Outcome:
    """The shortest sequence in which the same request is answered with a difference in the same field."""
    paths = {each.path for each in found.differences}
    last = outcome

    def fails(calls: Sequence[Call]) -> bool:
        nonlocal last
        again = run(calls, real, fresh)
        for each in again.found:
            if each.call is found.call and paths & {difference.path for difference in each.differences}:
                last = again
                return True
        return False

    shortest(outcome.calls[: found.number + 1], fails)
    return last


_REFUSED = 400
_TOLD = 12
