"""The two sides: the real API server through one connection, and the local one in this process."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import time
import traceback
import urllib.parse
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any

import attrs

from tests.cluster.control_plane import ControlPlane
from tests.local.differential.calls import Sent
from tests.local.differential.replies import Reply, parsed, read
from typekro.kubernetes.retry import Request
from typekro.local.api import ApiServer, WatchStream
from typekro.local.controllers.admitting import admit
from typekro.local.kro import install

_STILL = ("kube-controller-manager", "kube-scheduler", "kwok", "kro")
_QUIET = 0.1
_PATIENCE = 10.0
_INITIALIZING = 10.0
"""Seconds for which a kind whose definition changed may answer 429, as its storage is made anew."""
_DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_AGENT = {"User-Agent": "differential/v1"}


@contextlib.contextmanager
def held_still(plane: ControlPlane) -> Generator[ControlPlane]:
    """Stops all that acts on objects beside the API server, for the length of a block."""
    pids = [plane.pids[name] for name in _STILL if name in plane.pids]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield plane
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


class Local:
    """A local API server that nobody else asks."""

    def __init__(self) -> None:
        self.server = ApiServer(clock=lambda: datetime.now(UTC))
        install(self.server)
        admit(self.server, ())

    def ask(self, sent: Sent) -> Reply:
        """The answer to a request."""
        request = Request(sent.method, urllib.parse.quote(sent.path), sent.query, _AGENT | dict(sent.headers), sent.body)
        try:
            found = self.server.answer(request, "admin")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a difference to be told
            return Reply(599, {}, "".join(traceback.format_exception(error)[-3:]))
        if isinstance(found, WatchStream):
            lines = found.drain()
            found.close()
            return Reply(200, {"content-type": found.content_type}, [parsed(line) for line in lines])
        return read(found.status, [("content-type", found.content_type), *found.headers.items()], found.body)


class Real:
    """The real API server.

    Args:
        plane: the control plane, whose other parts are held still.
    """

    def __init__(self, plane: ControlPlane) -> None:
        self._port = plane.api.port
        self._token = plane.api.token
        self._context = ssl.create_default_context(cafile=str(plane.api.authority))
        self._connection = self._connected()

    def _connected(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self._port, timeout=30, context=self._context)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def ask(self, sent: Sent) -> Reply:
        """The answer to a request."""
        until = time.monotonic() + _INITIALIZING
        while True:
            try:
                answer = self._sent(self._connection, sent)
            except http.client.RemoteDisconnected:  # it lets the connection go where it cannot answer, which it says in its log
                self._connection.close()
                return Reply(0, {}, "no answer")
            reply = read(answer.status, answer.getheaders(), answer.read())
            if reply.status != http.client.TOO_MANY_REQUESTS or time.monotonic() > until:
                return reply

    def _sent(self, connection: http.client.HTTPSConnection, sent: Sent) -> http.client.HTTPResponse:
        headers = {"Authorization": f"Bearer {self._token}"} | _AGENT | dict(sent.headers)
        query = urllib.parse.urlencode(sent.query)
        target = urllib.parse.quote(sent.path) + (f"?{query}" if query else "")
        connection.request(sent.method, target, sent.body, headers)
        return connection.getresponse()

    def watch(self, sent: Sent, expected: int) -> Reply:
        """The first events of a watch.

        Args:
            sent: the request.
            expected: how many events the other side tells; more are waited for only shortly.
        """
        with contextlib.closing(self._connected()) as connection:
            answer = self._sent(connection, sent)
            if answer.status != http.client.OK:
                return read(answer.status, answer.getheaders(), answer.read())
            lines = list(_lines(answer, connection.sock, expected))
            content_type = answer.getheader("content-type") or ""
            return Reply(answer.status, {"content-type": content_type}, [json.loads(line) for line in lines])

    def settle_definition(self, sent: Sent, reply: Reply) -> None:
        """Waits until the server serves what a definition says."""
        found = reply.body
        if reply.status >= 300 or not isinstance(found, dict):
            return
        name = found["metadata"].get("name") if found.get("kind") == "CustomResourceDefinition" else sent.path.rpartition("/")[2]
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            definition = self.ask(Sent("GET", f"{_DEFINITIONS}/{name}", {}, {}, None))
            if self._is_served(definition):
                break
            time.sleep(0.02)
        if sent.method in {"PUT", "PATCH"}:
            time.sleep(0.15)  # nothing says when the handlers of a changed definition have taken it in

    def _is_served(self, definition: Reply) -> bool:
        found = definition.body
        if definition.status != http.client.OK:
            return True
        conditions = {each["type"]: each["status"] for each in found.get("status", {}).get("conditions") or ()}
        if "deletionTimestamp" in found["metadata"]:
            return False
        if conditions.get("NamesAccepted") == "False":
            return True
        served = [each["name"] for each in found["spec"]["versions"] if each["served"]]
        return conditions.get("Established") == "True" and all(self._discovers(found["spec"], version) for version in served)

    def _discovers(self, spec: dict[str, Any], version: str) -> bool:
        plural = spec["names"]["plural"]
        root = f"/apis/{spec['group']}/{version}"
        found = self.ask(Sent("GET", root, {}, {}, None))
        known = found.status == http.client.OK and any(each["name"] == plural for each in found.body["resources"])
        return known and self.ask(Sent("GET", f"{root}/{plural}", {"limit": "1"}, {}, None)).status == http.client.OK

    def swept(self, namespace: str) -> None:
        """Deletes what a sequence left that is not in its namespace, so that nobody acts on it later."""
        root = "/apis/kro.run/v1alpha1/resourcegraphdefinitions"
        for path in (_DEFINITIONS, root):
            for each in self.ask(Sent("GET", path, {}, {}, None)).body["items"]:
                name = each["metadata"]["name"]
                if namespace in name:
                    if each["metadata"].get("finalizers"):
                        body = json.dumps({"metadata": {"finalizers": None}}).encode()
                        kind = {"Content-Type": "application/merge-patch+json"}
                        self.ask(Sent("PATCH", f"{path}/{name}", {}, kind, body))
                    self.ask(Sent("DELETE", f"{path}/{name}", {}, {}, None))
        self.ask(Sent("DELETE", f"/api/v1/namespaces/{namespace}", {}, {}, None))


def _lines(answer: http.client.HTTPResponse, sock: socket.socket, expected: int) -> Iterator[bytes]:
    until = time.monotonic() + 2
    told = 0
    while True:
        sock.settimeout(_QUIET if told >= expected else max(until - time.monotonic(), _QUIET))
        try:
            line = answer.readline()
        except TimeoutError:
            return
        if not line:
            return
        told += 1
        yield line


@attrs.frozen
class Fresh:
    """Gives each run of a sequence a namespace of its own.

    Args:
        prefix: what all their names begin with.
    """

    prefix: str
    _numbers: Iterator[int] = attrs.field(factory=lambda: iter(range(10**6)))

    def namespace(self) -> str:
        """A name that none had before."""
        return f"{self.prefix}{next(self._numbers):05}"
