"""Who holds a file, or did: what is written beside a lock, and told to whoever comes second. Knows nothing of the other rooms."""

import getpass
import os
import socket
from datetime import UTC, datetime

import attrs

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


@attrs.frozen(kw_only=True)
class Holder:
    """Who holds a lock, or did.

    Args:
        user: the login name.
        host: the machine.
        pid: the process.
        operation: what it is doing: `up`, or a command.
        since: when it began, as ISO 8601 in UTC.
    """

    user: str
    host: str
    pid: int
    operation: str
    since: str

    def text(self, now: datetime) -> str:
        """Who it is, in a line: `ana@laptop, pid 4711, up since 12:03:44 (2 min ago)`."""
        since = datetime.fromisoformat(self.since)
        local = since.astimezone(now.tzinfo)
        shown = local.strftime("%H:%M:%S" if local.date() == now.date() else "%Y-%m-%d %H:%M:%S")
        return f"{self.user}@{self.host}, pid {self.pid}, {self.operation} since {shown} ({ago((now - since).total_seconds())})"


def holder_here(operation: str, now: datetime) -> Holder:
    """This process, as the holder of a lock."""
    return Holder(user=user(), host=socket.gethostname(), pid=os.getpid(), operation=operation, since=now.astimezone(UTC).isoformat())


def whoami() -> str:
    """`user@host` of this process."""
    return f"{user()}@{socket.gethostname()}"


def user() -> str:
    """The login name, or the number where the system knows no name, as in many containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def ago(seconds: float) -> str:
    """How long something is past, in its largest unit: `2 min ago`."""
    for size, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return f"{max(0, int(seconds))} s ago"
