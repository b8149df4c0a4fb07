"""Asks the real API server what becomes of an object, and says what ours makes of it."""

import copy
import http.client
import json
import ssl
import urllib.parse
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import attrs

from tests.cluster.api import Api
from typekro.local.merging import ApplyConflict, MergeError, apply, reset_fields, strategic_merge, updated
from typekro.local.merging import json_patch as patched_by_json
from typekro.local.merging import merge_patch as patched_by_merge
from typekro.openapi.kinds import Kinds, KindSchema

Manifest = dict[str, Any]

APPLY = "application/apply-patch+yaml"
JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"

# What the server says of an object by itself, after it was merged.
_OWN = ("resourceVersion", "uid", "creationTimestamp", "generation", "managedFields")
ALLOCATED = ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy")
"""What the server gives a Service that does not have it."""


class ChangedMeanwhileError(Exception):
    """A controller changed the object between two requests: it is to be asked again."""


class Server:
    """The real API server, through one connection.

    Args:
        api: where it is, and as whom.
    """

    def __init__(self, api: Api) -> None:
        context = ssl.create_default_context(cafile=str(api.authority))
        self._connection = http.client.HTTPSConnection("127.0.0.1", api.port, timeout=30, context=context)
        self._token = api.token

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def ask(self, method: str, path: str, body: Any = None, content: str = "application/json", **query: str) -> tuple[int, Any]:
        """Send a request; the status and what was answered come back."""
        query = {"fieldValidation": "Ignore"} | query
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": content}
        text = None if body is None else json.dumps(body)
        self._connection.request(method, f"{path}?{urllib.parse.urlencode(query)}", text, headers)
        answer = self._connection.getresponse()
        said = answer.read()
        found = json.loads(said) if said.startswith(b"{") else {"message": said.decode()}
        if answer.status == HTTPStatus.CONFLICT and "has been modified" in found["message"]:
            raise ChangedMeanwhileError(found["message"])
        return answer.status, found


@attrs.frozen
class Asked:
    """One object on the server, and what is known of its kind.

    Args:
        server: the server.
        kinds: where its kind is known.
        kind: its kind.
        namespace: where it is.
        name: its name.
    """

    server: Server
    kinds: Kinds
    kind: KindSchema
    namespace: str
    name: str

    @property
    def collection(self) -> str:
        """The path of all objects of the kind."""
        root = f"/apis/{self.kind.api_version}" if "/" in self.kind.api_version else f"/api/{self.kind.api_version}"
        return f"{root}/namespaces/{self.namespace}/{self.kind.plural}"

    @property
    def path(self) -> str:
        """The path of the object."""
        return f"{self.collection}/{self.name}"

    def live(self) -> Manifest | None:
        """The object as it is."""
        status, found = self.server.ask("GET", self.path)
        return found if status == HTTPStatus.OK else None

    def manifest(self, parts: Manifest) -> Manifest:
        """A manifest of the object with some parts."""
        metadata = {"name": self.name, **parts.get("metadata", {})}
        return {"apiVersion": self.kind.api_version, "kind": self.kind.kind, **parts, "metadata": metadata}

    def known(self, subresource: str | None) -> dict[str, Any]:
        """What our functions need to know of the kind."""
        custom = "example.com" in self.kind.api_version
        has_status = custom or self.kind.kind in {"Deployment", "Service"}
        reset = reset_fields(self.kind.api_version, self.kind.kind, subresource, has_status=has_status, custom=custom)
        return {
            "api_version": self.kind.api_version,
            "now": datetime.now(UTC),
            "schema": self.kind.schema,
            "resolve": self.kinds.resolve,
            "subresource": subresource,
            "reset": reset,
        }


def applied(asked: Asked, parts: Manifest, *, manager: str, force: bool, subresource: str | None = None) -> list[str]:
    """Apply something on the server and here; what differs comes back."""
    live = asked.live()
    manifest = asked.manifest(parts)
    if live is not None:
        manifest["metadata"] = {**manifest["metadata"], "resourceVersion": live["metadata"]["resourceVersion"]}
    ours: Any
    try:
        ours = apply(copy.deepcopy(live), manifest, manager=manager, force=force, **asked.known(subresource))
    except ApplyConflict as error:
        ours = error
    except MergeError as error:
        ours = error
    expected = None if isinstance(ours, Exception) else _as_stored(asked, live, ours.object, subresource)
    query = {"fieldManager": manager, "force": str(force).lower()}
    path = asked.path + (f"/{subresource}" if subresource else "")
    status, answer = asked.server.ask("PATCH", path, manifest, APPLY, **query)
    if status >= HTTPStatus.BAD_REQUEST:
        return _refused(ours, status, answer)
    if isinstance(ours, Exception):
        return [f"we refuse: {ours}"]
    return [*_differences(expected, answer, "object"), *_managed_differences(ours.managed_fields, answer)]


