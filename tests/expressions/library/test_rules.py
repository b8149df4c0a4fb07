from typing import Any

import pytest

from typekro.expressions.library import problem_of_rule


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("self.port > 0", {"port": 80}, None),
        ("self.port > 0", {"port": 0}, "it is false"),
        ("self.port > 0", {}, "there is no field port"),
        ("self == oldSelf", ["a"], None),
        ("self.lowerAscii() == self", "A", "it is false"),
        ("int(self) > 0", "a", "cannot convert string to int"),
        ("self[3] > 0", [1], "Index error: index=3 size=1"),
        ("1 / self > 0", 0, "divide by zero"),
    ],
)
def test_a_rule_is_held_against_a_value(rule: str, value: Any, said: str | None) -> None:
    assert problem_of_rule(rule, value) == said


@pytest.mark.parametrize(
    ("rule", "value"),
    [("quantity(self).isInteger()", "a"), ("self.isSorted()", ["b", "a"]), ("self > 0", "a"), ("self +", "a")],
)
def test_of_what_kubernetes_alone_can_tell_nothing_is_said(rule: str, value: Any) -> None:
    assert problem_of_rule(rule, value) is None
