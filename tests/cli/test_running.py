import functools
import gc
from collections.abc import Callable, Generator
from typing import Any

import anyio
import pytest

import typekro
from typekro import LockedError, RefusedError, TypeKroError, UsageError


async def _nothing() -> None:
    await anyio.lowlevel.checkpoint()


@pytest.fixture
def garbage() -> Generator[tuple[int, int, int]]:
    """How often Python looks for garbage by itself; afterwards it does so again."""
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def ends_with(main: Callable[[], Any] | Any) -> int:
    with pytest.raises(SystemExit) as ended:
        typekro.run(main)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def raising(error: BaseException) -> Callable[[], Any]:
    async def main() -> None:
        await anyio.lowlevel.checkpoint()
        raise error

    return main


def test_it_returns_where_all_went_well() -> None:
    seen: list[str] = []

    async def main() -> None:
        await anyio.lowlevel.checkpoint()
        seen.append("ran")

    typekro.run(main)

    assert seen == ["ran"]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (TypeKroError("no"), 1, "error: no\n"),
        (LockedError("infra/dev is locked", {}), 4, "error: infra/dev is locked\n"),
        (RefusedError("not ours"), 5, "error: not ours\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_the_exit_code_says_what_went_wrong(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends_with(raising(error)) == code
    assert capsys.readouterr().err == said


def test_a_script_that_exits_by_itself_passes_its_code_on() -> None:
    assert ends_with(raising(SystemExit(7))) == 7


def test_anybodys_async_callable_will_do() -> None:
    typekro.run(functools.partial(_nothing))


def test_a_coroutine_is_refused_with_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends_with(_nothing()) == 1
    assert capsys.readouterr().err == (
        "error: typekro.run was given a coroutine\n  it takes the function, and calls it itself\nhint: typekro.run(main)\n"
    )


def test_what_is_no_function_is_refused_with_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends_with(3) == 1
    assert capsys.readouterr().err == (
        "error: typekro.run was given 3\n  it takes an async function, and calls it\nhint: typekro.run(main)\n"
    )


def test_a_plain_function_is_refused_with_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    def deploy() -> None:
        return

    assert ends_with(deploy) == 1
    assert capsys.readouterr().err == (
        "error: typekro.run was given deploy, which is no async function\n"
        "  an app is entered by `async with`, and resources are awaited\n"
        "hint: async def deploy() -> None:\n"
    )


def test_inside_an_event_loop_it_says_to_await() -> None:
    async def notebook() -> None:
        await anyio.lowlevel.checkpoint()
        typekro.run(_nothing)

    with pytest.raises(UsageError) as raised:
        anyio.run(notebook)

    assert str(raised.value) == "typekro.run was called inside an event loop\n  it makes one of its own\nhint: await main()"


def test_garbage_is_looked_for_more_seldom_while_it_runs(garbage: tuple[int, int, int]) -> None:
    seen: list[tuple[int, int, int]] = []

    async def main() -> None:
        seen.append(gc.get_threshold())

    typekro.run(main)

    assert seen == [(50_000, *garbage[1:])]
    assert (gc.get_threshold(), gc.get_freeze_count()) == (garbage, 0)


def test_garbage_is_not_looked_for_where_somebody_switched_that_off(garbage: tuple[int, int, int]) -> None:
    seen: list[tuple[int, int, int]] = []
    gc.set_threshold(0, *garbage[1:])

    async def main() -> None:
        seen.append(gc.get_threshold())

    typekro.run(main)

    assert seen == [(0, *garbage[1:])]
    assert gc.get_threshold() == (0, *garbage[1:])
