"""Graphs of graphs without kro: what the inner graphs make is a part of the outer deployment, as it would be through kro."""

from typing import Any

import attrs
import pytest

from tests.kro.direct_parts import Mode, SiteSpec, app, desired, down, live, settings, site_graph, uids
from tests.kro.parts import HOLD, RELEASE, NoteSpec, NoteStatus, World, graph_of
from typekro import CRDInstanceError, Graph, RefusedError, ResourceGraph, Schema, external_ref, for_each, manifest_node
from typekro.kro import DeployedInstance

pytestmark = pytest.mark.anyio


@attrs.frozen
class ShelfSpec:
    text: str
    names: list[str] = attrs.field(factory=list[str])
    titled: bool = True


@attrs.frozen
class ShelfStatus:
    title: str
    host: str


def leaf_graph(world: World, word: str = "leaf") -> ResourceGraph[NoteSpec, NoteStatus]:
    """Two ConfigMaps, of which one is made of the other."""

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        first = settings(f"{schema.metadata.name}-first", text=schema.spec.text, word=word)
        second = settings(f"{schema.metadata.name}-second", text=first.data.text)
        return {"first": first, "second": second}, NoteStatus(text=second.data.text, version=second.metadata.name)

    return graph_of(world.corner, "Note", build)


def shelf_graph(world: World, leaf: ResourceGraph[Any, Any], site: ResourceGraph[Any, Any]) -> ResourceGraph[ShelfSpec, ShelfStatus]:
    """A title that may be left out, a site, a note for each name, and settings that are made of what the inner graphs say."""

    def build(schema: Schema[ShelfSpec, ShelfStatus]) -> Graph[ShelfStatus]:
        name = schema.metadata.name
        source = settings(f"{name}-source", text=schema.spec.text)
        title = leaf.get_instance(NoteSpec(source.data.text), name=f"{name}-title").with_include_when(schema.spec.titled)
        place = site.get_instance(SiteSpec(schema.spec.text), name=f"{name}-site")

        def note(word: str) -> Any:
            return leaf.get_instance(NoteSpec(word), name=f"{name}-{word}")

        summary = settings(f"{name}-summary", text=place.status.text, host=place.status.host)
        nodes = {"source": source, "title": title, "place": place, "summary": summary, "notes": for_each(schema.spec.names, note)}
        return nodes, ShelfStatus(title=summary.data.text, host=place.status.host)

    return graph_of(world.corner, "Shelf", build, ShelfSpec, ShelfStatus)


async def shelve(
    world: World, mode: Mode = "direct", *, word: str = "leaf", within: float = 30.0, refresh: bool = True, **specs: ShelfSpec
) -> dict[str, DeployedInstance[Any, Any]]:
    """A run that declares the three graphs, and shelves by name."""
    leaf, site = leaf_graph(world, word), site_graph(world)
    shelf = shelf_graph(world, leaf, site)
    async with app(world, mode, refresh=refresh):
        for graph in (leaf, site, shelf):
            world.define(graph)
        declared = {name: world.instance(shelf, name, spec, timeout=within) for name, spec in specs.items()}
    return {name: await one for name, one in declared.items()}


async def test_the_same_objects_and_the_same_status_come_out_as_through_kro(world: World) -> None:
    spec = ShelfSpec("hello", names=["a", "b"])
    through = (await shelve(world, "kro", one=spec))["one"]
    by_kro = desired(live(world))
    await down(world, "kro")

    direct = (await shelve(world, one=spec))["one"]

    assert desired(live(world)) == by_kro
    assert (direct.status.title, direct.status.host) == (through.status.title, live(world)["Service/one-site"]["spec"]["clusterIP"])
    assert [name for name in by_kro if "-a-" in name or "title" in name] == [
        "ConfigMap/one-a-first",
        "ConfigMap/one-a-second",
        "ConfigMap/one-title-first",
        "ConfigMap/one-title-second",
    ]
    assert world.crds() == []


async def test_a_second_run_writes_nothing_and_what_is_changed_or_left_out_follows(world: World) -> None:
    await shelve(world, one=ShelfSpec("hello", names=["a", "b"]))
    before, mark = uids(world), world.corner.plane.mark()
    await shelve(world, one=ShelfSpec("hello", names=["a", "b"]))
    assert world.corner.plane.writes(since=mark) == []

    after = (await shelve(world, word="other", one=ShelfSpec("changed", names=["b", "c"], titled=False)))["one"]

    found = live(world)
    assert after.status.title == "changed"
    assert {name for name in found if "-a-" in name or "title" in name} == set()
    assert found["ConfigMap/one-c-first"]["data"] == {"text": "c", "word": "other"}
    assert found["ConfigMap/one-summary"]["data"]["text"] == "changed"
    assert {name: uid for name, uid in uids(world).items() if "-c-" not in name}.items() <= before.items()

    await down(world)
    assert live(world) == {}