def changed(asked: Asked, content: str, body: Any, *, manager: str, subresource: str | None = None) -> list[str]:
    """Patch or put something on the server and here; what differs comes back."""
    live = asked.live()
    if live is None:
        return created(asked, body if content == "PUT" else {}, manager=manager)
    path = asked.path + (f"/{subresource}" if subresource else "")
    merged: Any
    try:
        merged = _merged(asked, live, content, copy.deepcopy(body))
    except MergeError as error:
        merged = error
    expected = None if isinstance(merged, Exception) else _as_stored(asked, live, merged, subresource)
    method, header = ("PUT", "application/json") if content == "PUT" else ("PATCH", content)
    status, answer = asked.server.ask(method, path, _at_version(live, body), header, fieldManager=manager)
    if status >= HTTPStatus.BAD_REQUEST:
        return [] if isinstance(merged, Exception) or expected is None else [f"the server refuses: {answer.get('message')}"]
    if isinstance(merged, Exception):
        return [f"we refuse: {merged}"]
    new = copy.deepcopy(answer)
    given = merged.get("metadata", {}).get("managedFields")
    new["metadata"].pop("managedFields", None)
    if given is not None:
        new["metadata"]["managedFields"] = given
    fields = updated(live, new, manager=manager, **asked.known(subresource))
    return [*_differences(expected, answer, "object"), *_managed_differences(fields, answer)]


def _at_version(live: Manifest, body: Any) -> Any:
    """A patch or an object that is refused where the object is not as it was."""
    version = live["metadata"]["resourceVersion"]
    if isinstance(body, list):
        return [{"op": "replace", "path": "/metadata/resourceVersion", "value": version}, *body]
    return {**body, "metadata": {**body.get("metadata", {}), "resourceVersion": version}}


def created(asked: Asked, parts: Manifest, *, manager: str) -> list[str]:
    """Create the object on the server; what differs of its managed fields comes back."""
    status, answer = asked.server.ask("POST", asked.collection, asked.manifest(parts), fieldManager=manager)
    if status >= HTTPStatus.BAD_REQUEST:
        return []
    new = copy.deepcopy(answer)
    new["metadata"].pop("managedFields", None)
    if asked.kind.kind == "Service":
        for name in ALLOCATED[:4]:
            new["spec"].pop(name, None)
    return _managed_differences(updated(None, new, manager=manager, **asked.known(None)), answer)


def _merged(asked: Asked, live: Manifest, content: str, body: Any) -> Manifest:
    merged: Manifest = body
    match content:
        case "application/json-patch+json":
            merged = patched_by_json(live, body)
        case "application/merge-patch+json":
            merged = patched_by_merge(live, body)
        case "application/strategic-merge-patch+json":
            merged = strategic_merge(live, body, asked.kind.schema, asked.kinds.resolve)
        case _:
            pass
    return merged


def _as_stored(asked: Asked, live: Manifest | None, merged: Manifest, subresource: str | None) -> Manifest | None:
    """What the server makes of a whole object, were it written as it is: with defaults, and without what it does not know."""
    sent = copy.deepcopy(merged)
    for name in _OWN:
        sent["metadata"].pop(name, None)
    path = asked.path + (f"/{subresource}" if subresource else "")
    method, path = ("POST", asked.collection) if live is None else ("PUT", path)
    if live is not None:
        sent["metadata"]["resourceVersion"] = live["metadata"]["resourceVersion"]
    status, answer = asked.server.ask(method, path, sent, dryRun="All")
    return answer if status < HTTPStatus.BAD_REQUEST else None


def _refused(ours: Any, status: int, answer: Manifest) -> list[str]:
    if status == HTTPStatus.CONFLICT and isinstance(ours, ApplyConflict):
        causes = sorted((cause["message"], cause["field"]) for cause in answer["details"]["causes"])
        mine = sorted((conflict.message, conflict.path) for conflict in ours.conflicts)
        told = [] if sorted(answer["message"].splitlines()) == sorted(str(ours).splitlines()) else [f"{ours} != {answer['message']}"]
        return told + ([] if causes == mine else [f"conflicts {mine} != {causes}"])
    if isinstance(ours, MergeError):
        return [] if str(ours) == answer["message"] or "errors:" in answer["message"] else [f"{ours} != {answer['message']}"]
    if status in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}:
        return []  # a rule of the kind, which merging knows nothing of
    if "unable to convert unstructured object" in answer["message"]:
        return []  # a value that Go cannot read, which is found after the merge
    return [f"the server refuses, {status}: {answer['message']}; ours is {ours!r}"]


def _differences(ours: Manifest | None, theirs: Manifest, what: str) -> list[str]:
    if ours is None:
        return [f"the server does not take our {what}"]
    mine, real = _bare(ours), _bare(theirs)
    return [] if mine == real else [f"{what}: {json.dumps(mine)} != {json.dumps(real)}"]


def _bare(manifest: Manifest) -> Manifest:
    found = copy.deepcopy(manifest)
    for name in _OWN:
        found["metadata"].pop(name, None)
    if found["kind"] == "Service":
        for name in ALLOCATED:
            found["spec"].pop(name, None)
    return found


def _managed_differences(ours: list[Manifest], answer: Manifest) -> list[str]:
    mine, real = _shown(_timed(ours)), _shown(_timed(answer["metadata"].get("managedFields", [])))
    return [] if mine == real else [f"managed fields: {mine} != {real}"]


def _identity(entry: Manifest) -> str:
    return json.dumps({name: entry.get(name) for name in ("operation", "manager", "apiVersion", "subresource")})


def _timed(entries: list[Manifest]) -> list[Manifest]:
    """Entries with whether there is a time, in an order that does not depend on it: a request takes less than its smallest unit."""
    return sorted(({**entry, "time": "time" in entry} for entry in entries), key=_identity)


def _shown(entries: list[Manifest]) -> str:
    return json.dumps(entries, sort_keys=True)
