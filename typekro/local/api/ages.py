"""How long ago something was, as people read it."""

from datetime import datetime, timedelta

from typekro.local.timestamps import parsed

UNKNOWN = "<unknown>"
_MINUTE, _HOUR = 60, 3600


def age(text: str | None, now: datetime) -> str:
    """The time since a moment, as kubectl prints it.

    Args:
        text: the moment; nothing where it is not known.
        now: the moment that it is now.
    """
    return duration(now - parsed(text)) if text else UNKNOWN


def duration(span: timedelta) -> str:
    """A length of time in one or two units.

    Example:
        >>> [duration(timedelta(seconds=seconds)) for seconds in (5, 119, 605, 7260, 90000, 1e6)]
        ['5s', '119s', '10m', '121m', '25h', '11d']
    """
    seconds = int(span.total_seconds())
    if seconds < -1:
        return "<invalid>"
    if seconds < 0:
        return "0s"
    if seconds < 2 * _MINUTE:
        return f"{seconds}s"
    minutes = seconds // _MINUTE
    if minutes < 10:  # noqa: PLR2004 - as kubectl prints it
        return _pair(minutes, "m", seconds % _MINUTE, "s")
    if minutes < 3 * 60:
        return f"{minutes}m"
    return _long(seconds // _HOUR, minutes)


def _long(hours: int, minutes: int) -> str:
    if hours < 8:  # noqa: PLR2004 - as kubectl prints it
        return _pair(hours, "h", minutes % 60, "m")
    if hours < 48:  # noqa: PLR2004 - as kubectl prints it
        return f"{hours}h"
    if hours < 24 * 8:
        return _pair(hours // 24, "d", hours % 24, "h")
    if hours < 24 * 365 * 2:
        return f"{hours // 24}d"
    days = hours // 24
    if hours < 24 * 365 * 8:
        return _pair(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def _pair(more: int, unit: str, less: int, below: str) -> str:
    return f"{more}{unit}{less}{below}" if less else f"{more}{unit}"
