"""What the API server was asked, as it wrote it down itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs

from tests.cluster.credentials import PARTS, TYPEKRO

_WRITES = ("create", "update", "patch", "delete", "deletecollection")
_QUESTIONS = ("authentication.k8s.io", "authorization.k8s.io")
_SILENT = ("system:apiserver", *(part for part in PARTS if part != "kro"))


def audit_policy() -> dict[str, Any]:
    """Make the policy: all that anybody writes or reads, but for what the parts of Kubernetes itself read.

    What typekro writes is logged with its body, and before it is handled too: what was answered is in the log for certain.
    """
    return {
        "apiVersion": "audit.k8s.io/v1",
        "kind": "Policy",
        "omitManagedFields": True,
        "rules": [
            {"level": "Request", "users": [TYPEKRO], "verbs": list(_WRITES)},
            {"level": "Metadata", "verbs": list(_WRITES), "omitStages": ["RequestReceived"]},
            {"level": "None", "users": list(_SILENT)},
            {"level": "None", "nonResourceURLs": ["/readyz*", "/livez*", "/healthz*"]},
            {"level": "Metadata", "omitStages": ["RequestReceived"]},
        ],
    }


@attrs.frozen
class AuditEvent:
    """One line of the audit log.

    Args:
        request: the id of the request; a request can have a line when it comes in and one when it is answered.
        stage: `RequestReceived`, `ResponseStarted` (of a watch) or `ResponseComplete`.
        user: who asked.
        user_agent: what the client called itself.
        verb: such as `get`, `list`, `watch`, `create`, `patch`, `delete`.
        uri: path and query of the request.
        target: what was meant: `resource`, `namespace`, `name`, `apiGroup`, `apiVersion`, `subresource`, each where it applies.
        code: the status of the answer; None while there is none.
        body: what was sent; known of what typekro writes, once it is answered.
    """

    request: str
    stage: str
    user: str
    user_agent: str
    verb: str
    uri: str
    target: Mapping[str, str]
    code: int | None = None
    body: Any = attrs.field(default=None, repr=False)

    @property
    def path(self) -> str:
        """The path of the request, without its query."""
        return urlsplit(self.uri).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query of the request: all values of each key."""
        return parse_qs(urlsplit(self.uri).query, keep_blank_values=True)

    @property
    def dry_run(self) -> bool:
        """Whether the API server was asked to check only, and to keep nothing."""
        return "dryRun" in self.query

    @property
    def answered(self) -> bool:
        """Whether this is the line of its answer: of a watch, that of its beginning, since that of its end comes at any time later."""
        return self.stage == ("ResponseStarted" if self.verb == "watch" else "ResponseComplete")

    @property
    def writes(self) -> bool:
        """Whether this asks for a change; asking who one is or what one may do (a `create` too) does not."""
        return self.verb in _WRITES and self.target.get("apiGroup") not in _QUESTIONS


def parse_event(line: str | bytes) -> AuditEvent:
    """Read a line: an Event of `audit.k8s.io/v1` as JSON."""
    event = json.loads(line)
    return AuditEvent(
        request=event["auditID"],
        stage=event["stage"],
        user=event["user"]["username"],
        user_agent=event.get("userAgent", ""),
        verb=event["verb"],
        uri=event["requestURI"],
        target=event.get("objectRef", {}),
        code=event.get("responseStatus", {}).get("code"),
        body=event.get("requestObject"),
    )


def read_events(log: Path, *, since: int = 0) -> Iterator[AuditEvent]:
    """Read the whole lines of the log.

    Args:
        log: the file.
        since: how many bytes to pass over, and the rest of the line that they end in.
    """
    with log.open("rb") as file:
        file.seek(max(since - 1, 0))
        *lines, _being_written = file.read().split(b"\n")  # at once: what is read to its end twice may have grown in the middle of a line
    yield from map(parse_event, lines[1:] if since else lines)


def only_writes(events: Iterable[AuditEvent], *, user: str | None = None) -> list[AuditEvent]:
    """Keep what asked for a change, each request once and in order, with the last that is known of it; dry runs are among them.

    Args:
        events: lines of the log.
        user: whose requests; everybody's by default.
    """
    wanted = (event for event in events if event.writes and user in (None, event.user))
    return list({event.request: event for event in wanted}.values())
