from typing import Any

import pytest

from typekro.expressions.library import CelValueError, Program, RuleProgram, problem_of_rule, rule_program, typed

RULES: list[tuple[str, dict[str, Any], bool]] = [
    ("self.replicas <= self.most", {"self": {"replicas": 1, "most": 2}}, True),
    ("self == oldSelf", {"self": "a", "oldSelf": "b"}, False),
    ("sets.contains(self, ['a', 'b'])", {"self": ["b", "a", "c"]}, True),
    ("sets.contains(self, ['z'])", {"self": ["b"]}, False),
    ("sets.equivalent(self, ['a', 'b', 'b'])", {"self": ["b", "a"]}, True),
    ("sets.equivalent(self, ['a'])", {"self": ["b", "a"]}, False),
    ("sets.intersects(self, ['a', 'z'])", {"self": ["b", "a"]}, True),
    ("sets.intersects(self, [])", {"self": ["b"]}, False),
    ("semver('v1.2', true).minor() == 2", {}, True),
    ("semver('01.02.03', true) == semver('1.2.3')", {}, True),
    ("semver('v0.00', true) == semver('0.0.0')", {}, True),
    ("isSemver('v1', true)", {}, True),
    ("isSemver('1-rc', true)", {}, False),
    ("isSemver('v1')", {}, False),
]


@pytest.mark.parametrize(("rule", "values", "holds"), RULES)
def test_a_rule_holds_or_does_not(rule: str, values: dict[str, Any], holds: bool) -> None:  # noqa: FBT001 - the verdict
    assert RuleProgram(rule).run(values) is holds


def test_a_rule_sees_values_by_their_schema() -> None:
    schema = {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}
    values = {"self": typed(["a", "b"], schema), "oldSelf": typed(["b", "a"], schema)}

    assert RuleProgram("self == oldSelf").run(values) is True


def test_to_an_expression_of_kro_such_a_name_is_a_variable() -> None:
    assert Program("sets.contains('a')").run({"sets": "abc"}) is True
    with pytest.raises(CelValueError, match="no such attribute"):
        Program("sets.contains([1], [1])").run({})


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("self.port > 0", {"port": 80}, None),
        ("self.port > 0", {"port": 0}, "it is false"),
        ("self.port > 0", {}, "there is no field port"),
        ("self == oldSelf", ["a"], None),
        ("self.lowerAscii() == self", "A", "it is false"),
        ("self.isSorted()", ["b", "a"], "it is false"),
        ("int(self) > 0", "a", "type conversion error from 'string' to 'int'"),
        ("self[3] > 0", [1], "index out of bounds: 3"),
        ("1 / self > 0", 0, "division by zero"),
        ("self > 0", "a", "no such overload"),
        (
            "quantity(self).isInteger()",
            "a",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
    ],
)
def test_a_rule_is_held_against_a_value(rule: str, value: Any, said: str | None) -> None:
    assert problem_of_rule(rule, value) == said


@pytest.mark.parametrize(
    "rule",
    [
        "self +",
        "!format.dns1123Label().validate(self).hasValue()",
        "authorizer.path('/healthz').check('get').allowed()",
        "self.frobnicate()",
        "self == other",
    ],
)
def test_of_what_kubernetes_alone_can_tell_nothing_is_said(rule: str) -> None:
    assert rule_program(rule) is None
    assert problem_of_rule(rule, "a") is None


@pytest.mark.parametrize(
    ("values", "holds"),
    [(("b",), True), (("b", "a"), True), (("a", "b"), False)],
)
def test_a_rule_may_know_that_there_was_nothing_before(values: tuple[str, ...], holds: bool) -> None:  # noqa: FBT001 - the verdict
    assert RuleProgram("!oldSelf.hasValue() || self >= oldSelf.value()").said_of(*values, optional=True) is holds


def test_a_rule_about_what_was_not_there_has_no_value() -> None:
    with pytest.raises(CelValueError, match="no such attribute"):
        RuleProgram("self == oldSelf").said_of(1)
