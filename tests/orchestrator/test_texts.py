"""A text that a reference was formatted into is for resources: whatever else became of it is told."""

import warnings

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro import TypeKroWarning

pytestmark = pytest.mark.anyio

TOLD = """app 'infra': a.output.text was formatted into a text that no resource was given
  what was printed, compared or written there is what stands for it in texts, and not its value
hint: await what gives it first: its outputs are values then"""


async def printing(bench: Bench) -> None:
    async with bench.app():
        thing = Thing("a", text="one")
        assert "one" not in f"the text is {thing.output.text}"


async def test_a_text_that_no_resource_was_given_is_told_with_its_line(bench: Bench) -> None:
    with pytest.warns(TypeKroWarning) as told:
        await printing(bench)

    assert [str(each.message) for each in told] == [TOLD]
    assert [(each.filename, each.lineno) for each in told] == [(__file__, printing.__code__.co_firstlineno + 3)]


async def test_what_a_resource_was_given_and_what_was_awaited_is_not_told(bench: Bench) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with bench.app():
            thing = Thing("a", text="one")
            other = Thing("b", text=f"the text is {thing.output.text}")
            known = f"{(await other).text}"
        after = f"{thing.output.text}"

    assert (known, after) == ("the text is one", "one")


async def test_where_the_body_raises_nothing_is_told_beside_that(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app():
            thing = Thing("a", text="one")
            raise ValueError(f"{thing.output.text}"[:0] + "its own")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=r"^its own$"):
            await body()


async def test_the_texts_of_one_app_are_not_those_of_another(bench: Bench) -> None:
    with pytest.warns(TypeKroWarning) as told:
        await printing(bench)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await bench.up({"a": "one"})

    assert len(told) == 1
