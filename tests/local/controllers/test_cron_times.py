"""When a schedule is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.local.controllers.cron_times import next_time

_START = datetime(2030, 1, 1, 0, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "time"),
    [
        ("* * * * *", "2030-01-01 00:01"),
        ("*/15 * * * *", "2030-01-01 00:15"),
        ("5/20 * * * *", "2030-01-01 00:05"),
        ("0 3 * * *", "2030-01-01 03:00"),
        ("0 3 31 * *", "2030-01-31 03:00"),
        ("0 0 29 feb *", "2032-02-29 00:00"),
        ("30 9 * * mon-fri", "2030-01-01 09:30"),
        ("0 0 * * sun", "2030-01-06 00:00"),
        ("0 0 13 * fri", "2030-01-04 00:00"),
        ("0 0 1,15 * ?", "2030-01-15 00:00"),
        ("@monthly", "2030-02-01 00:00"),
        ("@hourly", "2030-01-01 01:00"),
        ("@weekly", "2030-01-06 00:00"),
        ("@yearly", "2031-01-01 00:00"),
    ],
)
def test_the_next_time_of_a_schedule(schedule: str, time: str) -> None:
    assert next_time(schedule, _START) == datetime.fromisoformat(time).replace(tzinfo=UTC)


def test_every_counts_from_the_last_time() -> None:
    assert next_time("@every 1h30m", _START) == _START + timedelta(minutes=90)


def test_a_day_that_never_comes_has_no_time() -> None:
    assert next_time("0 0 31 2 *", _START) is None


def test_a_time_that_clocks_jump_over_in_spring_is_on_the_next_day() -> None:
    before = datetime(2030, 3, 30, 12, tzinfo=UTC)
    night = next_time("30 2 * * *", before, "Europe/Berlin")

    assert night == datetime(2030, 4, 1, 0, 30, tzinfo=UTC)


@given(st.integers(0, 59), st.integers(0, 23), st.integers(0, 6), st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001 - the zone is added below
def test_the_next_time_is_later_and_fits_and_none_is_between(minute: int, hour: int, weekday: int, start: datetime) -> None:
    after = start.replace(tzinfo=UTC)

    found = next_time(f"{minute} {hour} * * {weekday}", after)

    assert found is not None
    assert after < found <= after + timedelta(days=7)
    assert (found.minute, found.hour, found.isoweekday() % 7, found.second) == (minute, hour, weekday, 0)
