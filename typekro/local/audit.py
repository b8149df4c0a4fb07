"""What was asked of a local cluster, in order: so that a test can say that a run wrote nothing."""

from collections.abc import Mapping

import attrs

from typekro.local.asking import Asked

_REFUSED = 400


@attrs.frozen(kw_only=True)
class Seen:
    """A request that was answered, or was to be.

    Args:
        method: the HTTP method.
        path: the path, quoted.
        asked: what it was about: `asked.verb`, `asked.plural`, `asked.namespace`, `asked.name`, `asked.dry_run` and more.
        user_agent: who says to have asked.
        status: the HTTP status of the answer, also where it was lost on its way; 0 where a fault kept the request from being looked at.
        query: the parameters of the query.
        body: what was sent; None where nothing was.
    """

    method: str
    path: str
    asked: Asked
    user_agent: str
    status: int
    query: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    body: bytes | None = attrs.field(default=None, repr=False)

    @property
    def write(self) -> bool:
        """It was done, and could change something."""
        return self.asked.write and 0 < self.status < _REFUSED

    def __str__(self) -> str:
        return f"{self.asked.verb} {self.path}: {self.status or 'no answer'}"
