"""What a run tells, line by line."""

import attrs
import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.orchestrator import Report

pytestmark = pytest.mark.anyio

HEAD = ["typekro up infra/dev  state FILE  run RUN", "  connected to earth"]


async def test_a_run_that_creates(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)

    assert bench.told() == [
        *HEAD,
        "+ create a",
        "  created a in 0.0 s",
        "+ create b",
        "  created b in 0.0 s",
        "succeeded: 2 created",
    ]


async def test_a_run_that_changes_nothing(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    bench.told()

    await bench.up({"a": "one", "b": "two"})

    assert bench.told() == [*HEAD, "succeeded: 2 unchanged (nothing was written)"]


async def test_a_run_that_updates_and_deletes(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two", "c": "three"})
    bench.told()

    await bench.up({"a": "other", "b": "two"})

    assert bench.told() == [
        *HEAD,
        "~ update a: text",
        "  updated a in 0.0 s",
        "- delete c: no longer declared",
        "  deleted c in 0.0 s",
        "succeeded: 1 updated, 1 deleted, 1 unchanged",
    ]


async def test_deletions_are_announced_before_the_first_one(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)
    bench.told()

    await bench.up({})

    assert bench.told() == [
        *HEAD,
        "- delete b: no longer declared",
        "- delete a: no longer declared",
        "  deleted b in 0.0 s",
        "  deleted a in 0.0 s",
        "succeeded: 2 deleted",
    ]


async def test_a_run_that_fails(bench: Bench) -> None:
    bench.world.failures["create a"] = ValueError("no room\nat all")

    async def body() -> None:
        async with bench.app():
            a = Thing("a", text="one")
            Thing("b", text=a.output.text)

    with pytest.raises(ValueError, match="no room"):
        await body()

    assert bench.told() == [
        *HEAD,
        "+ create a",
        "x a failed: no room",
        "x b blocked by a",
        "failed: 1 failed, 1 blocked",
    ]


async def test_a_run_without_anything(bench: Bench) -> None:
    await bench.up({})

    assert bench.told() == [HEAD[0], "succeeded: nothing declared, nothing recorded (nothing was written)"]


@attrs.define
class Told:
    """A report, what it told, and a time that only the test moves."""

    now: float = 0.0
    lines: list[str] = attrs.field(factory=list[str])
    report: Report = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.report = Report(self.lines.append, clock=lambda: self.now)

    def beats(self, times: int) -> None:
        for _ in range(times):
            self.now += 1
            self.report.beat()


async def test_a_long_wait_is_told_after_two_seconds_when_it_changes_and_every_ten_seconds() -> None:
    told = Told()
    told.report.begin("create", "web")

    told.report.waiting("web", "0 of 2 pods")
    told.beats(13)
    told.report.waiting("web", "1 of 2 pods")
    told.beats(2)
    told.report.end("create", "web")
    told.beats(20)

    assert told.lines == [
        "+ create web",
        "  … web (2 s): waiting: 0 of 2 pods",
        "  … web (12 s): waiting: 0 of 2 pods",
        "  … web (14 s): waiting: 1 of 2 pods",
        "  created web in 15.0 s",
    ]


async def test_of_many_long_waits_those_that_last_longest_are_told_and_how_many_more_there_are() -> None:
    told = Told()
    for number in range(1_000):
        told.report.waiting(f"web-{number}", "0 of 2 pods")

    told.beats(5)

    assert told.lines == [*(f"  … web-{number} (2 s): waiting: 0 of 2 pods" for number in range(20)), "  … and 980 more are waiting"]


@pytest.mark.parametrize(
    ("seconds", "lines"),
    [
        (0.04, []),
        (0.5, ["  took 5.0 s"]),
        (2.0, ["  took 20.0 s, most of all e 8.0 s, d 6.0 s, c 4.0 s"]),
    ],
)
async def test_a_run_that_took_long_says_how_long_and_what_took_longest(seconds: float, lines: list[str]) -> None:
    told = Told(now=100)
    told.report.run("up", "infra", "dev", "infra.sqlite", "1234")

    for number, id_ in enumerate("abcde"):
        told.report.begin("create", id_)
        told.now += seconds * number
        told.report.end("create", id_)
    told.report.totals("succeeded")

    assert told.lines[-1 - len(lines) :] == [*lines, "succeeded: 5 created"]
    assert sum("took" in line for line in told.lines) == len(lines)
