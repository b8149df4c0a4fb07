"""Scopes: the same id in several, each with a record of its own; protected together."""

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator.scope import scope

pytestmark = pytest.mark.anyio


async def test_the_same_id_in_two_scopes_is_two_resources(bench: Bench) -> None:
    async def regions(*names: str) -> None:
        async with bench.app():
            for name in names:
                with scope(name):
                    base = Thing("base", text=name)
                    with scope("web"):
                        Thing("page", text=base.output.text)

    await regions("eu", "us")
    assert sorted(await bench.records()) == ["eu/base", "eu/web/page", "us/base", "us/web/page"]
    bench.world.written()
    await regions("eu", "us")
    assert bench.world.written() == []

    await regions("eu")

    assert bench.world.written() == ["delete us/web/page", "delete us/base"]


async def test_what_is_in_a_protected_scope_is_protected(bench: Bench) -> None:
    async with bench.app():
        with scope("prod", protect=True), scope("inner"):
            Thing("a", text="one")
        Thing("b", text="two")

    with pytest.raises(RefusedError, match=r"^prod/inner/a is protected: nothing was deleted"):
        await bench.up({"b": "two"})

    assert bench.world.texts == [("b", "two"), ("prod/inner/a", "one")]


async def test_a_resource_that_moves_into_a_scope_keeps_its_record_by_an_alias(bench: Bench) -> None:
    await bench.up({"a": "one"})
    bench.world.written()

    async with bench.app():
        with scope("eu"):
            Thing("a", text="one", aliases=["a"])

    assert bench.world.written() == []
    assert list(await bench.records()) == ["eu/a"]


@pytest.mark.parametrize(("name", "hint"), [("", ()), ("a/b", ()), ("-a", ()), ("{region}", 'scope(f"{region}")')])
def test_a_name_that_is_none_is_refused(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught, scope(name):
        raise AssertionError

    why = "it becomes a part of ids: letters, digits, -, _ and ., and a letter or a digit first"
    assert str(caught.value) == compose(f"{name!r} cannot be the name of a scope", why, hint)
