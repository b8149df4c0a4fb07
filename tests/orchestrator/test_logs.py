"""What is logged below, among the lines of a run."""

import logging

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.orchestrator import App
from typekro.orchestrator.report import Report
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio

LOGGER = logging.getLogger("typekro.kubernetes")


def _app(bench: Bench, *, verbose: bool) -> App:
    report = Report(bench.lines.append, clock=lambda: 0.0)
    store = SqliteStore(bench.state)
    return App("infra", "dev", store, providers={"world": bench.world}, refresh=True, report=report, verbose=verbose)


async def _asks(call: str) -> None:
    LOGGER.debug("GET /%s: 200 in 3 ms", call.replace(" ", "/"))


async def test_requests_are_told_as_they_are_made_where_that_is_asked_for(bench: Bench) -> None:
    bench.world.gate = _asks
    async with _app(bench, verbose=True):
        Thing("a", text="one")
    LOGGER.debug("GET /later: 200 in 3 ms")

    assert bench.told() == [
        "typekro up infra/dev  state FILE  run RUN",
        "  connected to earth",
        "+ create a",
        "  GET /create/a: 200 in 3 ms",
        "  GET /ready/a: 200 in 3 ms",
        "  created a in 0.0 s",
        "succeeded: 1 created",
    ]
    assert (logging.getLogger("typekro").handlers, logging.getLogger("typekro").level) == ([], logging.NOTSET)


async def test_otherwise_they_are_not(bench: Bench) -> None:
    bench.world.gate = _asks
    async with _app(bench, verbose=False):
        Thing("a", text="one")

    assert not [line for line in bench.told() if "GET" in line]


async def test_two_apps_at_once_tell_a_request_once(bench: Bench) -> None:
    lines: list[str] = []
    other = App("other", "dev", SqliteStore(bench.state), providers={}, refresh=True, report=Report(lines.append), verbose=True)

    async with _app(bench, verbose=True), other:
        LOGGER.debug("GET /now: 200 in 3 ms")

    assert [line for line in [*bench.told(), *lines] if "GET" in line] == ["  GET /now: 200 in 3 ms"]
