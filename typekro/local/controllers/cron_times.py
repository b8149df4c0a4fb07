"""When a CronJob is due: its schedule as times, as Kubernetes reads it; pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_SHORTHANDS: Final = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_PART: Final = re.compile(r"([\d.]+)(ns|us|µs|μs|ms|s|m|h)")
_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_YEARS: Final = 5
_MINUTE: Final = timedelta(minutes=1)


@attrs.frozen
class Fields:
    """The five fields of a schedule as the numbers that they allow.

    Args:
        minutes: of an hour.
        hours: of a day.
        days: of a month.
        months: of a year, from 1.
        weekdays: from 0 for Sunday.
        either: a day is right if it is right by month or by week; else by both.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    def has_day(self, day: datetime) -> bool:
        """Whether a day is one of it."""
        by_month, by_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and ((by_month or by_week) if self.either else (by_month and by_week))


def next_time(schedule: str, after: datetime, zone: str | None = None) -> datetime | None:
    """The first time of a schedule after a time; None where there is none within five years.

    Args:
        schedule: five fields, or a shorthand such as `@daily` or `@every 5m`.
        after: the time, with its zone.
        zone: the zone in which the schedule is meant; UTC where none is given.

    Example:
        >>> str(next_time("30 3 * * mon", datetime(2030, 1, 1, tzinfo=UTC)))
        '2030-01-07 03:30:00+00:00'
    """
    if schedule.startswith("@every "):
        seconds = max(int(sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(schedule))), 1)
        return after.replace(microsecond=0) + timedelta(seconds=seconds)
    fields = _fields(_SHORTHANDS.get(schedule, schedule))
    own = ZoneInfo(zone) if zone else UTC
    time = after.astimezone(own).replace(second=0, microsecond=0, tzinfo=None) + _MINUTE
    last = time.year + _YEARS
    while time.year <= last:
        if not fields.has_day(time):
            time = time.replace(hour=0, minute=0) + timedelta(days=1)
        elif time.hour not in fields.hours:
            time = time.replace(minute=0) + timedelta(hours=1)
        elif time.minute not in fields.minutes or not _exists(time, own):
            time += _MINUTE
        else:
            return time.replace(tzinfo=own).astimezone(UTC)
    return None


def times_between(schedule: str, first: datetime, last: datetime, zone: str | None = None) -> Iterator[datetime]:
    """The times of a schedule after a first time, up to a last one."""
    time = next_time(schedule, first, zone)
    while time is not None and time <= last:
        yield time
        time = next_time(schedule, time, zone)


def _exists(time: datetime, zone: ZoneInfo | timezone) -> bool:
    """Whether clocks show a time: not those that they jump over in spring."""
    there = time.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == time


@lru_cache(maxsize=256)
def _fields(schedule: str) -> Fields:
    minute, hour, day, month, weekday = schedule.split()
    either = not any(each.startswith(("*", "?")) for each in (day, weekday))
    return Fields(
        _numbers(minute, 0, 59),
        _numbers(hour, 0, 23),
        _numbers(day, 1, 31),
        _numbers(month, 1, 12, _MONTHS),
        _numbers(weekday, 0, 6, _DAYS),
        either,
    )


def _numbers(field: str, lowest: int, highest: int, names: tuple[str, ...] = ()) -> frozenset[int]:
    found: set[int] = set()
    for part in filter(None, field.split(",")):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if first in {"*", "?"}:
            start, end = lowest, highest
        else:
            start = _number(first, lowest, names)
            end = _number(last, lowest, names) if last else highest if step else start
        found |= set(range(start, end + 1, int(step or 1)))
    return frozenset(found)


def _number(text: str, lowest: int, names: tuple[str, ...]) -> int:
    return names.index(text.lower()) + lowest if text.lower() in names else int(text)
