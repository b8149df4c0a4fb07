import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.expressions.library import STRING, CelError, Environment, parse
from typekro.expressions.library.depth import shallower

environment = Environment({"a": {"type": "string"}, "n": {"type": "integer"}, "b": {"type": "boolean"}})
LONG = " + ".join(["a"] * 200)


def test_a_sum_may_be_as_long_as_kro_takes_it() -> None:
    assert environment.compile(LONG).type == STRING


WITH_LONG = [
    f"b ? {LONG} : ''",
    f"({LONG}).size() > 1 && b",
    f"[{LONG}, {{'a': {LONG}}}.a]",
    f"a == {LONG}",
    f"['a'].map(x, x + {LONG})[?0].orValue({LONG})",
    "n - " + " + ".join(["n"] * 20),
]


@pytest.mark.parametrize("text", WITH_LONG)
def test_a_long_sum_may_stand_anywhere(text: str) -> None:
    assert environment.compile(text).text == text


GROUPED = [
    ("a+b+c+d+e+f+g+h+i", "(a+b+c+d)+(e+f+g+h+i)"),
    ("x == a+b+c+d+e+f+g+h+i && y", "x ==( a+b+c+d)+(e+f+g+h+i )&& y"),
    ("f(1, a+b+c+d+e+f+g+h+i)", "f(1,( a+b+c+d)+(e+f+g+h+i))"),
    # What is subtracted stays so.
    ("x-a+b+c+d+e+f+g+h+i", "x-a+b+c+d+e+f+g+h+i"),
    ("-a+b+c+d+e+f+g+h+i", "(-a+b+c+d)+(e+f+g+h+i)"),
    # A plus in a text, and brackets in one, are text.
    ("'a+b+c+(d+e' + \"f+g\\\"+h\" + r'i+\\' + j", "'a+b+c+(d+e' + \"f+g\\\"+h\" + r'i+\\' + j"),
    ("a+b+c+d+e+f+g+h+i)", "(a+b+c+d)+(e+f+g+h+i))"),
]


@pytest.mark.parametrize(("text", "grouped"), GROUPED)
def test_a_long_sum_becomes_a_sum_of_sums(text: str, grouped: str) -> None:
    assert shallower(text) == grouped


@given(st.text("ab+-()[]{}'\" ?:,.r\\\n"))
def test_nothing_but_parentheses_is_added(text: str) -> None:
    assert sorted(shallower(text).replace("(", "").replace(")", "")) == sorted(text.replace("(", "").replace(")", ""))


terms = st.recursive(
    st.sampled_from(["a", "'+'", '"("']),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=12).map(lambda parts: f"({'+'.join(parts)})") | inner.map(lambda part: f"[{part}][0]")
    ),
    max_leaves=40,
)


@given(terms)
def test_an_expression_keeps_its_type_and_its_names(text: str) -> None:
    compiled = environment.compile(text)

    assert compiled.type == STRING
    assert compiled.identifiers == (("a",) if "a" in text else ())


@pytest.mark.parametrize("text", ["(" * 40 + "a" + ")" * 40, "a" + ".b" * 40, "b ? a : " * 40 + "a"])
def test_what_is_too_deep_otherwise_is_told(text: str) -> None:
    with pytest.raises(CelError) as raised:
        parse(text)

    assert str(raised.value) == "it is nested too deep to be checked: Google's parser goes 32 levels deep, kro's 250"
