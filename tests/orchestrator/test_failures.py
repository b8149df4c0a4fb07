"""What a run does where something fails, and where it is interrupted."""

import asyncio
import inspect
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import attrs
import pytest

from tests.orchestrator.parts import Bench, Door, Local, Seen, Thing, world_of
from typekro.errors import BlockedError, RunError, TypeKroError, UsageError, compose
from typekro.orchestrator import Context

pytestmark = pytest.mark.anyio


async def test_one_failure_is_raised_bare_and_the_others_are_finished(bench: Bench) -> None:
    boom = ValueError("no room")
    bench.world.failures["create a"] = boom

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            Thing("b", text="two")

    with pytest.raises(ValueError, match=r"^no room$") as caught:
        await body()

    assert caught.value is boom
    assert getattr(boom, "exit_code", None) == 3
    found = {id_: (record.status, record.error) for id_, record in (await bench.records()).items()}
    assert found == {"a": ("creating", "no room"), "b": ("ready", None)}


async def test_what_failed_is_tried_again_by_the_next_run(bench: Bench) -> None:
    bench.world.failures["create a"] = ValueError("no room")
    with pytest.raises(ValueError, match="no room"):
        await bench.up({"a": "one"})
    bench.world.failures.clear()

    await bench.up({"a": "one"})

    assert bench.world.texts == [("a", "one")]
    record = (await bench.records())["a"]
    assert (record.status, record.error) == ("ready", None)


async def test_a_failed_update_keeps_what_was_applied(bench: Bench) -> None:
    await bench.up({"a": "one"})
    bench.world.failures["update a"] = ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        await bench.up({"a": "two"})

    record = (await bench.records())["a"]
    assert (record.status, record.error) == ("updating", "no room")
    assert (record.props["text"], record.pending["text"]) == ("one", "two")


async def test_what_is_recorded_of_an_error_is_what_it_says_and_why_in_a_few_lines(bench: Bench) -> None:
    seen = [f"{number} of 9 pods run" for number in range(9)]
    bench.world.failures["create a"] = TypeKroError(compose("a is not ready", ["last seen:", *seen], "give it more time"))
    bench.world.failures["create b"] = ValueError()

    with pytest.raises(TypeKroError, match=r"^a is not ready"):
        await bench.up({"a": "one", "b": "one"})

    found = {id_: record.error for id_, record in (await bench.records()).items()}
    assert found["b"] == "ValueError"
    assert str(found["a"]).splitlines() == ["a is not ready", "  last seen:", *(f"  {text}" for text in seen[:6]), "  ..."]


async def test_a_failed_wait_is_waited_for_again(bench: Bench) -> None:
    bench.world.failures["ready a"] = TimeoutError("not ready")
    with pytest.raises(TimeoutError, match="not ready"):
        await bench.up({"a": "one"})
    record = (await bench.records())["a"]
    assert (record.status, record.error) == ("applied", "not ready")
    bench.world.calls.clear()

    with pytest.raises(TimeoutError, match="not ready"):
        await bench.up({"a": "one"})

    assert bench.world.calls == ["read a", "ready a"]


async def test_nothing_is_collected_where_one_failed(bench: Bench) -> None:
    await bench.up({"old": "one"})
    bench.world.failures["create a"] = ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        await bench.up({"a": "one"})

    assert bench.world.texts == [("old", "one")]


async def test_nothing_is_collected_where_the_body_caught_it(bench: Bench) -> None:
    await bench.up({"old": "one"})
    bench.world.failures["create a"] = boom = ValueError("no room")

    async def body() -> None:
        async with bench.app():
            with pytest.raises(ValueError, match="no room"):
                await Thing("a", text="one")

    with pytest.raises(ValueError, match="no room") as caught:
        await body()

    assert caught.value is boom
    assert bench.world.texts == [("old", "one")]


async def test_dependents_of_a_failure_are_not_touched(bench: Bench) -> None:
    found: list[BlockedError] = []
    boom = ValueError("no room\nat all")
    bench.world.failures["create a"] = boom

    async def body() -> None:
        async with bench.app():
            a = Thing("a", text="one")
            b = Thing("b", text=a.output.text)
            c = Thing("c", text=b.output.text)
            found.extend([await _blocked(b), await _blocked(c)])

    with pytest.raises(ValueError, match="no room") as raised:
        await body()

    assert raised.value is boom
    assert str(found[0]) == "b was not touched: it depends on a, which failed\n  no room"
    assert (found[0].resource, found[0].blocked_by, found[0].__cause__) == ("b", "a", boom)
    assert str(found[1]) == ("c was not touched: it depends on b, which failed\n  b was not touched: it depends on a, which failed")
    assert list(await bench.records()) == ["a"]


async def _blocked(thing: Thing) -> BlockedError:
    with pytest.raises(BlockedError) as caught:
        await thing
    return caught.value


