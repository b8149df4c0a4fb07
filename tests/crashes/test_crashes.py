"""Whatever kills the first run of examples/webapp.py, and whenever: the next run ends as if nothing had happened."""

import contextlib
import queue
import random
import signal
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs
import pytest

from tests.cluster.control_plane import ControlPlane
from tests.cluster.plugin import corner_of
from tests.crashes.runner import KILLED
from tests.crashes.runners import Runner
from tests.crashes.worlds import Ended, World

pytestmark = pytest.mark.long

AT_ONCE = 4
KILLS = 8
SAMPLE = 3
"""There are so many boundaries that each run tries one in three, others from run to run."""


@attrs.frozen
class Undisturbed:
    """The first run, when nothing happens to it, and what it leaves."""

    mode: str
    ended: Ended
    seconds: float
    objects: object
    records: object
    kinds: object


Problems = list[tuple[str, object, object]]
"""What differs: its name, as it is, as it should be."""


@pytest.fixture(scope="module")
def runners() -> Iterator[Sequence[Runner]]:
    with contextlib.ExitStack() as stack:
        starting = [Runner() for _ in range(AT_ONCE)]
        yield [stack.enter_context(runner) for runner in starting]


@contextlib.contextmanager
def world(plane: ControlPlane, folder: Path, runner: Runner, mode: str) -> Generator[World]:
    with corner_of(plane) as cluster:
        yield World.make(cluster, folder / cluster.namespace, runner, mode)


@pytest.fixture(scope="module", params=["kro", "direct"])
def undisturbed(
    request: pytest.FixtureRequest, control_plane: ControlPlane, runners: Sequence[Runner], tmp_path_factory: pytest.TempPathFactory
) -> Undisturbed:
    mode: str = request.param
    with world(control_plane, tmp_path_factory.mktemp("undisturbed"), runners[0], mode) as here:
        began = time.monotonic()
        ended = here.run()
        seconds = time.monotonic() - began
        assert ended.code == 0, ended.errors
        found = Undisturbed(mode, ended, seconds, here.objects(), here.records(), here.kinds())
        assert taken_down(here) == []
    return found


def differences(**pairs: tuple[object, object]) -> Problems:
    return [(name, found, wanted) for name, (found, wanted) in pairs.items() if found != wanted]


def taken_down(here: World) -> Problems:
    """Runs the script with an empty body, and tells what it left."""
    here.empty()
    ended = here.run()
    return differences(
        teardown=(ended.code, 0), objects_left=(here.objects(), []), records_left=(here.records(), {}), kinds_left=(here.kinds(), [])
    )


def converged(here: World, wanted: Undisturbed) -> Problems:
    """Runs the script after a killed run, and once more, and takes all down; tells whatever is not as it is without the killing."""
    second = here.run()
    problems = differences(
        code=(second.code, 0),
        printed=(second.lines, wanted.ended.lines),
        objects=(here.objects(), wanted.objects),
        records=(here.records(), wanted.records),
        kinds=(here.kinds(), wanted.kinds),
    )
    if second.code:
        return [*problems, ("errors", second.errors, "")]
    mark = here.cluster.plane.mark()
    third = here.run()
    problems += differences(
        third=(third.lines, wanted.ended.lines),
        third_says=(third.last, "succeeded: 4 unchanged (nothing was written)"),
        third_writes=(here.writes(mark), []),
    )
    return problems + taken_down(here)


def at_once(
    plane: ControlPlane, folder: Path, runners: Sequence[Runner], mode: str, work: Sequence[Callable[[World], Problems]]
) -> list[Problems]:
    """Does each piece of work in a world of its own, some at once."""
    free: queue.SimpleQueue[Runner] = queue.SimpleQueue()
    for runner in runners:
        free.put(runner)

    def one(piece: Callable[[World], Problems]) -> Problems:
        runner = free.get()
        try:
            with world(plane, folder, runner, mode) as here:
                return piece(here)
        finally:
            free.put(runner)

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(one, work))


def changes_something(boundary: str) -> bool:
    """Whether it is reached exactly as often in every run; how often is looked at what is awaited differs."""
    return " GET " not in boundary


def test_a_run_that_ends_at_any_boundary_leaves_no_trace_after_the_next(
    control_plane: ControlPlane, runners: Sequence[Runner], undisturbed: Undisturbed, tmp_path: Path
) -> None:
    every = undisturbed.ended.boundaries
    first = random.SystemRandom().randrange(SAMPLE)
    print(f"one in {SAMPLE}, from {first}")  # noqa: T201 - with it, a failed test can be had again
    boundaries = every[first::SAMPLE]

    def killed_at(boundary: str) -> Callable[[World], Problems]:
        def piece(here: World) -> Problems:
            first = here.run(boundary=boundary)
            died = (first.code, KILLED) if changes_something(boundary) or first.code else (0, 0)
            return differences(died=died) + converged(here, undisturbed)

        return piece

    found = at_once(control_plane, tmp_path, runners, undisturbed.mode, [killed_at(boundary) for boundary in boundaries])

    assert {boundary: problems for boundary, problems in zip(boundaries, found, strict=True) if problems} == {}
    assert sum(map(changes_something, every)) >= 2 * (1 + 1 + 4 * 3 + 4 + 1)  # open, acquire, three commits and an apply each, finish


def test_a_run_that_is_killed_at_any_moment_leaves_no_trace_after_the_next(
    control_plane: ControlPlane, runners: Sequence[Runner], undisturbed: Undisturbed, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201 - with it, the moments of a failed test can be had again
    choose = random.Random(seed)  # noqa: S311 - moments, not secrets
    moments = [0.0, *(choose.uniform(0, undisturbed.seconds) for _ in range(KILLS - 1))]  # at once, too: before it has opened anything

    def killed_after(moment: float) -> Callable[[World], Problems]:
        def piece(here: World) -> Problems:
            first = here.run(after=moment)
            return differences(died=(first.code in {0, -signal.SIGKILL}, True)) + converged(here, undisturbed)

        return piece

    found = at_once(control_plane, tmp_path, runners, undisturbed.mode, [killed_after(moment) for moment in moments])

    assert {moment: problems for moment, problems in zip(moments, found, strict=True) if problems} == {}
