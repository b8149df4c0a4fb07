"""One line a request in the standard logging, at DEBUG: what was asked and what came of it, and nothing of what was sent or answered."""

import logging
from collections.abc import Mapping
from urllib.parse import urlencode

from typekro.kubernetes.retry import Disconnected, Reply, Request

LOGGER = logging.getLogger("typekro.kubernetes")

_SHOWN = frozenset(
    {
        "allowWatchBookmarks",
        "dryRun",
        "fieldManager",
        "fieldSelector",
        "fieldValidation",
        "force",
        "labelSelector",
        "limit",
        "propagationPolicy",
        "resourceVersion",
        "resourceVersionMatch",
        "sendInitialEvents",
        "timeoutSeconds",
        "watch",
    }
)


def log(request: Request, outcome: Reply | Disconnected, seconds: float, retries: int = 0) -> None:
    """Writes the line of a request.

    Args:
        request: what was asked.
        outcome: what came of it at last.
        seconds: how long it took, with all its tries.
        retries: how often it was sent again.
    """
    if not LOGGER.isEnabledFor(logging.DEBUG):
        return
    came = str(outcome.status) if isinstance(outcome, Reply) else outcome.reason
    again = "" if retries == 0 else f" after {retries} {'retry' if retries == 1 else 'retries'}"
    LOGGER.debug("%s %s: %s in %d ms%s", request.method, _path(request.path, request.query), came, round(seconds * 1000), again)


def _path(path: str, query: Mapping[str, str]) -> str:
    """The path, and what of the query is known to be no secret."""
    shown = urlencode({name: value if name in _SHOWN else "..." for name, value in query.items()}, safe="/:,=!.()")
    return f"{path}?{shown}" if shown else path
