"""A copy of the example in a corner of its own: its runs, and what they leave in the cluster and in the state."""

import asyncio
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs

from tests.cluster.plugin import Cluster
from tests.crashes.runner import Order
from tests.crashes.runners import Runner
from tests.examples.copies import app_name, empty_text, replaced, write_webapp
from typekro.orchestrator.state import Record
from typekro.orchestrator.state.sqlite import SqliteStore

HERE = "<here>"


@attrs.frozen
class Ended:
    """How a run ended; what is the corner's own is written as `<here>`, and an address by what has it."""

    code: int
    lines: tuple[str, ...]
    last: str
    boundaries: tuple[str, ...] = attrs.field(repr=False)
    errors: str = attrs.field(eq=False)


@attrs.frozen
class World:
    """A corner of the control plane, with a copy of the example."""

    cluster: Cluster
    folder: Path
    runner: Runner
    mode: str = "kro"

    @classmethod
    def make(cls, cluster: Cluster, folder: Path, runner: Runner, mode: str = "kro") -> "World":
        """Writes the copy, which deploys its graphs in a mode."""
        script = write_webapp(cluster, folder)
        here = cls(cluster, folder, runner, mode)
        here._write(script.read_text("utf-8"))
        return here

    def _write(self, text: str) -> None:
        app = f'alchemy("{app_name(self.cluster)}"'
        (self.folder / "webapp.py").write_text(replaced(text, app, f'{app}, mode="{self.mode}"'), "utf-8")

    def run(self, *, boundary: str | None = None, after: float | None = None) -> Ended:
        """Runs the script, to its end or to its killing."""
        out = self.folder / "out"
        errors, listed = out.with_suffix(".err"), out.with_suffix(".boundaries")
        for file in (out, errors, listed):
            file.unlink(missing_ok=True)
        fatal = None if boundary is None else boundary.replace(HERE, self.cluster.namespace)
        code = self.runner.run(Order(str(self.folder / "webapp.py"), str(self.cluster.kubeconfig), str(out), fatal, after))
        said = _written(errors)
        return Ended(
            code,
            tuple(self._without_addresses(self._told(_written(out))).splitlines()),
            next(iter(reversed(said.splitlines())), ""),
            tuple(self._told(_written(listed)).splitlines()),
            said,
        )

    def empty(self) -> None:
        """Makes the script one that declares nothing."""
        self._write(empty_text(self.cluster))

    def objects(self) -> list[dict[str, Any]]:
        """What the cluster shows of the copy: graphs, instances and their children, without what differs by nature."""
        place = f"namespaces/{self.cluster.namespace}"
        paths = {
            "ResourceGraphDefinition": "/apis/kro.run/v1alpha1/resourcegraphdefinitions",
            "Deployment": f"/apis/apps/v1/{place}/deployments",
            "Service": f"/api/v1/{place}/services",
            "Database": f"/apis/{self.cluster.group}/v1alpha1/{place}/databases",
            "WebApp": f"/apis/{self.cluster.group}/v1alpha1/{place}/webapps",
        }
        found = [(kind, item) for kind, path in paths.items() for item in self._items(path)]
        shown = [self._shown(kind, item) for kind, item in found if kind != "ResourceGraphDefinition" or self._is_of_it(item)]
        return sorted(shown, key=lambda item: (item["kind"], item["name"]))

    def records(self) -> dict[str, tuple[str, bool]]:
        """What the state says of each resource: its status, and whether we created it."""
        return {self._told(record.id): (record.status, record.created_by_us) for record in asyncio.run(self._records())}

    def writes(self, since: int) -> list[str]:
        """What the copy wrote to the API server since a moment of the audit log."""
        return [f"{event.verb} {event.uri}" for event in self.cluster.plane.writes(since=since) if self.cluster.namespace in event.uri]

    def kinds(self) -> list[str]:
        """The kinds of the copy that have a CRD."""
        names = [f"databases.{self.cluster.group}", f"webapps.{self.cluster.group}"]
        return [self._told(name) for name in names if self._get(f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")]

    async def _records(self) -> list[Record]:
        name = app_name(self.cluster)
        store = SqliteStore(self.folder / "state" / f"{name}.sqlite")
        await store.open(name, "dev")
        try:
            return await store.records()
        finally:
            await store.close()

    def _told(self, text: str) -> str:
        return text.replace(self.cluster.namespace, HERE)

    def _without_addresses(self, text: str) -> str:
        services = self._get(f"/api/v1/namespaces/{self.cluster.namespace}/services")
        for service in services["items"]:
            text = text.replace(service["spec"]["clusterIP"], f"<{service['metadata']['name']}>")
        return text

    def _get(self, path: str) -> Any:
        # Not by kubectl, which takes a tenth of a second of a processor: this is asked hundreds of times.
        status, answer = self.cluster.plane.api.request("GET", path)
        return answer if status == HTTPStatus.OK else None

    def _items(self, path: str) -> list[dict[str, Any]]:
        found = self._get(path)
        items: list[dict[str, Any]] = [] if found is None else found["items"]
        return items

    def _is_of_it(self, graph: dict[str, Any]) -> bool:
        name: str = graph["metadata"]["name"]
        return name.endswith(self.cluster.namespace)

    def _shown(self, kind: str, item: dict[str, Any]) -> dict[str, Any]:
        metadata, status = item["metadata"], item.get("status", {})
        conditions = {each["type"]: each["status"] for each in status.get("conditions", [])}
        return {
            "kind": kind,
            "name": metadata["name"].replace(self.cluster.namespace, HERE),
            "generation": metadata.get("generation"),
            "ours": sum(label.startswith("owner.typekro.io/") for label in metadata.get("labels", {})),
            "going": "deletionTimestamp" in metadata,
            "state": status.get("state"),
            "ready": conditions.get("Ready", conditions.get("Available")),
        }


def _written(file: Path) -> str:
    """What a run has written to a file; nothing where it was killed before it opened it."""
    return file.read_text("utf-8") if file.exists() else ""
