"""When a request is sent again, and when not."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.kubernetes.retry import TRANSIENT, Disconnected, Patience, Reply, Tries

CHANCES = st.floats(0, 1)
OUTCOMES: st.SearchStrategy[Reply | Disconnected] = st.one_of(
    st.builds(Reply, st.integers(100, 599), st.just(b"{}"), st.floats(0, 100)),
    st.builds(Disconnected, st.just("gone"), sent=st.booleans(), final=st.booleans()),
)


def always(chance: float) -> Callable[[], float]:
    return lambda: chance


@given(st.integers(1, 10_000), CHANCES)
def test_pauses_grow_and_stay_within_their_bounds(attempt: int, chance: float) -> None:
    patience = Patience(first=0.1, longest=2.0)

    assert 0.05 <= patience.pause(attempt, chance) <= 2.0
    assert patience.pause(attempt, chance) <= patience.pause(attempt + 1, chance)


@given(st.lists(OUTCOMES, max_size=40), CHANCES)
def test_tries_end_by_number_and_by_time(outcomes: list[Reply | Disconnected], chance: float) -> None:
    patience = Patience(seconds=10.0, tries=6)
    tries, now, sent = Tries(patience, 0.0, always(chance)), 0.0, 0

    for outcome in outcomes:
        sent += 1
        pause = tries.pause(outcome, now)
        if pause is None:
            break
        now += pause

    assert sent <= patience.tries or not outcomes
    assert now <= patience.seconds


@given(st.integers(100, 599).filter(lambda status: status not in TRANSIENT))
def test_an_answer_that_will_not_change_stands(status: int) -> None:
    assert Tries(Patience(), 0.0).pause(Reply(status), 0.0) is None


@pytest.mark.parametrize("outcome", [Reply(429), Reply(500, b"{}"), Reply(503), Reply(504), Disconnected("reset")])
def test_a_passing_fault_is_tried_again(outcome: Reply | Disconnected) -> None:
    assert Tries(Patience(first=1.0), 0.0, always(1.0)).pause(outcome, 0.0) == 1.0


def test_the_server_may_ask_for_a_longer_pause() -> None:
    assert Tries(Patience(first=1.0), 0.0).pause(Reply(429, b"", 7.0), 0.0) == 7.0


@pytest.mark.parametrize(
    ("outcome", "ambiguous"),
    [
        (Reply(429), False),
        (Reply(500, b"{}"), True),
        (Reply(504), True),
        (Disconnected("refused", sent=False), False),
        (Disconnected("reset", sent=True), True),
    ],
)
def test_it_is_known_whether_an_earlier_try_may_have_arrived(outcome: Reply | Disconnected, ambiguous: Any) -> None:
    tries = Tries(Patience(), 0.0)

    tries.pause(outcome, 0.0)

    assert tries.ambiguous is ambiguous


def test_what_changes_nothing_is_not_tried_again() -> None:
    assert Tries(Patience(), 0.0).pause(Disconnected("no trust", final=True), 0.0) is None


def test_a_document_that_is_no_mapping_is_a_message() -> None:
    assert Reply(500, b"[1]").document() == {"message": "[1]"}
