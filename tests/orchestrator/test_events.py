"""The stream of events that programs read."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.orchestrator import Report
from typekro.orchestrator.events import EventStream

pytestmark = pytest.mark.anyio

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)


def listened(bench: Bench) -> tuple[io.StringIO, Report]:
    out = io.StringIO()
    return out, Report(bench.lines.append, clock=lambda: 0.0, listeners=[EventStream(out, clock=lambda: AT)])


def events(out: io.StringIO) -> list[dict[str, Any]]:
    """What was written, without what every event has."""
    found: list[dict[str, Any]] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {(event.pop("version"), event.pop("at")) for event in found} == {(1, "2026-01-31T12:00:00.000+00:00")}
    return found


async def test_a_run_is_a_document_a_line(bench: Bench) -> None:
    out, report = listened(bench)
    bench.world.failures["create b"] = ValueError("no room\nat all")
    app = bench.app()
    app._report = report

    async def body() -> None:
        async with app:
            await Thing("a", text="one")
            b = Thing("b", text="two")
            Thing("c", text=b.output.text)

    with pytest.raises(ValueError, match="no room"):
        await body()

    run, *rest = events(out)
    assert (run["event"], run["operation"], run["app"], run["stage"], run["state"]) == ("run", "up", "infra", "dev", str(bench.state))
    assert rest == [
        {"event": "begin", "action": "create", "id": "a", "reason": ""},
        {"event": "end", "action": "create", "id": "a", "seconds": 0.0},
        {"event": "begin", "action": "create", "id": "b", "reason": ""},
        {"event": "failed", "id": "b", "error": "no room\nat all", "blocked_by": None},
        {"event": "failed", "id": "c", "error": "c was not touched: it depends on b, which failed\n  no room", "blocked_by": "b"},
        {
            "event": "totals",
            "status": "failed",
            "counts": {"create": 1, "failed": 1, "blocked": 1},
            "seconds": 0.0,
            "slowest": [{"id": "a", "seconds": 0.0}, {"id": "b", "seconds": 0.0}],
        },
    ]


async def test_a_wait_is_an_event_where_its_reason_changes(bench: Bench) -> None:
    out, report = listened(bench)

    for reason in ("no pods", "no pods", "1 of 2 pods"):
        report.waiting("a", reason)
        report.beat()
    report.unchanged("a")
    report.waiting("a", "1 of 2 pods")

    told = [(event["event"], event.get("reason")) for event in events(out)]
    assert told == [("waiting", "no pods"), ("waiting", "1 of 2 pods"), ("unchanged", None), ("waiting", "1 of 2 pods")]


async def test_everything_else_that_happens_is_an_event_too(bench: Bench) -> None:
    out, report = listened(bench)

    report.note("a", "was deleted outside")
    report.replacing("b", "field x is immutable")
    report.moved("c", "d")
    report.forgot("e", "is retained")
    report.close()

    assert events(out) == [
        {"event": "note", "id": "a", "text": "was deleted outside"},
        {"event": "replacing", "id": "b", "reason": "field x is immutable"},
        {"event": "moved", "was": "c", "id": "d"},
        {"event": "forgot", "id": "e", "reason": "is retained", "left": True},
    ]


async def test_nobody_has_to_read_to_the_end() -> None:
    class Gone(io.StringIO):
        def write(self, text: str, /) -> int:
            raise BrokenPipeError(text)

    said: list[str] = []

    Report(said.append, listeners=[EventStream(Gone())]).note("a", "goes on")

    assert said == ["! a: goes on"]
