"""A run that fails as its app is entered has ended: it says how, holds no lock, and leaves no state file that it made for nothing."""

import asyncio
import contextvars
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.orchestrator.parts import Bench
from typekro.errors import LockedError, RefusedError, StateError, compose
from typekro.orchestrator import App, Report
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.state import RunStatus
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio


class Full(SqliteStore):
    """A store on a disk that is full when a run ends."""

    async def finish(self, status: RunStatus) -> None:
        raise StateError(f"the disk is full: {status}", self.location)


def app(bench: Bench, says: Callable[[str], None], store: type[SqliteStore] = SqliteStore) -> App:
    report = Report(says, clock=lambda: 0.0)
    return App("infra", "dev", store(bench.state), providers={"world": bench.world}, refresh=True, report=report)


def raising(error: BaseException) -> Callable[[str], None]:
    """Where the run is told: that comes after the lock, and before the app is open."""

    def say(line: str) -> None:
        del line
        raise error

    return say


def ended(bench: Bench) -> tuple[str, bool, str | None]:
    """Of the last run: how it ended, whether it says when, and what is written down as holding the lock."""
    query = "SELECT status, ended_at IS NOT NULL, lease.run_id FROM run JOIN lease USING(stack_id) ORDER BY run.token DESC LIMIT 1"
    with closing(sqlite3.connect(bench.state)) as connection:
        status, has_time, holder = connection.execute(query).fetchone()
    return status, bool(has_time), holder


async def test_a_first_run_whose_plan_is_stale_leaves_no_state_file(bench: Bench) -> None:
    async def entered() -> None:
        begin_launch(Launch(plan=Plan(app="infra", stage="dev", lineage="another", serial=0)))
        await app(bench, bench.lines.append).__aenter__()

    with pytest.raises(RefusedError) as caught:
        await asyncio.get_running_loop().create_task(entered(), context=contextvars.copy_context())

    hint = ["plan anew, and look at it:", "typekro plan FILE.py --stage dev --out FILE"]
    assert str(caught.value) == compose("the plan for infra/dev is stale: nothing was changed", "another state", hint)
    assert [each.name for each in bench.state.parent.iterdir() if not each.name.endswith(".lock")] == []


@pytest.mark.parametrize(
    ("error", "status"), [(OSError("no terminal"), "failed"), (asyncio.CancelledError(), "interrupted")], ids=["failed", "interrupted"]
)
async def test_a_run_that_cannot_enter_says_how_it_ended_and_frees_the_lock(bench: Bench, error: BaseException, status: RunStatus) -> None:
    await bench.up({"a": "one"})

    with pytest.raises(type(error)) as caught:
        await app(bench, raising(error)).__aenter__()

    assert caught.value is error
    assert ended(bench) == (status, True, None)
    assert (await bench.up({"a": "two"}))["a"].text == "two"


async def test_what_the_run_failed_with_goes_before_what_its_end_fails_with(bench: Bench) -> None:
    error = OSError("no terminal")

    with pytest.raises(OSError, match="no terminal") as caught:
        await app(bench, raising(error), Full).__aenter__()

    assert caught.value is error
    assert error.__notes__ == ["also failed: the disk is full: failed"]
    assert (await bench.up({"a": "one"}))["a"].text == "one"


async def test_a_run_that_is_locked_out_ends_nothing_of_the_other(bench: Bench) -> None:
    async with bench.app():
        with pytest.raises(LockedError):
            await app(bench, bench.lines.append).__aenter__()
        during = ended(bench)

    assert (during[:2], ended(bench)) == (("running", False), ("succeeded", True, None))
