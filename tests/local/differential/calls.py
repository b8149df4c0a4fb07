"""Requests before they are sent: some of what they say is known only from earlier answers."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import json
from collections.abc import Mapping
from typing import Any

import attrs

from tests.local.differential.replies import Reply

NAMESPACE = "§"
"""Stands for the namespace of a sequence, wherever it appears."""

VERSION, FIRST, UID, LISTED, CONTINUE = "@version", "@first", "@uid", "@listed", "@continue"
"""Stand for what was answered before: an object's last and first resourceVersion, its UID, a list's resourceVersion, and its token."""

_BELOW = ("/status", "/scale", "/finalize")


@attrs.frozen
class Call:
    """One request of a sequence.

    Args:
        what: what is tried, for the table of what was.
        method: the HTTP method.
        path: the path.
        query: the query's parameters.
        headers: the headers.
        body: a JSON document, or bytes that are sent as they are; None for none.
    """

    what: str
    method: str
    path: str
    query: Mapping[str, str] = attrs.field(factory=dict[str, str])
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    body: Any = None

    @property
    def watches(self) -> bool:
        """It is answered by a stream."""
        return self.query.get("watch", "false") not in {"false", "0"}

    @property
    def defines(self) -> bool:
        """It may change which kinds are served."""
        return "/customresourcedefinitions" in self.path and self.method != "GET" and self.query.get("dryRun") is None

    def __str__(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        headers = "".join(f"\n    {name}: {value}" for name, value in self.headers.items())
        body = "" if self.body is None else f"\n    {self.body.decode() if isinstance(self.body, bytes) else json.dumps(self.body)}"
        return f"{self.method} {self.path}{'?' if query else ''}{query}{headers}{body}"


@attrs.frozen
class Sent:
    """A request as it goes to one side.

    Args:
        method: the HTTP method.
        path: the path.
        query: the query's parameters.
        headers: the headers.
        body: the body.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None


@attrs.define
class Memory:
    """What one side answered so far, as later requests of a sequence need it.

    Args:
        namespace: the namespace of the sequence.
    """

    namespace: str
    _versions: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])
    _uids: dict[str, str] = attrs.field(factory=dict[str, str])
    _listed: dict[str, str] = attrs.field(factory=dict[str, str])
    _tokens: dict[str, str] = attrs.field(factory=dict[str, str])

    def sent(self, call: Call) -> Sent:
        """The request with everything filled in."""
        about = _about(call.path)
        body = call.body
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(self._filled(body, about)).encode()
        elif body is not None:
            body = body.replace(NAMESPACE.encode(), self.namespace.encode())
        query = {name: str(self._filled(value, about)) for name, value in call.query.items()}
        return Sent(call.method, call.path.replace(NAMESPACE, self.namespace), query, call.headers, body)

    def heard(self, call: Call, reply: Reply) -> None:
        """Remembers an answer."""
        found = reply.body
        metadata = found.get("metadata") if isinstance(found, dict) else None
        if not isinstance(metadata, dict) or found.get("kind") == "Status" or reply.status >= 300 or call.query.get("dryRun"):
            return
        about = _about(call.path)
        if "uid" not in metadata:
            self._listed[about] = metadata.get("resourceVersion", "")
            self._tokens[about] = metadata.get("continue", "")
            return
        about = f"{about}/{metadata['name']}".replace(self.namespace, NAMESPACE) if call.method == "POST" else about
        if self._uids.get(about) != metadata["uid"]:
            self._uids[about], self._versions[about] = metadata["uid"], []
        self._versions[about].append(metadata["resourceVersion"])

    def _filled(self, value: Any, about: str) -> Any:
        if isinstance(value, dict):
            return {self._filled(name, about): self._filled(each, about) for name, each in value.items()}
        if isinstance(value, list):
            return [self._filled(each, about) for each in value]
        if not isinstance(value, str):
            return value
        versions = self._versions.get(about, ["1"])
        known = {
            VERSION: versions[-1],
            FIRST: versions[0],
            UID: self._uids.get(about, "00000000-0000-4000-8000-000000000000"),
            LISTED: self._listed.get(about, "0"),
            CONTINUE: self._tokens.get(about, ""),
        }
        return known[value] if value in known else value.replace(NAMESPACE, self.namespace)


def _about(path: str) -> str:
    for below in _BELOW:
        path = path.removesuffix(below)
    return path
