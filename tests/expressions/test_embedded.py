import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.kro_text import expressions_and_texts
from typekro.expressions import Field, FieldOf, Literal, Object, Root, String, Template, Variable, cel_string, to_cel, to_template
from typekro.expressions.embedded import Embedded, NestedExpressionError, expression_of_text, parts_of_text, standalone

PARTS = [
    ("", ()),
    ("plain", ("plain",)),
    ("${a}", (Embedded("a"),)),
    ("${a}-${b}", (Embedded("a"), "-", Embedded("b"))),
    ("${a}\n", (Embedded("a"), "\n")),
    ("$${a}", ("$", Embedded("a"))),
    ("${}", (Embedded(""),)),
    ("{a} $a ${", ("{a} $a ${",)),
    ("${a", ("${a",)),
    ('${"${"}{A}', (Embedded('"${"'), "{A}")),
    ("${ {'a': 1} }", (Embedded(" {'a': 1} "),)),
    ('${"}"}', (Embedded('"}"'),)),
    ('${"\\"}"}', (Embedded('"\\"}"'),)),
    # In single quotes braces count, and a double quote opens a string: kro does not know these.
    ("${'}'}", (Embedded("'"), "'}")),
    ("${'\"'} ${b}", ("${'\"'} ", Embedded("b"))),
    ('${"open ${b}', ('${"open ', Embedded("b"))),
    ('${a + "${b}"}', (Embedded('a + "${b}"'),)),
    # A quote that closes a string lets another one pass.
    ('${""${a}}', (Embedded('""${a}'),)),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_a_text_is_read_as_kro_reads_it(text: str, parts: tuple[str | Embedded, ...]) -> None:
    assert parts_of_text(text) == parts


@pytest.mark.parametrize("text", ["${outer(${inner})}", "${${a}}", "x ${a + ${b}", "${a + '${b}'}"])
def test_an_expression_inside_of_another_one_is_refused(text: str) -> None:
    with pytest.raises(NestedExpressionError) as raised:
        parts_of_text(text)

    assert str(raised.value) == (
        f"a ${{...}} inside of another one: {text}\n"
        "  kro allows no expression in an expression: it is CEL up to its closing brace\n"
        "hint: name what is meant there as it is, without ${ and }"
    )


STANDALONE = [("${a}", Embedded("a")), ("${a}${b}", None), ("a", None), ("${a} ", None), ("${a", None), ("", None)]


@pytest.mark.parametrize(("text", "embedded"), STANDALONE)
def test_an_expression_stands_alone_only_without_any_text(text: str, embedded: Embedded | None) -> None:
    assert standalone(text) == embedded


SUMS = [
    ("${a + 1}", "a + 1"),
    ("${a ? b : c}-x", '(a ? b : c) + "-x"'),
    ('say "hi" \\ ${a}${b}', '"say \\"hi\\" \\\\ " + (a) + (b)'),
    ("plain", None),
]


@pytest.mark.parametrize(("text", "expression"), SUMS)
def test_a_text_with_expressions_becomes_one_expression(text: str, expression: str | None) -> None:
    assert expression_of_text(text) == expression


texts = st.text(st.characters(exclude_characters="\x81")) | st.text('${}"\\ab')


@given(texts)
def test_a_text_is_read_back_from_its_template(text: str) -> None:
    read = parts_of_text(to_template(text, {}))

    assert "".join(part if isinstance(part, str) else "${" for part in read) == text
    assert all(part == Embedded('"${"') for part in read if isinstance(part, Embedded))


ROOT = Root(Object("Spec", lambda: {"name": Field("name", "name", String())}), "spec")
NAME = FieldOf(Variable(ROOT), "name", "name", String())


@given(st.lists(texts | st.just(NAME) | texts.map(Literal)))
def test_the_expressions_of_a_template_are_read_back_in_their_order(parts: list[str | FieldOf | Literal]) -> None:
    read = parts_of_text(to_template(Template(tuple(parts)), {ROOT: "s"}))

    expected = [to_cel(part, {ROOT: "s"}) for part in parts if not isinstance(part, str)]
    assert [part.text for part in read if isinstance(part, Embedded) and part.text != '"${"'] == [
        text for text in expected if text != '"${"'
    ]


@given(texts)
def test_an_independent_reading_finds_the_same(text: str) -> None:
    try:
        parts = parts_of_text(text)
    except NestedExpressionError:
        return
    assert "".join(part if isinstance(part, str) else f"${{{part.text}}}" for part in parts) == text
    assert [part for part in parts if isinstance(part, Embedded)] == [
        Embedded(part[2:-1]) for part in expressions_and_texts(text) if part.startswith("${") and part.endswith("}")
    ] or "${" in "".join(part for part in parts if isinstance(part, str))


@given(st.text())
def test_any_text_survives_in_quotes(text: str) -> None:
    assert standalone(f"${{{cel_string(text)}}}") == Embedded(cel_string(text))
