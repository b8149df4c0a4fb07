"""Runs that are stopped dead at every boundary: a process that forks one child for each stop, and then looks at what the next run leaves.

Run as `python -m tests.orchestrator.crashing FOLDER STORY...`; what went wrong is printed as JSON.
No thread lives in this process, so that forking is safe: event loops and stores exist in children only.
"""

import asyncio
import itertools
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import attrs

from tests.orchestrator.parts import Bench, Blind, Thing
from typekro.orchestrator import App, Change, Report
from typekro.orchestrator.state import Entry, Run, RunStatus, Stack
from typekro.orchestrator.state.sqlite import SqliteStore

STOPPED = 17
_BROKEN = 1
_PAIRS = 9
"""After one in so many stops, the run after it is stopped too."""
_FEW = 6
"""Where the stopped run is not the first to be stopped so, one in so many stops is tried."""

Expected = list[tuple[str, str]]


class StoppingStore(SqliteStore):
    """A store with a boundary before and after each write.

    Args:
        path: the file.
        boundary: called at each.
    """

    def __init__(self, path: Path, boundary: Callable[[str], None]) -> None:
        super().__init__(path)
        self._boundary = boundary

    async def acquire(self, run: Run) -> Stack:
        self._boundary("before acquire")
        stack = await super().acquire(run)
        self._boundary("after acquire")
        return stack

    async def commit(self, entry: Entry) -> None:
        self._boundary(f"before {entry.kind} {entry.id}")
        await super().commit(entry)
        self._boundary(f"after {entry.kind} {entry.id}")

    async def finish(self, status: RunStatus) -> None:
        self._boundary("before finish")
        await super().finish(status)
        self._boundary("after finish")


async def nothing() -> Expected:
    """Declares nothing."""
    return []


async def first() -> Expected:
    """A chain (a, b, c) and a fan (a, d and e)."""
    a = Thing("a", text="one")
    b = Blind("b", text=f"b of {a.output.size}")
    Thing("c", text=f"c of {b.output.text}")
    Blind("d", text=f"d of {a.output.size}")
    Thing("e", text=f"e of {a.output.size}")
    Blind("f", text="six")
    return [("a", "one"), ("b", "b of 3"), ("c", "c of b of 3"), ("d", "d of 3"), ("e", "e of 3"), ("f", "six")]


async def second() -> Expected:
    """As the first: with `a` changed, and so all that depends on it; without `e` and `f`; with `g`."""
    a = Thing("a", text="seven")
    b = Blind("b", text=f"b of {a.output.size}")
    Thing("c", text=f"c of {b.output.text}")
    Blind("d", text=f"d of {a.output.size}")
    Thing("g", text=f"g of {a.output.size}")
    return [("a", "seven"), ("b", "b of 5"), ("c", "c of b of 5"), ("d", "d of 5"), ("g", "g of 5")]


class Disk(Thing):
    """A thing whose kind stays what it is."""

    kind: str = "slow"

    def diff(self, old: Self) -> Change:
        return "replace" if self.kind != old.kind else "update"


async def slow() -> Expected:
    """Disks of one kind, what depends on one, and a thing that may have had another id."""
    a = Disk("a", text="one")
    Disk("b", text="two", replacement="delete-first")
    Thing("c", text=f"c of {a.output.size}")
    Thing("old", text="three", aliases=["new"])
    return [("a", "one"), ("b", "two"), ("c", "c of 3"), ("old", "three")]


async def fast() -> Expected:
    """The same of another kind: `a` is made anew before it is deleted, and `b` after; the thing has another id."""
    a = Disk("a", text="seven", kind="fast")
    Disk("b", text="eight", kind="fast", replacement="delete-first")
    Thing("c", text=f"c of {a.output.size}")
    Thing("new", text="four", aliases=["old"])
    return [("a", "seven"), ("b", "eight"), ("c", "c of 5"), ("new", "four")]


Body = Callable[[], Coroutine[Any, Any, Expected]]


@attrs.frozen
class Story:
    """A run that is stopped, between runs that are not.

    Args:
        name: what it is called when it goes wrong.
        before: the run before; None where there is none.
        stopped: the run that is stopped.
        after: the run after, which has to end as if the other had not been stopped.
        step: one in so many stops is tried.
    """

    name: str
    before: Body | None
    stopped: Body
    after: Body
    step: int = 1


