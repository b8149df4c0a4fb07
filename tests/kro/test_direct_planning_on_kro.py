"""Plans of graphs that are deployed without kro, and records that are found again, on the real control plane."""

import contextlib
from typing import Any

import pytest

from tests.kro.direct_parts import Mode, SiteSpec, app, live, site_graph, uids, up
from tests.kro.parts import World
from typekro import Cluster
from typekro.cli.plan import lines
from typekro.kro.recovering import recover
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.state.restoring import restore

pytestmark = pytest.mark.anyio


async def planned(world: World, mode: Mode, **specs: Any) -> list[str]:
    """The lines of a plan, with the namespace as NS."""
    launch = Launch(operation="plan")
    begin_launch(launch)
    graph = site_graph(world)
    with contextlib.suppress(BaseExceptionGroup, Exception):  # what a plan cannot give is awaited at the end
        await up(world, graph, mode, **specs)
    begin_launch(Launch())
    return [line.replace(world.corner.namespace, "NS") for plan in launch.plans for line in lines(plan)]


async def test_a_plan_names_what_would_be_made_and_what_waits_for_values(world: World) -> None:
    mark = world.corner.plane.mark()

    said = await planned(world, "direct", one=SiteSpec("hello", regions=["eu"]))

    assert said == [
        "+ create Site (direct)",
        "+ create Site/NS/one",
        '    Deployment NS/one: + "created"',
        '    Service NS/one: + "created"',
        '    derived (it needs service, which is not there yet): + "(known after apply)"',
        '    ConfigMap NS/one-eu: + "created"',
        "plan: 2 to create",
    ]
    assert [event.uri for event in world.corner.plane.writes(since=mark) if "dryRun=All" not in event.uri] == []
    assert live(world) == {}


async def test_a_plan_names_what_would_be_changed_and_taken_away(world: World) -> None:
    await up(world, site_graph(world), one=SiteSpec("hello", regions=["eu"]))

    said = await planned(world, "direct", one=SiteSpec("bye", regions=["us"]))

    assert said == [
        "~ update Site/NS/one",
        '    ConfigMap NS/one-derived .data.text: "hello" -> "bye"',
        '    ConfigMap NS/one-us: + "created"',
        '    ConfigMap NS/one-eu: - "there"',
        "plan: 1 to update, 1 unchanged",
    ]
    assert await planned(world, "direct", one=SiteSpec("hello", regions=["eu"])) == ["plan: no changes, 2 unchanged"]


async def test_a_plan_says_that_the_mode_changes(world: World) -> None:
    await up(world, site_graph(world), "kro", one=SiteSpec("hello"))

    assert await planned(world, "direct", one=SiteSpec("hello")) == [
        "+ create Site (direct)",
        "~ update Site/NS/one",
        '    mode: "kro" -> "direct"',
        "- delete Site: no longer declared",
        "plan: 1 to create, 1 to update, 1 to delete",
    ]


async def test_a_run_that_only_reads_makes_nothing(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello"))
    mark = world.corner.plane.mark()

    async with app(world, phase="read"):
        world.define(graph)
        one = world.instance(graph, "one", SiteSpec("hello"))

    assert (await one).status.text == "hello"
    assert world.corner.plane.writes(since=mark) == []


async def test_a_lost_state_is_found_again_by_labels(world: World) -> None:
    graph, name = site_graph(world), f"sites-{world.corner.namespace}"

    async def once(*specs: SiteSpec) -> None:
        async with app(world, name=name):
            for spec in specs:
                world.instance(graph, "one", spec)

    await once(SiteSpec("hello", regions=["eu"]))
    before = uids(world)
    state = world.folder / f"{name}.sqlite"
    state.unlink()

    async with Cluster(kubeconfig=str(world.corner.kubeconfig)).connect() as client:
        found = await recover(client, name, "dev")
    restore(state, found.stack, found.records)
    assert [(record.id, record.handler) for record in found.records] == [
        (f"Site/{world.corner.namespace}/one", "typekro.kro.instance:KroCrdInstance")
    ]

    await once(SiteSpec("bye"))
    before.pop("ConfigMap/one-eu")
    assert uids(world) == before
    await once()
    assert live(world) == {}
