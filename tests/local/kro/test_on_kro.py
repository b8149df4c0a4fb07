"""The local kro beside the real one: the same steps leave the same objects behind."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.cluster.control_plane import ControlPlane
from tests.cluster.waiting import CRD_GONE
from tests.evaluation.probes import EXAMPLES, OBJECTS, OTHERS, Probe, probes_of
from tests.kro_cases.cases import OWN, Case, cases_of
from tests.kro_cases.on_kro import kept_on_kro
from tests.local.kro.scenarios import SCENARIOS
from tests.local.kro.sides import Side, differences, facts
from tests.local.kro.steps import Apply, Corner, Delete, Known, Step, looked_at, of_case, step
from typekro import LocalCluster
from typekro.checking.together import is_definition
from typekro.cli.scripts import graphs_of
from typekro.kubernetes import Client, Cluster, Watch
from typekro.kubernetes.feed import Mark
from typekro.kubernetes.objects import condition

_PAUSE = 0.3
_DEADLINE = 90.0
"""kro goes on watching a kind that went away, and asks for it less and less often: made anew, it may be found a minute later."""

BY_ITSELF = pytest.mark.skipif(
    "TYPEKRO_KRO_SCENARIOS" not in os.environ, reason="it needs a control plane that rests otherwise: TYPEKRO_KRO_SCENARIOS=1"
)
_QUIET = 1.2
_PLAYS = 4
# What cannot be the same, and why.
OTHERWISE: Mapping[str, str] = {
    "functions": "a number is made by chance of the UID of the instance",
    "kinds-of-kro": "a local cluster has no ComponentStatus",
    "literal-integer-as-large-as-may-be": "the API server cuts a number that is too large to its last bits",
    "objects-of-a-collection": "which of several wrong fields is told is Go's choice",
}


async def compared(sides: Sequence[Side], steps: Sequence[Step], namespace: str) -> list[str]:
    """What the two sides have differently after each step; nothing where they are the same."""
    known = looked_at(steps, namespace)
    return [f"{namespace}, {one.name}: {line}" for one in steps for line in await _after(sides, one, known)]


async def _after(sides: Sequence[Side], step: Step, known: Sequence[Known]) -> list[str]:
    """What the two sides have differently after a step."""
    answers: list[list[str]] = [[], []]

    async def do(index: int) -> None:
        answers[index] = await sides[index].do(step)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(do, 0)
        tasks.start_soon(do, 1)
    real, local = answers
    return [*differences(real, local, "answers"), *await _at_rest(sides, known)]


async def _at_rest(sides: Sequence[Side], known: Sequence[Known]) -> list[str]:
    real, local = sides
    kinds = any(one.kind == "CustomResourceDefinition" and one.name is None for one in known)  # among the children
    within = CRD_GONE if kinds else _DEADLINE
    until, same, found = anyio.current_time() + within, 0, list[str]()
    while same < 2 and anyio.current_time() < until:
        await anyio.sleep(_PAUSE)
        found = list(differences(await real.objects(known), await local.objects(known)))
        same = 0 if found else same + 1
    return found


async def all_compared(kubeconfig: str, scenarios: Mapping[str, Sequence[Step]], at_once: int) -> dict[str, list[str]]:
    """What is different, by the names of scenarios."""
    found: dict[str, list[str]] = {}
    several = anyio.CapacityLimiter(at_once)

    async def run(clients: Sequence[Client], name: str, steps: Sequence[Step]) -> None:
        async with several:
            for client in clients:
                await client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}, field_manager="tests")
            found[name] = await compared([Side(client) for client in clients], steps, name)

    async with Cluster(kubeconfig=kubeconfig).connect() as real, LocalCluster().connect() as local, anyio.create_task_group() as tasks:
        for name, steps in scenarios.items():
            tasks.start_soon(run, (real, local), name, steps)
    assert len(found) == len(scenarios)
    return {name: lines for name, lines in found.items() if lines}


Seen = list[list[tuple[object, ...]]]
"""What a watch shows, step by step."""


async def seen(side: Side, steps: Sequence[Step], known: Sequence[Known], quiet: float, wanted: Seen | None = None) -> Seen:
    """What a watch of the instance `it` shows in each step.

    Args:
        side: whose watch.
        steps: what is done.
        known: what that makes.
        quiet: for how long nothing must come before a step is done, in seconds.
        wanted: what the other side has shown: as much is waited for, however busy the machine is, before what comes late is waited for.
    """
    first, *rest = steps
    await _defined(side, first.actions[0])
    (api_version, kind, namespace) = next((one.api_version, one.kind, one.namespace) for one in known if one.kind == "App")
    await side.client.resource_type(api_version, kind, wait=_DEADLINE)
    await anyio.sleep(quiet)
    found: Seen = []
    async with side.client.watching(api_version, kind, namespace) as watch:
        mark = watch.mark("it", namespace)
        for step in [Step(first.name, first.actions[1:]), *rest]:
            before = max(len(mark.versions) - 1, 0)
            await side.do(step)
            await _quiet(watch, mark, before, quiet, 0 if wanted is None else len(wanted[len(found)]))
            found.append(facts(mark.versions[before:]))
    return found


async def _defined(side: Side, action: Apply | Delete) -> None:
    """Applies a definition, and waits until kro is done with it: it looks at all instances once more then."""
    assert isinstance(action, Apply)
    await side.do(Step("definition", (action,)))
    definition = action.manifest
    async with side.client.watching(definition["apiVersion"], definition["kind"]) as watch:
        with anyio.fail_after(_DEADLINE):
            await watch.until(definition["metadata"]["name"], None, _ready)


def _ready(live: Mapping[str, Any] | None) -> bool | None:
    return True if (condition(live or {}, "Ready") or {}).get("status") == "True" else None


async def _quiet(watch: Watch, mark: Mark, before: int, quiet: float, wanted: int) -> None:
    """Waits until so many facts have been seen since, or it is too late for that, and then until no more come."""
    namespace, name = mark.key
    with anyio.move_on_after(_DEADLINE):
        await watch.until(name, namespace, lambda _: True if len(facts(mark.versions[before:])) >= wanted else None)
    count = -1
    while count != len(mark.versions):
        count = len(mark.versions)
        await anyio.sleep(quiet)


async def case_compared(sides: Sequence[Side], case: Case, probes: Sequence[Probe]) -> list[str]:
    """What the two sides have differently of a case; nothing of it is left behind."""
    real, local = sides
    async with kept_on_kro(real.client, case) as verdict, kept_on_kro(local.client, case) as ours:
        lines = list(differences((verdict.accepted, verdict.facts), (ours.accepted, ours.facts), f"accepted ({verdict.said or ours.said})"))
        prerequisites = Step("prerequisites", tuple(Apply(one) for one in OBJECTS.get(case.name, ())))
        for side in sides:
            await side.do(prerequisites)
        known = list(dict.fromkeys(one for manifest in case.manifests if is_definition(manifest) for one in of_case(manifest)))
        for definition, instance in probes:
            name = f"{definition.kind} {instance['metadata']['name']}"
            for one in (step(f"{name} made", instance), step(f"{name} deleted", Delete.of(instance))):
                lines += [f"{one.name}: {line}" for line in await _after(sides, one, known)]
    return lines


async def cases_compared(kubeconfig: str, namespace: str, cases: Sequence[Case], at_once: int) -> dict[str, list[str]]:
    """What is different, by the names of cases; each has a namespace of its own, since several call their objects the same."""
    found: dict[str, list[str]] = {}
    several = anyio.CapacityLimiter(at_once)

    async def run(clients: Sequence[Client], case: Case, place: str) -> None:
        async with several:
            for client in clients:
                await client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": place}}, field_manager="tests")
            found[case.name] = await case_compared([Side(client) for client in clients], case, probes_of(case, place))

    async with Cluster(kubeconfig=kubeconfig).connect() as real, LocalCluster().connect() as local, anyio.create_task_group() as tasks:
        for number, case in enumerate(cases):
            tasks.start_soon(run, (real, local), case, f"{namespace}-{number}")
    assert len(found) == len(cases)
    return {name: lines for name, lines in found.items() if lines}


def test_own_cases_come_to_the_same(control_plane: ControlPlane) -> None:
    cases = [case for case in cases_of(OWN) if case.accepted and case.name not in OTHERWISE]

    assert anyio.run(cases_compared, str(control_plane.kubeconfig), "kro-cases", cases, 8) == {}


@pytest.mark.skipif(OTHERS is None, reason="TYPEKRO_KRO_CASES names no folder")
def test_cases_of_another_folder_come_to_the_same(control_plane: ControlPlane) -> None:
    cases = [case for case in cases_of(Path(str(OTHERS))) if case.accepted]

    # Some of them make the same kind, so that no two are there at once.
    assert anyio.run(cases_compared, str(control_plane.kubeconfig), "kro-other-cases", cases, 1) == {}


@BY_ITSELF
def test_examples_come_to_the_same(control_plane: ControlPlane) -> None:
    graphs = {file.stem: graphs_of(file) for file in sorted(EXAMPLES.glob("*.py")) if file.stem != "__init__"}
    cases = [Case(name, accepted=True, manifests=tuple(graph.manifest for graph in several)) for name, several in graphs.items() if several]

    assert anyio.run(cases_compared, str(control_plane.kubeconfig), "kro-examples", cases, 3) == {}


# Each begins with its definition, and is about one instance. Where requests follow upon each other at once, chance decides what is seen.
WATCHED = (
    "apply-and-change",
    "authored-conditions",
    "conditions-are-given-up",
    "deleted-child-is-held",
    "drift",
    "evaluation-fails",
    "externals",
    "held-by-another",
    "kinds-of-children",
    "refused-children",
    "shrinking",
    "suspended",
    "toggled",
    "waits",
    "waves",
)


async def all_seen(
    cluster: Cluster | LocalCluster, names: Iterable[str], corner: str, quiet: float, wanted: Mapping[str, Seen]
) -> dict[str, Seen]:
    """What watches of instances show in a cluster, by the names of scenarios.

    Args:
        cluster: where they are played.
        names: of the scenarios.
        corner: how the names of their corners begin.
        quiet: for how long nothing must come before a step is done, in seconds.
        wanted: what the other cluster has shown.
    """
    found: dict[str, Seen] = {}

    async def run(client: Client, name: str) -> None:
        at = Corner(f"{corner}-{name}")
        await client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": at.name}}, field_manager="tests")
        steps = SCENARIOS[name](at)
        found[name] = await seen(Side(client), steps, looked_at(steps, at.name), quiet, wanted.get(name))

    async with cluster.connect() as client, anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(run, client, name)
    return found


async def never_seen(kubeconfig: str) -> dict[str, list[str]]:
    """What watches show locally that they never show on the real kro, by the names of scenarios.

    The real kro looks at an instance again when it comes to it, which may be while the next step is done; then it writes a state more, or
    one less. What differs is played again, each time with fewer scenarios beside it and with more patience: only what is seen locally is
    the same each time, and it has to be one of what the real kro shows, in all steps of one play.
    """
    ours = await all_seen(LocalCluster(), WATCHED, "seen", _QUIET, {})
    unlike: dict[str, list[str]] = {name: [] for name in WATCHED}
    for play in range(1, _PLAYS + 1):
        theirs = await all_seen(Cluster(kubeconfig=kubeconfig), unlike, f"seen-{play}", play * _QUIET, ours)
        found = {name: list(differences(theirs[name], ours[name], f"play {play}, step ")) for name in unlike}
        unlike = {name: [*unlike[name], *lines] for name, lines in found.items() if lines}
    return unlike


def test_watches_of_an_instance_show_the_same(control_plane: ControlPlane) -> None:
    assert anyio.run(never_seen, str(control_plane.kubeconfig)) == {}


@BY_ITSELF
def test_scenarios_come_to_the_same(control_plane: ControlPlane) -> None:
    scenarios = {f"kro-{name}": scenario(Corner(f"kro-{name}")) for name, scenario in SCENARIOS.items()}

    assert anyio.run(all_compared, str(control_plane.kubeconfig), scenarios, 8) == {}
