"""Instances that move between kro and direct deployment, on the real control plane: nothing of them is made anew."""

import contextlib
from collections.abc import Iterator

import pytest

from tests.kro.direct_parts import Mode, SiteSpec, app, down, live, managers, site_graph, uids, up
from tests.kro.parts import NoteSpec, World, note_graph
from typekro import CRDInstanceError, DirectDeployment, KroCrdInstance
from typekro.kro import moving
from typekro.kubernetes.objects import part

pytestmark = pytest.mark.anyio

KRO, OURS = "kro.run/applyset", "typekro:sites/dev"


def of_kro(world: World) -> set[str]:
    """The objects that carry a mark of kro's."""
    return {name for name, each in live(world).items() if any("kro.run" in key for key in part(each["metadata"], "labels"))}


async def test_from_kro_what_is_there_is_taken_over_and_the_definition_goes(world: World) -> None:
    graph = site_graph(world)
    spec = SiteSpec("hello", regions=["eu"], mirrored=True)
    through = (await up(world, graph, "kro", one=spec))["one"]
    before, pods = uids(world), {each["metadata"]["uid"] for each in live(world, "pods").values()}

    moved = (await up(world, graph, "direct", one=spec))["one"]

    assert uids(world) == before
    assert {each["metadata"]["uid"] for each in live(world, "pods").values()} == pods
    assert moved.status == through.status
    assert of_kro(world) == set()
    assert {name: managers(each) for name, each in live(world).items()} == {name: {OURS} for name in before}
    assert (world.crds(), world.corner.kubectl("get", "rgd", graph.name, "--ignore-not-found")) == ([], "")
    key = f"Site/{world.corner.namespace}/one"
    assert [line for line in world.lines if line[:1] in "+~-"] == [
        "+ create Site (direct)",
        f"~ update {key}: mode",
        "- delete Site: no longer declared",
    ]
    mark = world.corner.plane.mark()
    await up(world, graph, "direct", one=spec)
    assert world.corner.plane.writes(since=mark) == []
    await down(world, "direct")
    assert live(world) == {}


async def test_to_kro_what_is_there_is_adopted_and_let_go_of(world: World) -> None:
    graph = site_graph(world)
    spec = SiteSpec("hello", regions=["eu"], mirrored=True)
    direct = (await up(world, graph, "direct", one=spec))["one"]
    before = uids(world)

    moved = (await up(world, graph, "kro", one=spec))["one"]

    assert uids(world) == before
    assert moved.status == direct.status
    assert {name: managers(each) for name, each in live(world).items()} == {name: {KRO} for name in before}
    labels = [each["metadata"]["labels"] for each in live(world).values()]
    assert [key for each in labels for key in each if "typekro.io" in key] == []
    mark = world.corner.plane.mark()
    await up(world, graph, "kro", one=spec)
    assert world.corner.plane.writes(since=mark) == []
    await down(world, "kro")
    assert live(world) == {}


async def test_a_change_on_the_way_is_carried_out_on_the_same_objects(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, "kro", one=SiteSpec("one", regions=["eu", "us"], mirrored=True))
    before = uids(world)

    direct = (await up(world, graph, "direct", one=SiteSpec("two", regions=["us"])))["one"]
    kept = {name: uid for name, uid in before.items() if name not in {"ConfigMap/one-eu", "ConfigMap/one-mirror"}}
    assert (uids(world), direct.status.text) == (kept, "two")

    through = (await up(world, graph, "kro", one=SiteSpec("three")))["one"]
    kept.pop("ConfigMap/one-us")
    assert (uids(world), through.status.text) == (kept, "three")
    await down(world, "kro")
    assert live(world) == {}


async def test_one_instance_can_leave_kro_while_others_stay(world: World) -> None:
    graph = note_graph(world.corner)

    async def both(first: type[KroCrdInstance]) -> None:  # type: ignore[type-arg] # of whatever graph
        async with app(world, None):
            world.define(graph)
            first("one", factory=graph, spec=NoteSpec("hello"), namespace=world.corner.namespace)
            world.instance(graph, "two", NoteSpec("hello"))

    await both(KroCrdInstance)
    before = uids(world)
    await both(DirectDeployment)

    assert (uids(world), of_kro(world)) == (before, {"ConfigMap/two"})
    await down(world, None)
    assert (live(world), world.crds()) == ({}, [])


BOUNDARIES = ("_suspended", "_taken", "_until_gone", "to_kro")


class Cut(BaseException):
    """The run ends here, as if the process had been killed."""


@pytest.fixture(params=BOUNDARIES)
def cut(request: pytest.FixtureRequest) -> Iterator[pytest.MonkeyPatch]:
    """Cuts the run off behind a step of a move; undone by the test."""
    with pytest.MonkeyPatch.context() as patch:
        original = getattr(moving.Move, request.param)

        async def stopped(*arguments: object) -> None:
            await original(*arguments)
            raise Cut

        patch.setattr(moving.Move, request.param, stopped)
        yield patch


@pytest.mark.parametrize("then", ["direct", "kro", None])
@pytest.mark.parametrize("way", [("kro", "direct"), ("direct", "kro")])
async def test_whatever_cuts_a_move_off_the_next_run_converges(
    world: World, cut: pytest.MonkeyPatch, way: tuple[Mode, Mode], then: Mode | None
) -> None:
    graph = note_graph(world.corner)
    await up(world, graph, way[0], one=NoteSpec("hello"))
    before = uids(world)
    with contextlib.suppress(Cut, BaseExceptionGroup):
        await up(world, graph, way[1], one=NoteSpec("hello"))
    cut.undo()

    if then is not None:
        await up(world, graph, then, one=NoteSpec("hello"))
        assert uids(world) == before
        assert of_kro(world) == ({"ConfigMap/one"} if then == "kro" else set())
        mark = world.corner.plane.mark()
        await up(world, graph, then, one=NoteSpec("hello"))
        assert [event.uri for event in world.corner.plane.writes(since=mark) if world.corner.namespace in event.uri] == []
    await down(world, then)
    assert (live(world), world.crds()) == ({}, [])


async def test_where_kro_does_not_answer_it_is_said(world: World) -> None:
    graph = note_graph(world.corner)
    await up(world, graph, "kro", one=NoteSpec("hello"))
    world.corner.kubectl("delete", "rgd", graph.name)

    with pytest.raises(CRDInstanceError) as caught:
        await up(world, graph, "direct", within=1, one=NoteSpec("hello"))

    place = world.corner.namespace
    kind = f"note.{world.corner.group}"
    assert str(caught.value) == (
        f"Note {place}/one could not be taken over from kro: Note {place}/one stayed as it is\n"
        "  kro does not say that it leaves it alone: is it running, and is the ResourceGraphDefinition there?\n"
        f"hint: kubectl describe {kind} one --namespace {place}\n"
        "hint: run again to go on"
    )
    await up(world, graph, "kro", one=NoteSpec("hello"))
    await up(world, graph, "direct", one=NoteSpec("hello"))
    assert of_kro(world) == set()
