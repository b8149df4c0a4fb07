"""How often a change is tried, and how long an operation may take."""

import math
from typing import Any

import anyio
import attrs
import pytest

from tests.orchestrator.parts import Bench, Blind, Door, Seen, Thing
from typekro.errors import LimitError, TypeKroError, UsageError
from typekro.kubernetes.errors import ApiError, InvalidError
from typekro.orchestrator import Context, Resource
from typekro.orchestrator.limits import Pace, may_pass

pytestmark = pytest.mark.anyio


@attrs.define(eq=False)
class Naps:
    """Pauses that are only noted; what stops the world may end in one.

    Args:
        bench: whose world it is.
        healed_after: the number of pauses after which nothing fails any more.
    """

    bench: Bench
    healed_after: int = 1
    seconds: list[float] = attrs.field(factory=list[float])

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) >= self.healed_after:
            self.bench.world.failures.clear()

    @property
    def pace(self) -> Pace:
        return Pace(self.sleep, lambda: 1.0)


class Slow(Blind):
    """A thing that never works, nor goes."""

    async def ready(self, context: Context, output: Seen) -> Seen:
        context.waiting("0 of 3 replicas")
        await anyio.sleep_forever()
        return output


class Staying(Blind):
    """A thing that never goes."""

    async def gone(self, context: Context, old: Seen) -> None:
        del old
        context.waiting("its finalizers")
        await anyio.sleep_forever()


async def _run(bench: Bench, declare: Any, pace: Pace | None = None) -> None:
    async with bench.app(pace=pace or Pace()):
        declare()


async def test_what_may_pass_is_tried_again_with_growing_pauses(bench: Bench) -> None:
    naps = Naps(bench, healed_after=2)
    bench.world.failures["create a"] = ConnectionResetError("reset by peer")

    await _run(bench, lambda: Blind("a", text="one", tries=3), naps.pace)

    assert naps.seconds == [0.5, 1.0]
    assert bench.world.texts == [("a", "one")]
    assert bench.told() == [
        "typekro up infra/dev  state FILE  run RUN",
        "  connected to earth",
        "+ create a",
        "! a: create failed, try 1 of 3; again in 0.5 s: reset by peer",
        "+ create a",
        "! a: create failed, try 2 of 3; again in 1.0 s: reset by peer",
        "+ create a",
        "  created a in 0.0 s",
        "succeeded: 1 created",
    ]
    record = (await bench.records())["a"]
    assert (record.status, record.error, record.tries, record.time_limit) == ("ready", None, 3, None)


async def test_after_the_last_try_the_error_is_that_of_the_resource(bench: Bench) -> None:
    naps = Naps(bench, healed_after=9)
    bench.world.failures["create a"] = boom = ConnectionResetError("reset by peer")

    with pytest.raises(ConnectionResetError) as caught:
        await _run(bench, lambda: Blind("a", text="one", tries=3), naps.pace)

    assert caught.value is boom
    assert naps.seconds == [0.5, 1.0]
    assert bench.world.written() == ["create a"] * 3
    record = (await bench.records())["a"]
    assert (record.status, record.error) == ("creating", "reset by peer")


@pytest.mark.parametrize("error", [ValueError("no room"), InvalidError(action="apply", target="a", status=422)])
async def test_what_will_not_pass_is_tried_once(bench: Bench, error: Exception) -> None:
    naps = Naps(bench)
    bench.world.failures["create a"] = error

    with pytest.raises(type(error)):
        await _run(bench, lambda: Thing("a", text="one", tries=3), naps.pace)

    assert (naps.seconds, bench.world.written()) == ([], ["create a"])


async def test_by_default_a_change_is_tried_once(bench: Bench) -> None:
    bench.world.failures["create a"] = ConnectionResetError("reset by peer")

    with pytest.raises(ConnectionResetError):
        await _run(bench, lambda: Blind("a", text="one"), Naps(bench).pace)

    assert bench.world.written() == ["create a"]


