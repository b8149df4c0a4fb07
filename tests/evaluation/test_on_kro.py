"""The evaluator beside the real kro: the same objects, the same status, the same conditions."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.cluster.plugin import Cluster as Corner
from tests.cluster.plugin import corner_of
from tests.evaluation.on_kro import compared, gone, made
from tests.evaluation.probes import OBJECTS, OTHERS, Probe, definitions_of, example_case, examples, probes_of
from tests.evaluation.scenarios import SCENARIOS, Scenario
from tests.kro_cases.cases import OWN, Case, cases_of
from tests.kro_cases.on_kro import kept_on_kro
from typekro.errors import TypeKroError
from typekro.evaluation import Definition
from typekro.kubernetes import Client, Cluster

pytestmark = pytest.mark.long


async def one_compared(client: Client, definition: Definition, instance: Mapping[str, Any]) -> list[str]:
    try:
        lines = await compared(client, definition, instance)
    except TypeKroError as error:
        lines = error.message.splitlines()
    finally:
        with anyio.CancelScope(shield=True):
            await gone(client, definition, instance)
    return [f"{definition.kind} {instance['spec']}: {line}" for line in lines]


def compare_all(cluster: Corner, cases: Mapping[Case, Sequence[Probe]], at_once: int) -> dict[str, list[str]]:
    """What is different, by the names of the cases."""
    found: dict[str, list[str]] = {}
    several = anyio.CapacityLimiter(at_once)

    async def compare(client: Client, case: Case, probes: Sequence[Probe]) -> None:
        async with several, kept_on_kro(client, case) as verdict:
            if not verdict.accepted:
                found[case.name] = [verdict.said]
                return
            await made(client, OBJECTS.get(case.name, ()))
            found[case.name] = [line for probe in probes for line in await one_compared(client, *probe)]

    async def run() -> None:
        async with Cluster(kubeconfig=str(cluster.kubeconfig)).connect() as client, anyio.create_task_group() as tasks:
            for case, probes in cases.items():
                tasks.start_soon(compare, client, case, probes)

    anyio.run(run)
    assert len(found) == len(cases)
    return {name: lines for name, lines in found.items() if lines}


def compare_apart(cluster: Corner, cases: Iterable[Case], at_once: int) -> dict[str, list[str]]:
    """What is different, where each case has a namespace of its own: what they make has the same names."""
    with contextlib.ExitStack() as corners:
        probes = {case: probes_of(case, corners.enter_context(corner_of(cluster.plane)).namespace) for case in cases}
        return compare_all(cluster, probes, at_once)


def test_own_cases_come_to_the_same(cluster: Corner) -> None:
    # A local cluster has no ComponentStatus, and tells another one of several wrong fields.
    left_out = {"kinds-of-kro", "objects-of-a-collection"} if cluster.local else set[str]()

    assert compare_apart(cluster, [case for case in cases_of(OWN) if case.accepted and case.name not in left_out], at_once=6) == {}


@pytest.mark.skipif(OTHERS is None, reason="TYPEKRO_KRO_CASES names no folder")
def test_cases_of_another_folder_come_to_the_same(cluster: Corner) -> None:
    # Some of them make the same kind, so that no two are there at once.
    assert compare_apart(cluster, [case for case in cases_of(Path(str(OTHERS))) if case.accepted], at_once=1) == {}


def test_examples_come_to_the_same(cluster: Corner) -> None:
    assert compare_apart(cluster, [example_case(name, graphs) for name, graphs in examples().items()], at_once=3) == {}


def test_scenarios_come_to_the_same(cluster: Corner) -> None:
    with contextlib.ExitStack() as corners:  # of the same names for the same things, so that each has a namespace of its own
        cases = dict(_scenario(name, one, corners.enter_context(corner_of(cluster.plane))) for name, one in SCENARIOS.items())

        assert compare_all(cluster, cases, at_once=6) == {}


def _scenario(name: str, one: Scenario, corner: Corner) -> tuple[Case, list[Probe]]:
    schema = {**one.manifest["spec"]["schema"], "group": corner.group}
    manifest = {**one.manifest, "metadata": {"name": corner.group}, "spec": {**one.manifest["spec"], "schema": schema}}
    case = Case(name, accepted=True, manifests=(manifest,))
    (definition,) = definitions_of(case)
    metadata = {"name": "it", "namespace": corner.namespace, "annotations": dict(one.annotations)}
    return case, [(definition, {"apiVersion": definition.api_version, "kind": definition.kind, "metadata": metadata, "spec": one.spec})]
