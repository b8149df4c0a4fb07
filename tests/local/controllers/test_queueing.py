"""The work queue: each thing once, at its time, in order."""

from datetime import UTC, datetime, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from typekro.local.controllers.queueing import Item, WorkQueue

from .worlds import Clock


def taken(queue: WorkQueue) -> list[object]:
    found: list[object] = []
    while (item := queue.take()) is not None:
        found.append(item.key)
    return found


def test_what_waits_already_is_not_there_twice() -> None:
    queue = WorkQueue(Clock())

    for key in ("a", "b", "a"):
        queue.add(Item(0, key))

    assert taken(queue) == ["a", "b"]


def test_what_was_taken_can_be_added_again() -> None:
    queue = WorkQueue(Clock())
    queue.add(Item(0, "a"))
    queue.take()

    queue.add(Item(0, "a"))

    assert taken(queue) == ["a"]


def test_a_smaller_rank_comes_first_whenever_it_was_added() -> None:
    queue = WorkQueue(Clock())
    queue.add(Item(2, "late"))
    queue.add(Item(1, "early"))

    assert taken(queue) == ["early", "late"]


def test_what_is_for_later_is_due_when_the_clock_says_so() -> None:
    clock = Clock()
    queue = WorkQueue(clock)
    queue.add_after(Item(0, "a"), 5)

    assert (taken(queue), queue.next_time()) == ([], clock.now + timedelta(seconds=5))

    clock.now += timedelta(seconds=5)
    assert (taken(queue), queue.next_time()) == (["a"], None)


def test_the_earlier_of_two_times_counts() -> None:
    clock = Clock()
    queue = WorkQueue(clock)
    queue.add_after(Item(0, "a"), 5)
    queue.add_after(Item(0, "a"), 2)
    queue.add_after(Item(0, "a"), 9)

    assert queue.next_time() == clock.now + timedelta(seconds=2)

    clock.now += timedelta(seconds=20)
    assert taken(queue) == ["a"]


def test_what_fails_waits_twice_as_long_each_time_up_to_1000_seconds_and_from_the_start_after_a_success() -> None:
    clock = Clock()
    queue = WorkQueue(clock)
    pauses: list[float] = []
    for _ in range(20):
        queue.failed(Item(0, "a"))
        time = queue.next_time()
        assert time is not None
        pauses.append((time - clock.now).total_seconds())
        clock.now = time
        queue.take()
    queue.succeeded(Item(0, "a"))
    queue.failed(Item(0, "a"))

    assert pauses[:4] == [0.005, 0.01, 0.02, 0.04]
    assert pauses[-1] == 1000.0
    assert queue.next_time() == clock.now + timedelta(seconds=0.005)


@attrs.frozen
class Step:
    key: int
    seconds: int


@given(st.lists(st.builds(Step, st.integers(0, 4), st.integers(0, 20)), max_size=30))
def test_whatever_was_added_each_thing_comes_exactly_once_and_at_its_earliest_time(steps: list[Step]) -> None:
    start = datetime(2030, 1, 1, tzinfo=UTC)
    clock = Clock(start)
    queue = WorkQueue(clock)
    earliest: dict[object, int] = {}
    for step in steps:
        queue.add_after(Item(0, step.key), step.seconds)
        earliest[step.key] = min(earliest.get(step.key, 99), step.seconds)

    found: dict[object, int] = {}
    for second in range(21):
        clock.now = start + timedelta(seconds=second)
        for key in taken(queue):
            # a thing that was due at once and was asked for later too comes a second time, then
            found.setdefault(key, second)

    assert found == earliest