async def test_a_try_looks_for_what_the_last_one_made(bench: Bench) -> None:
    naps = Naps(bench)

    def lost(call: str) -> None:
        if call == "after create a" and not naps.seconds:
            raise ConnectionResetError("the answer was lost")

    bench.world.boundary = lost
    await _run(bench, lambda: Thing("a", text="one", tries=2), naps.pace)

    assert bench.world.texts == [("a", "one")]
    assert [call for call in bench.world.calls if call != "ready a"] == ["create a", "read a", "had one", "update a"]
    assert "~ update a: an earlier try failed as it made this" in bench.told()


async def test_an_update_is_tried_again(bench: Bench) -> None:
    naps = Naps(bench)
    await bench.up({"a": "one"})
    bench.told()
    bench.world.failures["update a"] = TimeoutError("too slow")

    await _run(bench, lambda: Thing("a", text="two", tries=2), naps.pace)

    assert bench.world.texts == [("a", "two")]
    assert bench.told()[2:] == [
        "~ update a: text",
        "! a: update failed, try 1 of 2; again in 0.5 s: too slow",
        "~ update a: an earlier try failed as it changed this",
        "  updated a in 0.0 s",
        "succeeded: 1 updated",
    ]


async def test_a_delete_is_tried_as_often_as_was_declared(bench: Bench) -> None:
    naps = Naps(bench)
    await _run(bench, lambda: Blind("a", text="one", tries=2))
    bench.told()
    bench.world.failures["delete a"] = ConnectionResetError("reset by peer")

    await _run(bench, lambda: None, naps.pace)

    assert bench.world.texts == []
    assert "! a: delete failed, try 1 of 2; again in 0.5 s: reset by peer" in bench.told()


async def test_a_wait_that_fails_is_not_tried_again(bench: Bench) -> None:
    bench.world.failures["ready a"] = TimeoutError("not ready")

    with pytest.raises(TimeoutError, match=r"^not ready$"):
        await _run(bench, lambda: Blind("a", text="one", tries=5), Naps(bench).pace)


async def test_a_wait_ends_with_the_limit_and_the_next_run_goes_on(bench: Bench) -> None:
    with pytest.raises(LimitError) as caught:
        await _run(bench, lambda: Slow("a", text="one", limit=0.001))

    assert str(caught.value) == (
        "a took longer than its limit of 0.001 s\n"
        "  it was at: wait\n"
        "  last waited for: 0 of 3 replicas\n"
        "hint: run again to go on, or give it more time: limit=..."
    )
    assert caught.value.context == {"resource": "a", "step": "wait", "limit": 0.001}
    record = (await bench.records())["a"]
    why = "a took longer than its limit of 0.001 s\n  it was at: wait\n  last waited for: 0 of 3 replicas"
    assert (record.status, record.error, record.time_limit) == ("applied", why, 0.001)
    bench.world.calls.clear()

    with pytest.raises(LimitError):
        await _run(bench, lambda: Slow("a", text="one", limit=0.001))

    assert bench.world.written() == []


async def test_a_wait_for_what_was_deleted_ends_with_the_limit(bench: Bench) -> None:
    await _run(bench, lambda: Staying("a", text="one", limit=0.001))

    with pytest.raises(LimitError) as caught:
        await _run(bench, lambda: None)

    assert str(caught.value) == (
        "a took longer than its limit of 0.001 s\n"
        "  it was at: wait until it is gone\n"
        "  last waited for: its finalizers\n"
        "hint: run again to go on, or give it more time: limit=..."
    )
    assert await bench.statuses() == {"a": "deleting"}


