"""Moments as Kubernetes writes them."""

from datetime import UTC, datetime

_LENGTH = len("2026-01-02T03:04:05")


def rfc3339(moment: datetime) -> str:
    """A moment in whole seconds of UTC.

    Example:
        >>> rfc3339(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC))
        '2026-01-02T03:04:05Z'
    """
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{utc.isoformat(timespec='seconds')[:_LENGTH]}Z"


def micro_time(moment: datetime) -> str:
    """A moment where microseconds count."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def parsed(text: str) -> datetime:
    """The moment that a text means."""
    return datetime.fromisoformat(text)
