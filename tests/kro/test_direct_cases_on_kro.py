"""The accepted cases and the examples without kro, beside the real one: the same objects and the same status; and so do previews say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest
import yaml

from tests.cluster.plugin import Cluster as Corner
from tests.cluster.plugin import corner_of
from tests.evaluation.on_kro import made
from tests.evaluation.probes import OBJECTS, OTHERS, SPECS, definitions_of, example_case, examples, instances_of
from tests.kro.direct_cases import Probe, compared_ways
from tests.kro_cases.cases import OWN, Case, cases_of
from tests.kro_cases.on_kro import kept_on_kro
from typekro.checking.together import is_crd, is_definition
from typekro.errors import TypeKroError
from typekro.graph import ResourceGraph
from typekro.kubernetes import Client, Cluster
from typekro.schema import from_wire

pytestmark = pytest.mark.long

AT_ONCE, AT_ONCE_LOCALLY = 8, 32  # most of the time is spent waiting until nothing changes any more
UID = "it is made of the UID of the instance, which is another one each time"
EXCEPTED = {
    ("functions", "data.number"): UID,
    ("cel-functions", "status.deploymentConditions"): "they name a ReplicaSet by the hash of a template with the UID of the instance in it",
    ("stateful_database", "connection.data.password"): UID,
    ("stateful_database", "connection.data.url"): UID,
    ("multi_tenant", "status.url"): "it has an address that another instance's Service is given, and a Service made anew has another one",
}
"""What may be different: by case and by what a line has in it, with the reason."""
ON_NO_LOCAL_CLUSTER = {"kinds-of-kro": "a local cluster has no ComponentStatus"}


def is_excepted(name: str, line: str) -> bool:
    """Whether a line is of what may be different."""
    return any(case == name and part in line for case, part in EXCEPTED)


def probes_of(case: Case, graphs: Sequence[ResourceGraph[Any, Any]], namespace: str) -> list[Probe]:
    """The instances of the graphs of a case."""
    spec = SPECS.get(case.name, {})
    return [
        Probe(graph, definition, instance, _given(graph, instance["spec"]))
        for graph, definition in zip(graphs, definitions_of(case), strict=True)
        for instance in instances_of(definition, spec, namespace)
    ]


def _given(graph: ResourceGraph[Any, Any], spec: Mapping[str, Any]) -> Any:
    return spec if graph.spec_class is dict else from_wire(spec, graph.spec_class)


def graphs_of_case(case: Case) -> list[ResourceGraph[Any, Any]]:
    """The graphs of a case."""
    crds = [manifest for manifest in (*case.manifests, *case.needs) if is_crd(manifest)]
    texts = [yaml.safe_dump_all([manifest, *crds]) for manifest in case.manifests if is_definition(manifest)]
    return [ResourceGraph.from_yaml(text) for text in texts]


def as_given(case: Case, graphs: Sequence[ResourceGraph[Any, Any]]) -> Case:
    """The case as an app gives it to kro: the graphs in place of their manifests."""
    others = [manifest for manifest in case.manifests if not is_definition(manifest)]
    return attrs.evolve(case, manifests=(*others, *(graph.definition for graph in graphs)))


def compare_all(corner: Corner, cases: Mapping[Case, Sequence[ResourceGraph[Any, Any]]]) -> dict[str, list[str]]:
    """What is different, by the names of the cases."""
    found: dict[str, list[str]] = {}
    several, turns = anyio.CapacityLimiter(AT_ONCE_LOCALLY if corner.local else AT_ONCE), defaultdict[str, anyio.Lock](anyio.Lock)
    cluster = Cluster(kubeconfig=str(corner.kubeconfig))

    async def compare(client: Client, case: Case, graphs: Sequence[ResourceGraph[Any, Any]]) -> None:
        async with AsyncExitStack() as stack:
            for kind in sorted({f"{graph.group}/{graph.kind}" for graph in graphs}):  # no two define one kind at once
                await stack.enter_async_context(turns[kind])
            await stack.enter_async_context(several)
            namespace = stack.enter_context(corner_of(corner.plane)).namespace
            verdict = await stack.enter_async_context(kept_on_kro(client, as_given(case, graphs)))
            await made(client, OBJECTS.get(case.name, ()))
            probes = probes_of(case, graphs, namespace)
            lines = [line for probe in probes for line in await one_compared(client, probe)] if verdict.accepted else [verdict.said]
            found[case.name] = [line.replace(namespace, "NAMESPACE") for line in lines if not is_excepted(case.name, line)]

    async def one_compared(client: Client, probe: Probe) -> list[str]:
        try:
            lines = await compared_ways(client, cluster, probe)
        except (TypeKroError, TimeoutError) as error:
            lines = str(error).splitlines()
        return [f"{probe.graph.kind} {probe.instance['spec']}: {line}" for line in lines]

    async def run() -> None:
        async with cluster.connect() as client, anyio.create_task_group() as tasks:
            for case, graphs in cases.items():
                tasks.start_soon(compare, client, case, graphs)

    anyio.run(run)
    assert len(found) == len(cases)
    return {name: lines for name, lines in found.items() if lines}


def accepted(folder: Path) -> dict[Case, list[ResourceGraph[Any, Any]]]:
    """The accepted cases of a folder."""
    return {case: graphs_of_case(case) for case in cases_of(folder) if case.accepted}


def test_own_cases_come_to_the_same_without_kro(cluster: Corner) -> None:
    cases = {case: graphs for case, graphs in accepted(OWN).items() if not cluster.local or case.name not in ON_NO_LOCAL_CLUSTER}

    assert compare_all(cluster, cases) == {}


@pytest.mark.skipif(OTHERS is None, reason="TYPEKRO_KRO_CASES names no folder")
def test_cases_of_another_folder_come_to_the_same_without_kro(cluster: Corner) -> None:
    assert compare_all(cluster, accepted(Path(str(OTHERS)))) == {}


def test_examples_come_to_the_same_without_kro(cluster: Corner) -> None:
    assert compare_all(cluster, {example_case(name, graphs): graphs for name, graphs in examples().items()}) == {}
