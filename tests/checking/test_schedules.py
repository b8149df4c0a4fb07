import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.checking.schedules import problem_of_schedule


@pytest.mark.parametrize(
    "schedule",
    [
        "* * * * *",
        "0 3 * * mon-fri",
        "*/5 0-12/2 1,15 JAN-dec ?",
        "59 23 31 12 6",
        "5/10 * * * *",
        " 0  0 * *  0 ",
        "@daily",
        "@every 1h30m",
        "@every 0",
    ],
)
def test_kubernetes_takes(schedule: str) -> None:
    assert problem_of_schedule(schedule) is None


@pytest.mark.parametrize(
    ("schedule", "problem"),
    [
        ("", "it has 0 of the five fields minute, hour, day of the month, month and day of the week"),
        ("0 0 * * * *", "it has 6 of the five fields minute, hour, day of the month, month and day of the week"),
        ("60 * * * *", "its minute '60' is not within 0 to 59"),
        ("* * 0 * *", "its day of the month '0' is not within 1 to 31"),
        ("* * * * 7", "its day of the week '7' is not within 0 to 6"),
        ("* 5-3 * * *", "its hour '5-3' ends before it begins"),
        ("*/0 * * * *", "its minute '*/0' makes steps of 0"),
        (
            "x * * * *",
            "its minute 'x' is none: a number, * or a range such as 1-5, of each second */2, and several with commas",
        ),
        (
            "* * * foo *",
            "its month 'foo' is none: a number, * or a range such as feb-jun, of each second */2, and several with commas",
        ),
        (
            "1-2-3 * * * *",
            "its minute '1-2-3' is none: a number, * or a range such as 1-5, of each second */2, and several with commas",
        ),
        (
            "*/2/2 * * * *",
            "its minute '*/2/2' is none: a number, * or a range such as 1-5, of each second */2, and several with commas",
        ),
        ("TZ=UTC 0 0 * * *", "the time zone is an argument of its own: time_zone"),
        (
            "@fortnightly",
            "a schedule in one word is @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or @every with a duration",
        ),
        (
            "@every day",
            "a schedule in one word is @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or @every with a duration",
        ),
    ],
)
def test_kubernetes_refuses(schedule: str, problem: str) -> None:
    assert problem_of_schedule(schedule) == problem


@given(st.tuples(*(st.integers(low, high) for low, high in ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6)))))
def test_any_time_is_a_schedule(fields: tuple[int, ...]) -> None:
    assert problem_of_schedule(" ".join(map(str, fields))) is None


@given(st.text(max_size=20))
def test_no_text_is_too_strange_to_be_judged(text: str) -> None:
    assert isinstance(problem_of_schedule(text), str | None)
