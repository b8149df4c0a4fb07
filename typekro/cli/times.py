"""Times as a person reads them in a table: when something was, and how long it took."""

from datetime import UTC, datetime

_MINUTE = 60
_HOUR = 60 * _MINUTE


def moment(at: str | None) -> str:
    """A recorded time in UTC, to the second; `-` where there is none.

    Args:
        at: as ISO 8601.

    Example:
        >>> moment("2026-11-28T20:18:56.123+00:00")
        '2026-11-28 20:18:56Z'
    """
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ") if at else "-"


def seconds_between(start: str, end: str | None) -> float | None:
    """How long something took, in seconds; None where it has no end.

    Args:
        start: as ISO 8601.
        end: the same.
    """
    return None if end is None else (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()


def duration(seconds: float | None) -> str:
    """A time span in its two largest units; `-` where it is not known.

    Example:
        >>> duration(1.44), duration(125), duration(3725)
        ('1.4 s', '2 min 5 s', '1 h 2 min')
    """
    if seconds is None:
        return "-"
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min {int(seconds % _MINUTE)} s"
    return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE)} min"