async def test_a_change_of_an_inner_graph_alone_is_followed_also_without_refresh(world: World) -> None:
    await shelve(world, one=ShelfSpec("hello"))
    await shelve(world, word="other", one=ShelfSpec("hello"))
    assert live(world)["ConfigMap/one-title-first"]["data"]["word"] == "other"

    await shelve(world, word="third", refresh=False, one=ShelfSpec("hello"))
    assert live(world)["ConfigMap/one-title-first"]["data"]["word"] == "third"
    mark = world.corner.plane.mark()

    await shelve(world, word="third", refresh=False, one=ShelfSpec("hello"))
    assert world.corner.plane.writes(since=mark) == []


async def test_what_an_inner_graph_made_is_repaired_and_goes_in_the_order_of_the_graphs(world: World) -> None:
    await shelve(world, one=ShelfSpec("hello"))
    world.corner.kubectl("delete", "configmap", "one-title-second")
    await shelve(world, one=ShelfSpec("hello"))
    assert live(world)["ConfigMap/one-title-second"]["data"] == {"text": "hello"}
    world.corner.kubectl("patch", "configmap", "one-title-second", "--type=merge", "-p", HOLD)

    there = sorted(live(world))
    await shelve(world, within=2, one=ShelfSpec("hello"))

    with pytest.raises(CRDInstanceError):
        await down(world)
    assert sorted(live(world)) == there  # it is in the last wave but one that the graphs have together: nothing before it has gone
    world.corner.kubectl("patch", "configmap", "one-title-second", "--type=json", "-p", RELEASE)
    await down(world)

    assert live(world) == {}


async def test_what_does_not_become_ready_is_told_by_its_place(world: World) -> None:
    leaf = leaf_graph(world)

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        missing = external_ref("v1", "ConfigMap", "missing")
        note = leaf.get_instance(NoteSpec(missing.data.text), name=schema.metadata.name)
        return {"missing": missing, "note": note}, NoteStatus(text=note.status.text, version=note.metadata.name)

    graph = graph_of(world.corner, "Outer", build)

    async def go() -> DeployedInstance[NoteSpec, NoteStatus]:
        async with app(world):
            world.define(leaf)
            world.define(graph)
            one = world.instance(graph, "one", NoteSpec("hello"), timeout=1)
        return await one

    with pytest.raises(CRDInstanceError) as caught:
        await go()
    assert str(caught.value).splitlines()[:2] == [f"Outer {world.corner.namespace}/one is not ready after 1 s", "  last seen:"]

    world.corner.kubectl("create", "configmap", "missing", "--from-literal=text=found")
    assert (await go()).status.text == "found"


async def test_two_graphs_that_make_one_object_are_refused_before_anything_is_made(world: World) -> None:
    leaf = leaf_graph(world)

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        note = leaf.get_instance(NoteSpec("inner"), name=schema.metadata.name)
        other = settings(f"{schema.metadata.name}-first", text=schema.spec.text)
        return {"note": note, "other": other}, NoteStatus(text=schema.spec.text, version=other.metadata.name)

    graph = graph_of(world.corner, "Outer", build)

    async def go() -> None:
        async with app(world):
            world.define(leaf)
            world.define(graph)
            world.instance(graph, "one", NoteSpec("hello"), timeout=1)

    with pytest.raises(CRDInstanceError) as caught:
        await go()

    place = world.corner.namespace
    assert f"note/one/first and other both make ConfigMap {place}/one-first" in str(caught.value)
    assert live(world) == {}


async def test_a_graph_of_itself_is_refused_before_anything_is_made(world: World) -> None:
    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        kind = {"apiVersion": f"{world.corner.group}/v1alpha1", "kind": "Loop"}
        inner = manifest_node({**kind, "metadata": {"name": "inner"}, "spec": {"text": schema.spec.text}})
        return {"inner": inner}, NoteStatus(text=schema.spec.text, version=inner.metadata.name)

    graph = graph_of(world.corner, "Loop", build)

    async def go() -> None:
        async with app(world):
            world.define(graph)
            world.instance(graph, "one", NoteSpec("hello"))

    with pytest.raises(RefusedError) as caught:
        await go()

    assert str(caught.value) == (
        f"the graph {graph.name} cannot be deployed without kro: its instances would have no end\n"
        "  Loop has a Loop\n"
        "hint: leave one of them out"
    )


@pytest.mark.parametrize(("first", "then"), [("kro", "direct"), ("direct", "kro")])
async def test_a_graph_of_graphs_does_not_move_and_loses_nothing(world: World, first: Mode, then: Mode) -> None:
    await shelve(world, first, one=ShelfSpec("hello"))
    before = uids(world)

    with pytest.raises(RefusedError) as caught:
        await shelve(world, then, one=ShelfSpec("hello"))

    why = (
        "a node of its graph is a Note, and what that has made would go with it"
        if first == "kro"
        else f"Deployment {world.corner.namespace}/one-site is of an inner graph (place/one-site/deployment), which kro knows nothing of"
    )
    assert str(caught.value) == (
        f"Shelf {world.corner.namespace}/one cannot be moved: nothing was changed\n"
        f"  {why}\n"
        f'hint: let it stay as it is: mode="{first}"\n'
        "hint: or take it down first, and then deploy it anew"
    )
    assert uids(world) == before
    await down(world, first)
    assert live(world) == {}
