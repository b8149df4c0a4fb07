"""An API server of the local cluster to be asked, with a clock that stands still until it is moved."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from typekro.kubernetes.retry import Request
from typekro.local.api import ApiServer, Response, WatchStream

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MOMENT = "2026-01-02T03:04:05Z"
MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
APPLY = "application/apply-patch+yaml"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
MAPS = "/api/v1/namespaces/default/configmaps"
CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
WEBS = "/apis/example.com/v1/namespaces/default/webs"


class Asking:
    """Sends requests to a server of its own."""

    def __init__(self, history: int = 4096) -> None:
        self.now = NOW
        self.server = ApiServer(clock=lambda: self.now, history=history)

    def pass_(self, seconds: float) -> None:
        """Moves the clock."""
        self.now += timedelta(seconds=seconds)

    def response(
        self, method: str, path: str, body: Any = None, form: str = "application/json", accept: str = "", **query: str
    ) -> Response:
        """A whole answer."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        answer = self.server.answer(Request(method, path, query, {"Content-Type": form, "Accept": accept}, raw))
        assert isinstance(answer, Response)
        return answer

    def ask(self, method: str, path: str, body: Any = None, form: str = "application/json", accept: str = "", **query: str) -> Any:
        """The document of an answer."""
        return self.response(method, path, body, form, accept, **query).document()

    def watch(self, path: str, accept: str = "", **query: str) -> WatchStream:
        """A watch."""
        stream = self.server.answer(Request("GET", path, {"watch": "true", **query}, {"Accept": accept}))
        assert isinstance(stream, WatchStream)
        return stream


def events(stream: WatchStream) -> list[tuple[str, Any]]:
    """The events that a watch has so far."""
    return [(event["type"], event["object"]) for event in map(json.loads, stream.drain())]


def named(stream: WatchStream) -> list[tuple[str, str]]:
    """The events that a watch has so far, each with the name of its object."""
    return [(kind, found["metadata"]["name"]) for kind, found in events(stream)]


def config_map(name: str, **metadata: Any) -> dict[str, Any]:
    """A ConfigMap as one writes it."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "default", **metadata}, "data": {"a": "1"}}


def crd(**changes: Any) -> dict[str, Any]:
    """A CustomResourceDefinition of Webs."""
    spec = {"type": "object", "properties": {"replicas": {"type": "integer", "default": 2, "minimum": 1}}}
    schema = {"type": "object", "properties": {"spec": spec, "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}
    version = {
        "name": "v1",
        "served": True,
        "storage": True,
        "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"}},
        "additionalPrinterColumns": [
            {"name": "Replicas", "type": "integer", "jsonPath": ".spec.replicas"},
            {"name": "Ready", "type": "string", "jsonPath": '.status.conditions[?(@.type=="Ready")].status'},
        ],
        "schema": {"openAPIV3Schema": schema},
    }
    names = {"plural": "webs", "kind": "Web", "shortNames": ["wb"]}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "webs.example.com"},
        "spec": {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version], **changes},
    }


def web(name: str, **spec: Any) -> dict[str, Any]:
    """A Web as one writes it."""
    return {"apiVersion": "example.com/v1", "kind": "Web", "metadata": {"name": name, "namespace": "default"}, "spec": spec}


def status(code: int, reason: str, message: str, **details: Any) -> dict[str, Any]:
    """A Status that refuses."""
    whole: dict[str, Any] = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message}
    if reason:
        whole["reason"] = reason
    if details:
        whole["details"] = details
    return {**whole, "code": code}


def without_managers(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """An object without what tests of merging look at."""
    metadata = {key: value for key, value in manifest["metadata"].items() if key not in {"managedFields", "uid", "resourceVersion"}}
    return {**manifest, "metadata": metadata}
