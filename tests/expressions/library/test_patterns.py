import pytest

from typekro.expressions.library import problem_of_pattern


@pytest.mark.parametrize("pattern", ["^[a-z]+$", "", "(?P<name>a)", r"\d+\.\d+", "(?i)a", r"\pL", "a{1,1000}"])
def test_what_re2_takes_has_no_problem(pattern: str) -> None:
    assert problem_of_pattern(pattern) is None


REFUSED = [
    ("(?=a)", "invalid perl operator: (?="),
    ("[a", "missing ]: [a"),
    (r"(a)\1", r"invalid escape sequence: \1"),
    ("a{1,2000}", "invalid repetition size: {1,2000}"),
    ("*", "no argument for repetition operator: *"),
    ("(", "missing ): ("),
]


@pytest.mark.parametrize(("pattern", "said"), REFUSED)
def test_what_re2_does_not_take_is_told(pattern: str, said: str) -> None:
    assert problem_of_pattern(pattern) == said
