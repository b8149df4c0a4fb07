"""One instance deployed through kro, then without it, then previewed; and what comes out differently."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import anyio
import attrs

from tests.cluster.waiting import CRD_GONE
from tests.evaluation.on_kro import AT_REST, Live, applied, gone, labelled, live_of, missing, numbers, refused, stored, unsettled
from tests.kro.same import Deployed
from typekro import App, DirectDeployment, MemoryStore, ResourceGraph, alchemy
from typekro.errors import CRDInstanceError, TypeKroError
from typekro.evaluation import Definition, Identity, evaluate, stored_status
from typekro.graph import GraphPreview
from typekro.kro.direct_marks import DEPLOYMENT, Subject, node_of, uid_of
from typekro.kro.readiness import judge_instance
from typekro.kubernetes import Client, Cluster
from typekro.orchestrator.report import Report
from typekro.schema import to_wire

_DEADLINE: Final = 40.0
_PAUSE: Final = 0.2
_READY: Final = 0.8
_QUIET: Final = 2.0
_LATE: Final = 10.0
_UNREADY: Final = 4.0
_INDEX: Final = "kro.run/collection-index"


@attrs.frozen
class Probe:
    """An instance, and its graph.

    Args:
        graph: the graph.
        definition: the same, as the evaluator takes it.
        instance: the instance, with its namespace where it has one.
        given: its spec as an app is given it.
    """

    graph: ResourceGraph[Any, Any]
    definition: Definition
    instance: Mapping[str, Any]
    given: Any

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.instance["metadata"]["name"])

    @property
    def namespace(self) -> str | None:
        """Its namespace; None for a kind of the cluster."""
        found: str | None = self.instance["metadata"].get("namespace")
        return found

    @property
    def subject(self) -> Subject:
        """What it is to direct deployment."""
        return Subject(self.graph.api_version, self.graph.kind, self.namespace, self.name)


async def compared_ways(client: Client, cluster: Cluster, probe: Probe) -> list[str]:
    """What is different without kro, and in previews; nothing is left behind.

    Args:
        client: of a cluster with kro, which has taken up the graph.
        cluster: the same cluster.
        probe: what is deployed.
    """
    try:
        live = await _through_kro(client, probe)
        found = list(_unlike_previews(probe, live))
    finally:
        with anyio.CancelScope(shield=True):
            await gone(client, probe.definition, probe.instance)
    status = _own(probe, probe.graph.from_wire(live.instance["status"])) if is_ready(probe, live) else None
    by_kro = Deployed.of(live.instance["metadata"]["uid"], live.children, status)
    return [*found, *(f"direct: {line}" for line in await _unlike_direct(client, cluster, probe, by_kro))]


def is_ready(probe: Probe, live: Live) -> bool:
    """Whether an instance is ready, as it is awaited through kro."""
    there = dict(live.instance)
    return judge_instance(there, there, probe.graph.awaited_status, probe.graph.ready_conditions).state == "ready"


def _own(probe: Probe, status: Any) -> dict[str, Any]:
    """The fields of a status that are not kro's, as JSON."""
    wire = to_wire(status, probe.graph.status_class) if attrs.has(probe.graph.status_class) else status
    return {key: part for key, part in wire.items() if key not in {"state", "conditions"}}


async def _through_kro(client: Client, probe: Probe) -> Live:
    """What kro makes of it, when nothing changes any more: sooner where it is ready."""
    await applied(client, probe.instance)
    before, quiet_since, problems = "", anyio.current_time(), list[str]()
    with anyio.move_on_after(AT_REST):
        while True:
            await anyio.sleep(_PAUSE)
            live = await live_of(client, probe.definition, probe.instance)
            versions = str([one["metadata"].get("resourceVersion") for one in (live.instance, *_all(live.children))])
            if versions != before:
                before, quiet_since = versions, anyio.current_time()
            quiet = anyio.current_time() - quiet_since
            patience = _QUIET if live.children and not is_ready(probe, live) else _READY
            problems = unsettled(probe.definition, live)
            if quiet > patience and not problems:
                return live
    raise TimeoutError("\n".join((f"within {AT_REST:.0f} s, kro came to no rest with it", *problems)))


