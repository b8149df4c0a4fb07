"""A corner of the control plane with an app's state: what is there, and what is not as a program wants it."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs

from tests.cluster.plugin import Cluster as Corner
from tests.proof.programs import Objects, Program
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.state.rows import RUNS_KEPT
from typekro.orchestrator.state.sqlite import SqliteStore

MOST_BYTES = 1 << 20
"""No state file of a program is larger, after however many runs: those that came to an end drop what is old."""

_SYSTEM = {"kube-root-ca.crt"}
_KINDS: Mapping[str, Callable[[dict[str, Any]], tuple[str, object]]] = {
    "/api/v1/namespaces/{namespace}/configmaps": lambda live: (live["metadata"]["name"], live.get("data")),
    "/api/v1/namespaces/{namespace}/secrets": lambda live: (live["metadata"]["name"], live["type"]),
    "/apis/apps/v1/namespaces/{namespace}/deployments": lambda live: (
        live["metadata"]["name"],
        live["spec"]["template"]["spec"]["containers"][0]["image"],
    ),
    "/apis/{group}/v1alpha1/notes": lambda live: (f"instance {live['metadata']['name']}", live["spec"]["text"]),
}


@attrs.frozen
class Site:
    """Where one app lives.

    Args:
        corner: its part of the control plane.
        folder: where its script and its state are.
    """

    corner: Corner
    folder: Path

    @property
    def app(self) -> str:
        """The name of the app: its field manager tells its writes from those of others."""
        return f"proof-{self.corner.namespace}"

    @property
    def state(self) -> Path:
        """The state file."""
        return self.folder / "state" / f"{self.app}.sqlite"

    def objects(self) -> Objects:
        """What is in the cluster: in the namespace, in the API group, and of graphs."""
        return dict(self._objects())

    def _objects(self) -> Iterator[tuple[str, object]]:
        names = {"namespace": self.corner.namespace, "group": self.corner.group}
        for path, told in _KINDS.items():
            for live in self._list(path.format_map(names)):
                name, value = told(live)
                if name not in _SYSTEM:
                    yield name, "is going" if "deletionTimestamp" in live["metadata"] else value
        for live in self._list("/apis/kro.run/v1alpha1/resourcegraphdefinitions"):
            if self.corner.namespace in live["metadata"]["name"]:
                yield "definition", live["spec"]["resources"][0]["template"]["data"]["word"]
        for live in self._list("/apis/apiextensions.k8s.io/v1/customresourcedefinitions"):
            if live["spec"]["group"] == self.corner.group:
                yield "kind", live["spec"]["names"]["kind"]

    def problems(self, program: Program) -> list[str]:
        """What is not as a program wants it, after a run of it that came to its end."""
        records = {record.id: record.status for record in asyncio.run(self._records())}
        wanted = dict.fromkeys(program.records(self.corner.namespace), "ready")
        return [
            *_unlike("the cluster", self.objects(), program.objects()),
            *_unlike("the state", records, wanted),
            *self._grown(len(records)),
        ]

    def writes(self, since: int) -> list[str]:
        """What the app asked the API server to change since a moment of the audit log."""
        writes = self.corner.plane.writes(since=since)
        return [f"{event.verb} {event.uri}" for event in writes if self.corner.namespace in event.uri]

    def _list(self, path: str) -> list[dict[str, Any]]:
        status, answer = self.corner.plane.api.request("GET", path)
        assert status in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}, answer
        items: list[dict[str, Any]] = answer["items"] if status == HTTPStatus.OK else []
        return items

    async def _records(self) -> list[Record]:
        store = SqliteStore(self.state)
        await store.open(self.app, "dev")
        try:
            return await store.records()
        finally:
            await store.close()

    def _grown(self, records: int) -> Iterator[str]:
        """What the state file has of runs that it need not remember: of each record, it remembers the last change."""
        with contextlib.closing(sqlite3.connect(self.state)) as database:
            (runs,) = database.execute("SELECT count(DISTINCT token) FROM journal").fetchone()
        if runs > RUNS_KEPT + records:
            yield f"the journal has entries of {runs} runs"
        size = sum(file.stat().st_size for file in self.state.parent.glob(f"{self.state.name}*"))
        if size > MOST_BYTES:
            yield f"the state has {size} bytes"


def _unlike(what: str, there: Mapping[str, object], wanted: Mapping[str, object]) -> Iterator[str]:
    for name in sorted({*there, *wanted}):
        if there.get(name) != wanted.get(name):
            yield f"{what} has {name} as {json.dumps(there.get(name))}, and it should be {json.dumps(wanted.get(name))}"
