import asyncio
import inspect
import json
import sys
import types
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.parts import expression, spec
from typekro.errors import DefinitionError, compose
from typekro.expressions import MisuseError, Template, TokenScope, parse, tokens
from typekro.expressions.cel import omit, when
from typekro.expressions.frames import place

texts = st.text(st.characters(exclude_characters="\x81"))


def line() -> int:
    """The line that calls this."""
    frame = inspect.currentframe()
    assert frame is not None
    assert isinstance(frame.f_back, types.FrameType)
    return frame.f_back.f_lineno


@given(texts, texts, texts)
def test_a_text_with_references_reads_as_its_parts(before: str, between: str, after: str) -> None:
    read = parse(f"{before}{spec.name}{between}{spec.count}{after}")

    parts = (before, expression(spec.name), between, expression(spec.count), after)
    assert read == Template(tuple(part for part in parts if part != ""))


def test_every_way_of_formatting_makes_a_text_that_reads_the_same() -> None:
    meant = Template(("a-", expression(spec.name)))

    assert parse("a-%s" % spec.name) == meant  # noqa: UP031 - one of the ways
    assert parse("a-{}".format(spec.name)) == meant  # noqa: UP032 - one of the ways
    assert parse("a-" + str(spec.name)) == meant
    assert parse("-".join(["a", f"{spec.name}"])) == meant
    assert parse(f"{f'a-{spec.name}'}") == meant


_WHOLE = f"{spec.name}"
"""One for all examples: a later one has a larger number, and may be longer by a figure."""


@given(st.data())
def test_a_token_that_was_cut_is_an_error(data: st.DataObject) -> None:
    token = _WHOLE
    start = data.draw(st.integers(0, len(token) - 1))
    end = data.draw(st.integers(start + 1, len(token)))
    rest = f"{data.draw(texts)}{token[start:end]}{data.draw(texts)}"
    inside = token[start:end].strip("typekro:")
    if token[start:end] == token or "\x81" not in token[start:end]:
        return  # whole; or some figures and letters, which nobody can tell from others, and which are told as found nowhere

    with pytest.raises(DefinitionError, match="cut or changed afterwards"):
        parse(rest + inside)


def test_a_damaged_token_is_told_with_the_line_that_formatted_it() -> None:
    with tokens() as scope:
        text, number = f"to {spec.name} and on".upper(), line()
        with pytest.raises(DefinitionError) as caught:
            parse(text)

    assert str(caught.value) == (
        f"a reference was formatted into a text at {__file__}:{number} that was cut or changed afterwards\n"
        f"  what was left of it: 'TO ... AND ON'; its value is known only in the cluster, so a text with it can be joined, not changed\n"
        "  (U+0081 marks references in texts; no other text may hold it)\n"
        "hint: format the reference into the text as it should be in the end"
    )
    assert scope.unfound == ()


def test_a_token_that_went_through_json_is_known() -> None:
    with pytest.raises(DefinitionError, match="cut or changed afterwards"):
        parse(json.dumps({"name": f"{spec.name}"}))


def test_a_token_of_another_process_is_an_error() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse("a-\x81typekro:123:1\x81")

    assert str(caught.value) == (
        "a text holds a reference of another place\n"
        "  it was formatted by a builder that has ended, or by another process, and means nothing here\n"
        "hint: format the reference where the text is used"
    )


def test_a_token_is_known_in_scopes_inside_of_its_own_and_not_outside() -> None:
    with tokens():
        outer = f"{spec.name}"
        with tokens():
            inner = f"{spec.name}"
            assert parse(outer) == Template((expression(spec.name),))
        with pytest.raises(DefinitionError, match="of another place"):
            parse(inner)


def test_a_scope_knows_what_was_formatted_in_it_and_never_read() -> None:
    with tokens() as scope:
        print(f"{spec.name}")  # noqa: T201 - which does nothing in the cluster
        number = line() - 1
        parse(f"{spec.count}")

    assert [(issued.expression, issued.place.filename, issued.place.line) for issued in scope.unfound] == [
        (expression(spec.name), __file__, number)
    ]


def test_a_scope_can_be_left_in_another_task_than_it_was_entered_in() -> None:
    scope = tokens()

    async def enter() -> TokenScope:
        return scope.__enter__()

    async def both() -> None:
        await asyncio.create_task(enter())
        await asyncio.create_task(leave())

    async def leave() -> None:
        scope.__exit__(None, None, None)

    asyncio.run(both())


NO_TEXTS: list[tuple[Any, str, str, list[str]]] = [
    (spec.tags, "spec.tags", "this is a list[str]", ['cel.join(spec.tags, ",")', "spec.tags[0]"]),
    (spec.volumes, "spec.volumes", "this is a list[Volume]", ["cel.json_text(spec.volumes)", "spec.volumes[0]"]),
    (spec.labels, "spec.labels", "this is a dict[str, str]", ["cel.json_text(spec.labels)", 'spec.labels["key"]']),
    (spec.volume, "spec.volume", "this is a Volume", ["spec.volume.path"]),
    (when(spec.on, "a", omit()), "when(spec.on, 'a', omit())", "it may be omitted", []),
]


@pytest.mark.parametrize(("value", "shown", "why", "hints"), NO_TEXTS)
def test_what_cel_makes_no_text_of_is_refused_where_the_text_is_read(value: object, shown: str, why: str, hints: list[str]) -> None:
    text, number = f"a{value}", line()

    with pytest.raises(MisuseError) as caught:
        parse(text)

    assert str(caught.value) == compose(
        f'f"{{{shown}}}": not a text',
        f"CEL makes texts of str, int, float and bool alone, and {why}; it was formatted at {__file__}:{number}",
        hints,
    )


def test_the_repr_of_a_reference_is_no_value() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse(f"a-{spec.name!r}")

    assert str(caught.value) == (
        'a text holds the repr of spec.name\n  repr and !r show what something is; they don\'t stand for its value\nhint: f"{spec.name}"'
    )


def test_a_place_is_the_users_own_line() -> None:
    found = place()

    assert (found.filename, found.line) == (__file__, line() - 2)
    assert str(found) == f"{__file__}:{found.line}"
    assert sys.modules[__name__].__file__ == found.filename