async def test_a_failure_without_a_text_blocks_as_well(bench: Bench) -> None:
    found: list[BlockedError] = []
    bench.world.failures["create a"] = TimeoutError()

    async def body() -> None:
        async with bench.app():
            a = Thing("a", text="one")
            b = Thing("b", text=a.output.text)
            found.append(await _blocked(b))

    with pytest.raises(TimeoutError):
        await body()

    assert str(found[0]) == "b was not touched: it depends on a, which failed\n  TimeoutError"


async def test_several_failures_are_raised_together(bench: Bench) -> None:
    first, second = ValueError("no room"), KeyError("b")
    bench.world.failures = {"create a": first, "create b": second}

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            Thing("b", text="two")
            Thing("c", text="three")

    with pytest.raises(RunError) as caught:
        await body()

    assert caught.value.exceptions == (first, second)
    assert (caught.value.message, caught.value.exit_code) == ("2 resources failed", 3)
    assert bench.world.texts == [("c", "three")]


async def test_one_error_that_stops_several_is_raised_once(bench: Bench) -> None:
    gone = ConnectionError("nobody answers")
    bench.world.failures = {"create a": gone, "create b": gone}

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            Thing("b", text="two")

    with pytest.raises(ConnectionError) as caught:
        await body()

    assert caught.value is gone


@attrs.frozen
class FrozenErrorError(Exception):
    """An error to which nothing can be added."""

    reason: str


async def test_an_error_that_cannot_be_changed_is_raised_too(bench: Bench) -> None:
    bench.world.failures["create a"] = boom = FrozenErrorError("no room")

    with pytest.raises(FrozenErrorError) as caught:
        await bench.up({"a": "one"})

    assert caught.value is boom


async def test_what_the_body_raises_is_raised_bare_after_all_is_finished(bench: Bench) -> None:
    boom = RuntimeError("mine")
    bench.world.failures["create a"] = ValueError("no room")

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            Thing("b", text="two")
            raise boom

    with pytest.raises(RuntimeError) as caught:
        await body()

    assert caught.value is boom
    assert boom.__notes__ == ["also failed: no room"]
    assert bench.world.texts == [("b", "two")]


async def test_nothing_is_collected_where_the_body_raised(bench: Bench) -> None:
    await bench.up({"old": "one"})

    async def body() -> None:
        async with bench.app():
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        await body()

    assert bench.world.texts == [("old", "one")]
    assert await bench.statuses() == {"old": "ready"}


async def test_a_delete_that_fails_keeps_what_it_depends_on(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)
        Thing("c", text="three")
    bench.world.failures["delete b"] = ValueError("in use")

    with pytest.raises(ValueError, match=r"^in use$"):
        await bench.up({})

    assert "x a blocked by b" in bench.told()
    assert await bench.statuses() == {"a": "ready", "b": "deleting"}
    bench.world.failures.clear()
    await bench.up({})
    assert bench.world.texts == []


async def test_a_cancelled_run_records_what_is_in_flight(bench: Bench) -> None:
    bench.world.gate = door = Door("create a")

    async def body() -> None:
        async with bench.app():
            a = Thing("a", text="one")
            Thing("b", text=a.output.text)
            await a

    run = asyncio.create_task(body())
    await door.reached.wait()
    run.cancel()
    await asyncio.sleep(0)
    door.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await run

    assert await bench.statuses() == {"a": "ready"}
    assert bench.world.written() == ["create a"]
    await bench.up({"a": "one"})
    assert bench.world.written() == []


async def test_a_run_that_is_cancelled_while_it_deletes_deletes_no_more(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)
    bench.world.written()
    bench.world.gate = door = Door("delete b")

    run = asyncio.create_task(bench.up({}))
    await door.reached.wait()
    run.cancel()
    await asyncio.sleep(0)
    door.opened.set()
    with pytest.raises(asyncio.CancelledError):
        await run

    assert bench.world.written() == ["delete b"]
    await bench.up({})
    assert bench.world.texts == []
    assert await bench.records() == {}


async def test_an_interrupt_in_the_body_breaks_off_what_is_in_flight(bench: Bench) -> None:
    """The first Ctrl-C cancels; the second is raised wherever Python happens to be, the body too."""
    bench.world.gate = door = Door("create a")

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            await door.reached.wait()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await body()

    assert await bench.statuses() == {"a": "creating"}
    door.opened.set()
    await bench.up({"a": "one"})
    assert bench.world.texts == [("a", "one")]


async def test_a_deadline_around_an_app_interrupts_it(bench: Bench) -> None:
    with anyio.CancelScope() as scope:
        async with bench.app():
            await Thing("a", text="one")
            scope.cancel()
            await anyio.sleep_forever()

    assert bench.told()[-1] == "interrupted: 1 created"
    await bench.up({"a": "one"})


