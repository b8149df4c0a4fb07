import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.expressions import library
from typekro.schema.patterns import matches, problem_of_pattern, problem_without_library

needs_library = pytest.mark.skipif(not library.available(), reason="the CEL library has no wheel for this machine")
GOOD = [
    *("^[a-z]+$", r"^\d{2,4}\.x$", "(?i)abc", r"a\\1", "[[:alpha:]]+", r"\pL", r"\x{10FFFF}", "(?P<name>a)"),
    *(r"\Qa.b\E", "a+?", r"\++", "[*+-]+", "}+", r"\{1}+", "()$?"),
]
BAD = [r"\C", "(?=a)", "(?<!a)b", r"(a)\1", "[unclosed", "a++", "(?P=name)", "(?>a)", "a)", "(a", "[z-a]"]


@pytest.mark.parametrize("pattern", GOOD)
def test_what_re2_reads_is_no_problem(pattern: str) -> None:
    assert problem_of_pattern(pattern) is None
    assert problem_without_library(pattern) is None


@pytest.mark.parametrize("pattern", BAD)
def test_what_re2_cannot_read_is_a_problem_with_or_without_its_library(pattern: str) -> None:
    assert problem_of_pattern(pattern) is not None
    assert pattern == r"\C" or problem_without_library(pattern) is not None


def test_look_around_is_told_as_such_where_the_library_is_absent() -> None:
    assert problem_without_library("^(?=a)") == "(?= is not known to RE2, which has no look-around and no references back"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("b", "abc", True),
        ("^b", "abc", False),
        (r"^\d$", "\u0661", False),
        ("^[[:alpha:]]$", "1", None),
        (r"^\s$", "\v", None),
        ("a$", "a\n", None),
        ("(", "a", None),
        ("^(?=a)", "a", None),
    ],
)
def test_a_pattern_is_searched_for_where_python_means_the_same(pattern: str, text: str, found: bool | None) -> None:  # noqa: FBT001 - a table
    assert matches(pattern, text) is found


@needs_library
@given(st.text(st.sampled_from("ab1^$.*+?()[]{}|\\d,-"), max_size=8))
def test_where_it_can_be_told_without_the_library_it_is_told_alike(pattern: str) -> None:
    if problem_without_library(pattern) is not None:
        assert problem_of_pattern(pattern) is not None
