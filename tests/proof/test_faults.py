"""Whatever goes wrong between a run and the API server: it comes to its end or says why not, and the next run makes it good."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.plugin import corner_of
from tests.kubernetes.stand_in import write_kubeconfig
from tests.proof.programs import Program
from tests.proof.proxy import OF_WATCHES, Lie, Plan, Proxy, by_chance, honest
from tests.proof.sites import Site
from typekro import alchemy
from typekro.errors import TypeKroError
from typekro.kubernetes import Client, Cluster
from typekro.kubernetes.connection import Reachable, connect
from typekro.kubernetes.retry import Patience
from typekro.orchestrator.report import Report

pytestmark = [pytest.mark.anyio, pytest.mark.long]

HASTY = Patience(seconds=3.0, tries=5, failing_tries=3, reply=2.0, first=0.05, longest=0.2)
"""As a client waits and tries by default, but for a tenth of the time."""

RUNS, MIXED_RUNS, MOST_RUNS = 1, 3, 8
MIXED = 3
AT_ONCE = 4
RESTARTS = 1
LIKELY = dict.fromkeys(OF_WATCHES, 0.5) | {Lie.HANG_BEFORE: 0.05, Lie.HANG_AFTER: 0.05}
"""How likely it is that a request goes wrong; one in four by default."""


@pytest.fixture
def anyio_backend() -> str:
    """The client runs on asyncio only."""
    return "asyncio"


@attrs.frozen
class Hasty:
    """A cluster whose client soon gives up."""

    cluster: Cluster

    def connect(self, *, identified: bool = True) -> AbstractAsyncContextManager[Client]:
        return connect(self.cluster, HASTY, identified=identified)


@attrs.frozen
class Run:
    """How a run ended."""

    error: TypeKroError | None
    lines: list[str]


async def run_of(site: Site, program: Program, cluster: Reachable, say: Callable[[str], object] = str, *, within: float = 60) -> Run:
    """A run, to its end; what is no error of typekro is raised."""
    lines: list[str] = []

    def said(line: str) -> None:
        lines.append(line)
        say(line)

    site.state.parent.mkdir(parents=True, exist_ok=True)
    app = alchemy(site.app, state=site.state, cluster=cluster, report=Report(say=said))
    try:
        await program.deploy(app, site.corner.namespace, site.corner.group, within=within)
    except TypeKroError as error:
        return Run(error, lines)
    return Run(None, lines)


async def problems_after(site: Site, program: Program, cluster: Reachable) -> list[str]:
    """What is not as it should be after one more run, and what a run after that writes."""
    ended = await run_of(site, program, cluster)
    if ended.error is not None:
        return [f"the run after it failed: {ended.error}"]
    found = await asyncio.to_thread(site.problems, program)
    mark = site.corner.plane.mark()
    await run_of(site, program, cluster)
    return [*found, *(f"the second run after it: {write}" for write in site.writes(mark))]


@attrs.define
class Lied:
    """An app in a corner of its own, which reaches the API server through a proxy."""

    site: Site
    proxy: Proxy
    cluster: Hasty

    async def run(self, program: Program, plan: Plan) -> Run:
        """A run with which something goes wrong."""
        self.proxy.plan = plan
        try:
            return await run_of(self.site, program, self.cluster, within=20)
        finally:
            self.proxy.plan = honest

    async def problems(self, program: Program) -> list[str]:
        """What is not as it should be after one more run, with which nothing goes wrong, and what a run after that writes."""
        return await problems_after(self.site, program, self.cluster)


@asynccontextmanager
async def lied_to(plane: ControlPlane, folder: Path) -> AsyncGenerator[Lied]:
    """A place for an app behind a proxy."""
    with corner_of(plane) as corner:
        async with Proxy(plane).running() as proxy:
            site = Site(corner, folder / corner.namespace)
            site.folder.mkdir()
            user = {"token": plane.site.credentials.token["typekro"]}
            kubeconfig = write_kubeconfig(site.folder / "kubeconfig", proxy.url, user)
            yield Lied(site, proxy, Hasty(Cluster(kubeconfig=str(kubeconfig))))


async def told_lies(plane: ControlPlane, folder: Path, seed: str, lies: Collection[Lie], likely: float) -> list[str]:
    """What goes wrong for good where some of the lies are told to runs of changing programs, and to one that takes all down."""
    chance = random.Random(seed)  # noqa: S311 - programs, not secrets
    program, found, runs = Program.first(), list[str](), 0
    async with lied_to(plane, folder) as place:
        plan = by_chance(seed, lies, likely)
        wanted = RUNS if len(lies) == 1 else MIXED_RUNS
        while runs < wanted or (not place.proxy.told and runs < MOST_RUNS):  # a run may have nothing to watch
            runs += 1
            await place.run(program, plan)
            found += await place.problems(program)
            program = program.changed(chance)
        nothing = Program(word=None)
        await place.run(nothing, plan)
        found += await place.problems(nothing)
        return found if place.proxy.told else [*found, "nothing went wrong"]


async def test_what_goes_wrong_on_the_way_leaves_no_trace_after_the_next_run(control_plane: ControlPlane, tmp_path: Path) -> None:
    """Each thing that can go wrong does so for itself, and all of them at once; which requests it meets is up to chance.

    A run comes to its end, or fails with an error of typekro. After the next one, with which nothing goes wrong, the cluster has what the
    program says, and nothing else, and so has the state; and one more run writes nothing.
    """
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - with it, a failed test can be had again
    found: dict[str, list[str]] = {}
    several = anyio.CapacityLimiter(AT_ONCE)

    async def tell(name: str, lies: Collection[Lie], likely: float) -> None:
        async with several:
            found[name] = await told_lies(control_plane, tmp_path, f"{seed}/{name}", lies, likely)

    async with anyio.create_task_group() as tasks:
        for lie in Lie:
            tasks.start_soon(tell, lie.name, [lie], LIKELY.get(lie, 0.25))
        for number in range(MIXED):
            tasks.start_soon(tell, f"all of them, {number}", list(Lie), 0.15)

    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == len(Lie) + MIXED


UNREACHABLE = "cannot reach the cluster of context dev at {url}: {why}\nhint: kubectl --context dev cluster-info"
CLOSED = "the connection was closed before the answer came"
CUT = "the connection was closed in the middle of the answer"
SILENT = "no answer within 2 s"
MAP = "ConfigMap {namespace}/map-a could not be applied\n"
CONFLICT = "  Kubernetes says (409 Conflict): the object has been modified; please apply your changes to the latest version and try again"
BUSY = "  Kubernetes says (429 TooManyRequests): the server has received too many requests and has asked us to try again later"
ERROR = "  Kubernetes says (500 InternalError): an error on the server has prevented the request from succeeding"
UNAVAILABLE = "  Kubernetes says (503 ServiceUnavailable): the server is currently unable to handle the request"
DEFINITION = (
    "{namespace}-note: the ResourceGraphDefinition could not be applied\n  could not apply ResourceGraphDefinition {namespace}-note\n  "
)
LASTING = {
    Lie.CONFLICT: MAP + CONFLICT,
    Lie.BUSY: MAP + BUSY,
    Lie.ERROR: MAP + ERROR,
    Lie.UNAVAILABLE: MAP + UNAVAILABLE,
    Lie.RESET_BEFORE: UNREACHABLE.replace("{why}", CLOSED),
    Lie.RESET_AFTER: UNREACHABLE.replace("{why}", CLOSED),
    Lie.CUT_REPLY: UNREACHABLE.replace("{why}", CUT),
    Lie.HANG_BEFORE: UNREACHABLE.replace("{why}", SILENT),
    Lie.HANG_AFTER: UNREACHABLE.replace("{why}", SILENT),
}


@pytest.mark.parametrize("lie", LASTING, ids=lambda lie: lie.name)
async def test_what_lasts_is_told_whole_and_made_good_by_the_next_run(control_plane: ControlPlane, tmp_path: Path, lie: Lie) -> None:
    program = Program(word=None, maps={"a": "one"})
    async with lied_to(control_plane, tmp_path) as place:
        ended = await place.run(program, lambda asked: lie if asked.writes else None)
        problems = await place.problems(program)

    told = LASTING[lie].format(url=place.proxy.url, namespace=place.site.corner.namespace)
    assert str(ended.error) == told
    said = [line for line in ended.lines[2:] if not line.startswith("  took ")]
    assert said == ["+ create map-a", f"x map-a failed: {told.splitlines()[0]}", "failed: 1 failed"]
    assert problems == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("{namespace}-note", DEFINITION),
        ("/notes/a", "Note {namespace}/a could not be applied\n"),
        ("/deployments/web", "Deployment {namespace}/web could not be applied\n"),
    ],
    ids=["definition", "instance", "object"],
)
async def test_what_could_not_be_applied_is_named(control_plane: ControlPlane, tmp_path: Path, path: str, told: str) -> None:
    program = Program(notes={"a": "one"}, image="nginx:1")
    async with lied_to(control_plane, tmp_path) as place:
        namespace = place.site.corner.namespace
        ended = await place.run(
            program, lambda asked: Lie.UNAVAILABLE if asked.writes and asked.path.endswith(path.format(namespace=namespace)) else None
        )
        problems = await place.problems(program)

    assert str(ended.error) == told.format(namespace=namespace) + UNAVAILABLE
    assert problems == []


@pytest.fixture
def own_plane() -> Iterator[ControlPlane]:
    """A control plane whose API server nobody else misses."""
    with running_control_plane() as plane:
        yield plane


@attrs.define
class Watched:
    """A run that tells when it has said so many lines, or has ended."""

    lines: int
    reached: anyio.Event = attrs.field(factory=anyio.Event)
    ended: Run | None = None

    async def run(self, site: Site, program: Program, cluster: Cluster) -> None:
        """The run."""
        self.ended = await run_of(site, program, cluster, self._count)
        self.reached.set()

    def _count(self, _: str) -> None:
        self.lines -= 1
        if not self.lines:
            self.reached.set()


async def restarted(plane: ControlPlane, while_down: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Stops the API server, and starts it again."""
    with contextlib.ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, plane.without_api_server())
        await while_down()
        await asyncio.to_thread(stack.close)


@pytest.mark.cluster
async def test_a_run_outlives_the_restart_of_the_api_server(own_plane: ControlPlane, tmp_path: Path) -> None:
    """It is stopped in the middle of a run, and is there again seconds later; meanwhile no other run can begin, and that is told."""
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - with it, a failed test can be had again
    chance = random.Random(seed)  # noqa: S311 - programs and moments, not secrets
    cluster, program, others = Cluster(kubeconfig=str(own_plane.kubeconfig)), Program.first(), list[str]()
    with corner_of(own_plane) as corner:
        site = Site(corner, tmp_path)

        async def other() -> None:
            if not others:
                others.append(str((await run_of(Site(corner, tmp_path / "other"), program, cluster)).error))

        for _ in range(RESTARTS):
            watched = Watched(chance.randint(2, 6))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(watched.run, site, program, cluster)
                await watched.reached.wait()
                await restarted(own_plane, other)
            assert watched.ended is not None
            assert watched.ended.error is None
            assert await problems_after(site, program, cluster) == []
            program = program.changed(chance).changed(chance)

    told = f"cannot reach the cluster of context typekro-test at {own_plane.server}: connection refused\n"
    assert others == [f"{told}hint: kubectl --context typekro-test cluster-info"]