STORIES = [
    Story("create", None, first, first),
    Story("change", first, second, second),
    Story("take down", first, nothing, nothing),
    Story("replace", slow, fast, fast),
    Story("replace, then go back", slow, fast, slow, step=_FEW),
    Story("replace, then take down", slow, fast, nothing, step=_FEW),
    Story("create, then take down", None, first, nothing, step=_FEW),
    Story("take down, then create", first, nothing, first, step=_FEW),
    Story("change, then change back", first, second, first, step=_FEW),
    Story("create, then change", None, first, second, step=_FEW),
]


def _stop_at(number: int) -> Callable[[str], None]:
    count = itertools.count(1)

    def boundary(where: str) -> None:
        if next(count) == number:
            sys.stderr.write(where)
            sys.stderr.flush()
            os._exit(STOPPED)

    return boundary


async def _run(bench: Bench, body: Body, stop: int = 0) -> Expected:
    boundary = bench.world.boundary = _stop_at(stop)
    store = StoppingStore(bench.state, boundary)
    app = App("infra", "dev", store, providers={"world": bench.world}, refresh=True, report=Report(bench.lines.append))
    async with app:
        return await body()


async def _settle(bench: Bench, body: Body) -> None:
    """Runs twice, and looks at what is there."""
    expected = await _run(bench, body)
    assert bench.world.texts == sorted(expected), f"there is {bench.world.texts}"
    records = await bench.records()
    outputs = {record.output["uid"]: record.output["text"] for record in records.values()}
    assert sorted(records) == [id_ for id_, _ in sorted(expected)], f"recorded are {sorted(records)}"
    assert {(record.status, record.pending, record.error) for record in records.values()} <= {("ready", None, None)}, str(records)
    assert outputs == {uid: found["text"] for uid, found in bench.world.objects.items()}, f"recorded is {outputs}"
    bench.world.written()
    await _run(bench, body)
    assert (again := bench.world.written()) == [], f"the run after that did {again}"


def in_child(work: Callable[[], Coroutine[Any, Any, Any]], log: Path) -> int:
    """Does some work in a child of this process; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        with log.open("w") as stream:
            sys.stderr = stream
            try:
                asyncio.run(work())
            except BaseException:  # noqa: BLE001 - whatever it is, it is told
                traceback.print_exc()
                stream.flush()
                os._exit(_BROKEN)
        os._exit(0)
    finally:
        os._exit(_BROKEN)  # a child must never come back


@attrs.frozen
class Stage:
    """Where a story is played.

    Args:
        folder: where copies of the start are made.
        story: the story.
        start: a folder as it is before the run that is stopped.
    """

    folder: Path
    story: Story
    start: Path

    def play(self, stop: int, then: int = 0) -> tuple[bool, str | None]:
        """Stops the run at a boundary, and the one after it too where one is given; whether it got there, and what went wrong."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            home, places = Path(name) / "home", list[str]()
            shutil.copytree(self.start, home)
            log = Path(name) / "log"
            for body, at in ((self.story.stopped, stop), (self.story.after, then)):
                code = in_child(partial(_run, Bench.at(home), body, at), log) if at else STOPPED
                places.append(f"{at}: {log.read_text().strip()}")
                if code != STOPPED:
                    return False, None if code == 0 else f"{self.story.name}: {'; '.join(places)}"
            code = in_child(partial(_settle, Bench.at(home), self.story.after), log)
            return True, None if code == 0 else f"{self.story.name}: stopped at {'; '.join(places)}: {log.read_text()}"


def _started(folder: Path, story: Story) -> Stage:
    start = Path(tempfile.mkdtemp(dir=folder))
    before = story.before
    if before is not None:
        code = in_child(partial(_settle, Bench.at(start), before), folder / "log")
        assert code == 0, (folder / "log").read_text()
    return Stage(folder, story, start)


def main(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """Plays stories, with single stops and a few pairs; how many stops were tried in each, and what went wrong."""
    counts: dict[str, int] = {}
    wrong: list[str] = []
    for story in (story for story in STORIES if story.name in names):
        stage = _started(folder, story)
        for stop in itertools.count(1, story.step):
            there, trouble = stage.play(stop)
            wrong += [] if trouble is None else [trouble]
            if not there:
                break
            counts[story.name] = counts.get(story.name, 0) + 1
            if stop % _PAIRS == 0:
                _, trouble = stage.play(stop, 1 + stop * 5 % 23)
                wrong += [] if trouble is None else [trouble]
    return {"counts": counts, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2:])))  # noqa: T201 - this is how it answers
