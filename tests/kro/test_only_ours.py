"""What others have is not taken by trying again, nor by what else the same app declares; on a local cluster."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from typekro import (
    Fault,
    Graph,
    KroCrdInstance,
    KroResourceGraphDefinition,
    KubernetesObject,
    KubernetesObjectError,
    LocalCluster,
    RefusedError,
    Schema,
    alchemy,
    resource_graph,
    simple,
)
from typekro.orchestrator import App
from typekro.orchestrator.report import Report

pytestmark = pytest.mark.anyio


@attrs.frozen
class HouseSpec:
    by: str


@attrs.frozen
class HouseStatus:
    name: str


@resource_graph("house", api_version="example.com/v1alpha1", kind="House")
def house(schema: Schema[HouseSpec, HouseStatus]) -> Graph[HouseStatus]:
    """A ConfigMap that has one name, whatever the instance is called."""
    config = simple.config_map(name="shared", data={"by": schema.spec.by})
    return {"config": config}, HouseStatus(name=config.metadata.name)


@attrs.define
class Site:
    """An app on a local cluster.

    Args:
        folder: where its state is.
        cluster: the cluster.
        lines: what was told.
    """

    folder: Path
    cluster: LocalCluster = attrs.field(factory=LocalCluster)
    lines: list[str] = attrs.field(factory=list[str])

    def app(self) -> App:
        return alchemy("site", cluster=self.cluster, state=self.folder / "site.sqlite", report=Report(self.lines.append))

    async def settings(self, data: dict[str, str], **more: Any) -> None:
        async with self.app():
            head = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}
            KubernetesObject("settings", {**head, "data": data}, **more)

    async def houses(self, *names: str) -> None:
        async with self.app():
            make = KroResourceGraphDefinition("house", factory=house, mode="direct")
            for name in names:
                KroCrdInstance(name, factory=house, spec=HouseSpec(name), mode="direct", depends_on=[make])

    async def empty(self) -> None:
        async with self.app():
            pass

    async def edited(self, name: str, value: str) -> None:
        async with self.cluster.connect() as client:
            live = await client.get("v1", "ConfigMap", "settings", "default")
            assert live is not None
            await client.patch(live, [{"op": "add", "path": f"/data/{name}", "value": value}], field_manager="their-controller")

    async def data(self, name: str = "settings") -> dict[str, str] | None:
        async with self.cluster.connect() as client:
            live = await client.get("v1", "ConfigMap", name, "default")
            return None if live is None else dict(live["data"])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def test_a_field_that_was_refused_is_refused_again(site: Site) -> None:
    await site.settings({"a": "1"})
    await site.edited("b", "theirs")

    for _ in range(2):
        with pytest.raises(KubernetesObjectError) as raised:
            await site.settings({"a": "1", "b": "ours"})

        assert str(raised.value).splitlines() == [
            "ConfigMap default/settings could not be applied",
            "  one field is managed by others",
            '    Kubernetes says (409 Conflict): Apply failed with 1 conflict: conflict with "their-controller" using v1: .data.b',
            "hint: leave it out: .data.b is managed by their-controller (Update)",
        ]
        assert await site.data() == {"a": "1", "b": "theirs"}


async def test_what_was_retained_is_as_declared_again_and_that_is_told(site: Site) -> None:
    await site.settings({"a": "1"}, retain=True)
    await site.empty()
    await site.edited("b", "theirs")

    await site.settings({"a": "1", "b": "ours"})

    said = "! settings: ConfigMap default/settings is as declared again, where it was changed outside: .data.b by their-controller"
    assert said in site.lines
    assert await site.data() == {"a": "1", "b": "ours"}


async def test_two_that_make_one_object_at_once_do_not_both_have_it(site: Site) -> None:
    site.cluster = LocalCluster(faults=[Fault.delay(0.05, verb="apply", kind="ConfigMap", times=None)])

    with pytest.raises(RefusedError) as raised:
        await site.houses("one", "two")

    first = await site.data("shared")
    assert first is not None
    assert str(raised.value).splitlines() == [
        "ConfigMap default/shared is there already, and is another resource's of this app: nothing was changed",
        f"  it is House/default/{first['by']}'s",
        "hint: declare it once",
    ]
    await site.houses(first["by"])
    assert await site.data("shared") == first
