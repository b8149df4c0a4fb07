"""Schedules of CronJobs: when they run, as Kubernetes reads it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: Final = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 6, _DAYS),
)
_SHORTHANDS: Final = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EVERY: Final = re.compile(r"@every [-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)


def problem_of_schedule(schedule: str) -> str | None:
    """What Kubernetes would find wrong with the schedule of a CronJob, or None.

    Args:
        schedule: five fields (`0 3 * * mon-fri`), or a shorthand such as `@daily`.

    Example:
        >>> problem_of_schedule("0 25 * * *")
        "its hour '25' is not within 0 to 23"
        >>> problem_of_schedule("0 3 * * mon-fri")
    """
    if "TZ" in schedule:
        return "the time zone is an argument of its own: time_zone"
    if schedule.startswith("@"):
        known = schedule in _SHORTHANDS or _EVERY.fullmatch(schedule) is not None
        return None if known else f"a schedule in one word is {', '.join(_SHORTHANDS)} or @every with a duration"
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        return f"it has {len(fields)} of the five fields minute, hour, day of the month, month and day of the week"
    pairs = zip(fields, _FIELDS, strict=True)
    return next((problem for field, rule in pairs for problem in _problems_of_field(field, *rule)), None)


def problem_of_any_schedule(parts: Sequence[str | None]) -> str | None:
    """What Kubernetes would find wrong with a schedule whatever numbers stand at some of its places, or None.

    Args:
        parts: the schedule from the left; None is a number that is known later.

    Example:
        >>> problem_of_any_schedule(["*/", None, " * * *"])
        'it has 4 of the five fields minute, hour, day of the month, month and day of the week'
    """
    texts = ("".join(str(number) if part is None else part for part in parts) for number in range(_FIELDS[0][2] + 1))
    found = [problem_of_schedule(text) for text in texts]
    return None if None in found else found[1]


def _problems_of_field(field: str, noun: str, lowest: int, highest: int, names: tuple[str, ...]) -> Iterator[str]:
    for part in filter(None, field.split(",")):
        span, *steps = part.split("/")
        ends = span.split("-")
        numbers = [_number(end, lowest, names) for end in ends] if ends[0] not in {"*", "?"} else [lowest, highest]
        step = [_number(step, 1, ()) for step in steps]
        if None in numbers or None in step or len(numbers) > 2 or len(step) > 1:  # noqa: PLR2004 - a range has two ends
            example = f"{names[1]}-{names[5]}" if names else "1-5"
            yield f"its {noun} {part!r} is none: a number, * or a range such as {example}, of each second */2, and several with commas"
        elif not all(lowest <= number <= highest for number in numbers if number is not None):
            yield f"its {noun} {part!r} is not within {lowest} to {highest}"
        elif numbers != sorted(number for number in numbers if number is not None):
            yield f"its {noun} {part!r} ends before it begins"
        elif 0 in step:
            yield f"its {noun} {part!r} makes steps of 0"


def _number(text: str, first: int, names: tuple[str, ...]) -> int | None:
    if text.lower() in names:
        return names.index(text.lower()) + first
    return int(text) if re.fullmatch(r"\+?\d+", text, re.ASCII) else None
