"""Graphs of graphs without kro lose nothing that they made while they were awaited: the record alone says where to look."""

import asyncio
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.kro.direct_place import Place, SiteSpec, SiteStatus, graph_of, settings
from typekro import (
    CRDInstanceError,
    Fault,
    Graph,
    RefusedError,
    ResourceGraph,
    Schema,
    SchemaDefinition,
    for_each,
    manifest_node,
    simple,
    to_kro_resource_graph,
)
from typekro.orchestrator.plan import FieldChange

pytestmark = pytest.mark.anyio

MADE = {"Deployment/default/one", "Deployment/default/one-slow", "ServiceAccount/default/one"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A cluster of the test's own, where some pods never become ready, and others a little later."""
    made = Place(tmp_path)
    made.cluster.workloads.never_ready(image="slow:1")
    made.cluster.workloads.ready_after(1.0, image="nginx:1")  # not before the house is awaited
    return made


def room_graph() -> ResourceGraph[SiteSpec, SiteStatus]:
    """An account, of a kind that the outer graph has not, and pods that are waited for."""

    def build(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
        name = schema.metadata.name
        account = manifest_node({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}})
        slow = simple.deployment(name=f"{name}-slow", image="slow:1")
        return {"account": account.with_include_when(schema.spec.extra), "slow": slow}, SiteStatus(text=schema.spec.text)

    return graph_of(build, "Room")


def house_graph(room: ResourceGraph[Any, Any]) -> ResourceGraph[SiteSpec, SiteStatus]:
    """Pods, and a room that is made of what they say: not before the house is awaited."""

    def build(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
        pods = simple.deployment(name=schema.metadata.name, image="nginx:1")
        inside = room.get_instance(SiteSpec(f"{pods.status.available_replicas}", extra=schema.spec.extra), name=schema.metadata.name)
        return {"pods": pods, "room": inside}, SiteStatus(text=inside.status.text)

    return graph_of(build, "House")


ROOM = room_graph()
HOUSE = house_graph(ROOM)


async def time_out(place: Place) -> None:
    """A run whose house is not ready in time."""
    with pytest.raises(CRDInstanceError, match=r"^House default/one is not ready after 3 s\n"):
        await place.up(HOUSE, SiteSpec("a"), inner=ROOM, within=3.0)


async def fail(place: Place) -> None:
    """A run whose house cannot be made to the end."""
    refused = place.cluster.faults.add(Fault.refuse(403, verb="apply", kind="Deployment", name="one-slow", times=None))
    with pytest.raises(CRDInstanceError, match=r"\n  not allowed to apply Deployment default/one-slow\n"):
        await place.up(HOUSE, SiteSpec("a"), inner=ROOM)
    place.cluster.faults.remove(refused)


async def cancel(place: Place) -> None:
    """A run that is cancelled once the account is there."""
    async with place.cluster.connect() as client, client.watching("v1", "ServiceAccount", "default") as watch:
        run = asyncio.create_task(place.up(HOUSE, SiteSpec("a"), inner=ROOM))
        await watch.until("one", "default", lambda live: live)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run


@pytest.mark.parametrize("end", [time_out, fail, cancel])
async def test_what_is_not_awaited_to_the_end_is_deleted_with_all_that_was_made_by_a_script_that_declares_nothing(
    place: Place, end: Any
) -> None:
    async with place.cluster.connect():
        await end(place)
        assert {"Deployment/default/one", "ServiceAccount/default/one"} <= set(place.uids()) <= MADE

        async with place.app():
            pass

        assert place.uids() == {}


async def test_a_node_of_an_inner_graph_that_is_left_out_after_a_time_out_goes(place: Place) -> None:
    async with place.cluster.connect():
        await time_out(place)
        before = place.uids()
        assert set(before) == MADE
        place.cluster.workloads.ready_after(0.0, image="slow:1")

        await place.up(HOUSE, SiteSpec("a", extra=False), inner=ROOM)

        assert place.uids() == {key: uid for key, uid in before.items() if not key.startswith("ServiceAccount")}


async def test_a_kind_that_an_inner_graph_no_longer_makes_goes_after_a_time_out(place: Place) -> None:
    def build(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
        return {"settings": settings(schema.metadata.name, text=schema.spec.text)}, SiteStatus(text=schema.spec.text)

    room = graph_of(build, "Room")
    async with place.cluster.connect():
        await time_out(place)

        await place.up(house_graph(room), SiteSpec("a"), inner=room)

        assert set(place.uids()) == {"Deployment/default/one", "ConfigMap/default/one"}


async def test_what_was_made_before_a_time_out_does_not_move_to_kro(place: Place) -> None:
    async with place.cluster.connect():
        await time_out(place)
        before = place.uids()

        with pytest.raises(RefusedError) as caught:
            await place.up(HOUSE, SiteSpec("a"), inner=ROOM, mode="kro")

        assert str(caught.value) == (
            "House default/one cannot be moved: nothing was changed\n"
            "  ServiceAccount default/one is of an inner graph (room/one/account), which kro knows nothing of\n"
            'hint: let it stay as it is: mode="direct"\n'
            "hint: or take it down first, and then deploy it anew"
        )
        assert place.uids() == before


async def test_a_plan_that_looks_at_nothing_shows_that_an_inner_graph_alone_has_changed(place: Place) -> None:
    def rooms(word: str) -> ResourceGraph[SiteSpec, SiteStatus]:
        def build(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
            return {"settings": settings(schema.metadata.name, word=word)}, SiteStatus(text=schema.spec.text)

        return graph_of(build, "Room")

    one, two = rooms("one"), rooms("two")
    assert house_graph(one).hash == house_graph(two).hash
    async with place.cluster.connect():
        await place.up(house_graph(one), SiteSpec("a"), inner=one)
        same = await place.planned(house_graph(one), SiteSpec("a"), inner=one, refresh=False)
        other = await place.planned(house_graph(two), SiteSpec("a"), inner=two, refresh=False)

    assert same.steps == ()
    assert [(step.action, step.id, step.changes) for step in other.steps] == [
        ("update", "House/default/one", (FieldChange("ConfigMap default/one .data.word", "one", "two"),)),
    ]


@attrs.frozen
class Spot:
    name: str
    namespace: str


@attrs.frozen
class StreetSpec:
    spots: list[Spot]


async def test_inner_instances_whose_names_and_namespaces_run_into_one_another_are_kept_apart(place: Place) -> None:
    def room(schema: Schema[SiteSpec, SiteStatus]) -> Graph[SiteStatus]:
        return {"settings": settings(schema.metadata.name, text=schema.spec.text)}, SiteStatus(text=schema.spec.text)

    inner = graph_of(room, "Room")

    def street(schema: Schema[StreetSpec, SiteStatus]) -> Graph[SiteStatus]:
        def at(spot: Spot) -> Any:
            return inner.get_instance(SiteSpec(spot.namespace), name=spot.name, namespace=spot.namespace)

        return {"rooms": for_each(schema.spec.spots, at)}, SiteStatus(text=schema.metadata.name)

    graph = to_kro_resource_graph("street", street, SchemaDefinition("example.com/v1", "Street", StreetSpec, SiteStatus))
    async with place.cluster.connect():
        place.cluster.server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}, manager="somebody")

        await place.up(graph, StreetSpec([Spot("a.b", "default"), Spot("b", "a")]), inner=inner)

        assert set(place.uids()) == {"ConfigMap/default/a.b", "ConfigMap/a/b"}