_SCRIPT = """
import asyncio, sys
import typekro
from tests.orchestrator.parts import Local
from typekro import Context, alchemy


class Slow(Local):
    async def create(self, context: Context) -> int:
        print("begun", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print("done", flush=True)
        return 3


async def main() -> None:
    async with alchemy("infra", state=sys.argv[1]):
        slow = Slow("slow", text="one")
        Local("next", text=f"{slow.output}")
        await slow


if __name__ == "__main__":
    typekro.run(main)
"""


async def test_control_c_lets_what_is_in_flight_be_recorded(bench: Bench, tmp_path: Path) -> None:
    script = tmp_path / "infra.py"
    script.write_text(textwrap.dedent(_SCRIPT))
    command = [sys.executable, str(script), str(bench.state)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = await asyncio.create_subprocess_exec(*command, **pipes, env=environment)  # type: ignore[arg-type] # mypy mixes the pipes up
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"

    process.send_signal(signal.SIGINT)
    out, err = await process.communicate(b"\n")

    assert (process.returncode, out) == (130, b"done\n")
    assert b"Traceback" not in err
    assert await bench.statuses() == {"slow": "ready"}
    await bench.up({})  # the lock is free


async def test_an_error_of_ours_keeps_its_exit_code(bench: Bench) -> None:
    class LateError(TypeKroError):
        exit_code = 7

    bench.world.failures["create a"] = boom = LateError("too late")

    with pytest.raises(LateError):
        await bench.up({"a": "one"})

    assert boom.exit_code == 7


@attrs.frozen(eq=False)
class FrozenError(TypeKroError):
    """An error of somebody's own whose fields nobody can set."""

    reason: str

    def __attrs_post_init__(self) -> None:
        BaseException.__init__(self, self.reason)

    def __str__(self) -> str:
        return self.reason


async def test_an_error_that_takes_no_marks_is_told_all_the_same(bench: Bench) -> None:
    boom = bench.world.failures["create a"] = FrozenError("no room")

    with pytest.raises(FrozenError) as caught:
        await bench.up({"a": "one"})

    assert caught.value is boom
    assert bench.told()[1:] == ["  connected to earth", "+ create a", "x a failed: no room", "failed: 1 failed"]


class Sharing(Thing):
    async def create(self, context: Context) -> Seen:
        world = world_of(context)
        world.keys.append(self.id)

        async def look() -> Seen:
            while len(world.keys) < 2:  # the other one comes meanwhile
                await anyio.lowlevel.checkpoint()
            await anyio.lowlevel.checkpoint()
            raise TypeKroError("no list of them", "NO_LIST")

        seen: Seen = await context.once("list", look)
        return seen


async def test_an_error_that_several_share_says_where_the_first_was_declared(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app():
            Sharing("a", text="one")
            Sharing("b", text="two")

    with pytest.raises(TypeKroError, match=r"^no list of them") as caught:
        await body()

    first = inspect.getsourcelines(test_an_error_that_several_share_says_where_the_first_was_declared)[1] + 3
    assert caught.value.declared_at == (__file__, first)


@asynccontextmanager
async def nowhere(problem: str = "there is no world") -> AsyncGenerator[Any]:
    """A connection that cannot be had."""
    if problem:
        raise TypeKroError(problem, "NO_WORLD")
    yield


class Nowhere:
    """A provider of which nothing can be had."""

    def connect(self) -> AbstractAsyncContextManager[Any]:
        return nowhere()


@pytest.mark.parametrize(("beside", "code"), [(False, 1), (True, 3)])
async def test_what_cannot_be_had_is_a_failure_of_some_where_others_were_made(bench: Bench, *, beside: bool, code: int) -> None:
    async def body() -> None:
        async with bench.app(world=Nowhere()):
            Thing("a", text="one")
            if beside:
                Local("b")

    with pytest.raises(TypeKroError, match=r"^there is no world$") as caught:
        await body()

    assert caught.value.exit_code == code


class Noting(Thing):
    notes: dict[str, Any] = attrs.field(factory=dict[str, Any])


async def test_an_input_that_refers_to_more_than_when_it_was_declared_is_refused(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app():
            texts: dict[str, Any] = {}
            Noting("b", text="two", notes=texts)
            texts["a"] = Thing("a", text="one").output.text

    with pytest.raises(UsageError) as caught:
        await body()

    assert caught.value.message == (
        "b refers to a.output, and did not when it was declared\n"
        "  what it needs is known as it is declared\n"
        "hint: change its inputs before that"
    )


@pytest.mark.parametrize("text", ["\n\n", "   "])
async def test_an_error_that_says_nothing_is_recorded_by_its_name(bench: Bench, text: str) -> None:
    bench.world.failures["create a"] = TimeoutError(text)

    with pytest.raises(TimeoutError):
        await bench.up({"a": "one"})

    assert (await bench.records())["a"].error == "TimeoutError"