async def test_further_tries_end_with_the_limit(bench: Bench) -> None:
    bench.world.failures["create a"] = boom = ConnectionResetError("reset by peer")

    async def forever(seconds: float) -> None:
        del seconds
        await anyio.sleep_forever()

    with pytest.raises(LimitError) as caught:
        await _run(bench, lambda: Blind("a", text="one", limit=0.001, tries=3), Pace(forever, lambda: 1.0))

    assert str(caught.value) == (
        "a took longer than its limit of 0.001 s\n"
        "  it was at: create\n"
        "  1 of 3 tries failed, the last one with: reset by peer\n"
        "hint: run again to go on, or give it more time: limit=..."
    )
    assert caught.value.__cause__ is boom
    record = (await bench.records())["a"]
    assert (record.status, record.error) == ("creating", "reset by peer")


async def test_a_change_in_flight_is_not_cut_by_the_limit(bench: Bench) -> None:
    bench.world.gate = door = Door("create a")
    limit = 0.001

    async with bench.app():
        thing = Prompt("a", text="one", limit=limit)
        await door.reached.wait()
        until = anyio.current_time() + 2 * limit
        while anyio.current_time() < until:
            await anyio.lowlevel.checkpoint()
        door.opened.set()
        assert (await thing).text == "one"

    assert await bench.statuses() == {"a": "ready"}


class Prompt(Blind):
    """A thing that works at once."""

    async def ready(self, context: Context, output: Seen) -> Seen:
        del context
        return output


async def test_another_limit_is_no_reason_to_update(bench: Bench) -> None:
    await _run(bench, lambda: Blind("a", text="one"))
    bench.world.written()

    await _run(bench, lambda: Blind("a", text="one", limit=math.inf, tries=4))
    await _run(bench, lambda: Blind("a", text="one", limit=60, tries=4))

    assert bench.world.written() == []
    record = (await bench.records())["a"]
    assert (record.tries, record.time_limit) == (4, 60.0)


@pytest.mark.parametrize("tries", [0, -1, 1.5, True, "3"])
async def test_tries_are_a_whole_number(bench: Bench, tries: Any) -> None:
    with pytest.raises(UsageError) as caught:
        await _run(bench, lambda: Blind("a", tries=tries))

    assert str(caught.value) == f"a: tries is {tries!r}\n  it is a whole number, from 1\nhint: tries=3"


@pytest.mark.parametrize("limit", [0, -1, math.nan, True, "3"])
async def test_a_limit_is_a_time(bench: Bench, limit: Any) -> None:
    with pytest.raises(UsageError) as caught:
        await _run(bench, lambda: Blind("a", limit=limit))

    assert str(caught.value) == f"a: limit is {limit!r}\n  it is a number of seconds, more than 0\nhint: limit=600"


def test_a_resource_has_no_fields_of_these_names() -> None:
    with pytest.raises(UsageError) as caught:

        class Mine(Resource[int]):  # pyright: ignore[reportUnusedClass] - making it is what fails
            tries: str  # type: ignore[assignment] # pyright: ignore[reportIncompatibleVariableOverride,reportGeneralTypeIssues]

    assert str(caught.value) == "Mine has a field named 'tries'\n  every resource has 'tries' already: typekro's own\nhint: tries_: ..."


def _api(status: int) -> ApiError:
    return ApiError(action="apply", target="a", status=status)


def _caused(cause: Exception) -> TypeKroError:
    error = TypeKroError("outer")
    error.__cause__ = cause
    return error


class Busy(Exception):  # noqa: N818 - what a user's own may be called
    retryable = True


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (Busy(), True),
        (OSError(), True),
        (_api(429), True),
        (_api(503), True),
        (_api(500), True),
        (_api(403), False),
        (ApiError(action="apply", target="a", status=500, server_message="failed to create typed patch object (x)"), False),
        (_caused(_api(503)), True),
        (_caused(_api(404)), False),
        (TypeKroError("plain"), False),
        (LimitError("over", "a", "wait", 1.0), False),
    ],
)
def test_an_error_says_whether_it_may_pass(error: Exception, *, passes: bool) -> None:
    assert may_pass(error) is passes