def _all(children: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    for objects in children.values():
        yield from objects


async def _unlike_direct(client: Client, cluster: Cluster, probe: Probe, by_kro: Deployed) -> list[str]:
    """What is different without kro, once nothing is different any more, or it is too late for that."""
    ready = by_kro.status is not None
    timeout = _DEADLINE if ready else _UNREADY if by_kro.objects else _READY
    store, lines = MemoryStore(), list[str]()

    def app() -> App:
        lines.clear()
        return alchemy("case", state=store, cluster=cluster, report=Report(say=lines.append))

    async def run() -> tuple[dict[str, Any] | None, str]:
        try:
            async with app():
                one = DirectDeployment(probe.name, factory=probe.graph, spec=probe.given, namespace=probe.namespace, timeout=timeout)
        except TypeKroError as error:
            return None, error.message
        return _own(probe, one.status), ""

    try:
        status, said = await run()
        found = list(by_kro.unlike(await _deployed(client, probe, status)))
        with anyio.move_on_after(_LATE):  # a status may have come to more since
            while found and ready and status is not None:
                await anyio.sleep(_PAUSE)
                status, said = await run()
                found = list(by_kro.unlike(await _deployed(client, probe, status)))
        if ready and not found:
            await run()
            found += [] if lines[-1:] == ["succeeded: 1 unchanged (nothing was written)"] else ["again:", *lines]
    finally:
        with anyio.CancelScope(shield=True):
            await _taken_down(app)
    return [*found, *([said] if said and ready else [])]


async def _taken_down(app: Callable[[], App]) -> None:
    """Deploys nothing any more, and again where that is not done in the time of one run."""
    until = anyio.current_time() + CRD_GONE
    while True:
        try:
            async with app():
                pass
        except CRDInstanceError as error:
            if not isinstance(error.cause, TimeoutError) or anyio.current_time() > until:
                raise
        else:
            return


async def _deployed(client: Client, probe: Probe, status: Mapping[str, Any] | None) -> Deployed:
    nodes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for child in await labelled(client, probe.definition, f"{DEPLOYMENT}={probe.subject.hash}"):
        if probe.subject.owns(child):
            nodes[node_of(child)].append(child)
    return Deployed.of(next((uid_of(child) for child in _all(nodes)), "none was made"), nodes, status)


def _unlike_previews(probe: Probe, live: Live) -> Iterator[str]:
    """What the preview says otherwise: by itself, as far as it goes; and once it is told what the server has, of everything."""
    preview = partial(probe.graph.preview, probe.given, name=probe.name, namespace=probe.namespace)
    alone = preview()
    definition, observed = probe.definition, {id_: sorted(objects, key=_place_in_collection) for id_, objects in live.children.items()}
    # What the server refuses is not there, nor what comes after it; a preview knows of no server.
    complete = not refused(evaluate(definition, live.instance, {**observed, **live.external}), live)
    for line in _unlike_preview(alone, live, complete=complete):
        yield f"preview: {line}"
    for id_, node in alone.nodes.items():
        asks = definition.analysis.dependencies[id_] or "waits for schema.metadata." in node.reason
        if node.state != "applied" and id_ in live.children and not asks:
            yield f"preview: {id_} needs nothing of the server, and is {node.state}: {node.reason}"
    told = preview(metadata=live.instance["metadata"], observed={**observed, **live.external})
    for line in _unlike_preview(told, live, complete=complete):
        yield f"preview with what is observed: {line}"
    wanted = {Identity.of(one) for one in told.objects}
    for one in _all(live.children):
        if Identity.of(one) not in wanted:
            yield f"preview with what is observed: it has no {Identity.of(one)}"
    status = {key: part for key, part in live.instance["status"].items() if key not in {"state", "conditions"}}
    if numbers(stored_status(definition, told.status)) != numbers(status):
        yield f"preview with what is observed: status is {told.status}, and {status}"


def _place_in_collection(one: Mapping[str, Any]) -> int:
    return int(one["metadata"]["labels"].get(_INDEX, 0))


def _unlike_preview(preview: GraphPreview, live: Live, *, complete: bool) -> Iterator[str]:
    objects = {Identity.of(one): one for one in _all(live.children)}
    for one in preview.objects:
        identity = Identity.of(one)
        if identity in objects:
            yield from missing(stored(one), objects[identity], str(identity))
        elif complete:
            yield f"{identity} is not there"
