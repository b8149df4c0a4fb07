from typing import Any

import pytest

from typekro.errors import compose
from typekro.expressions import library
from typekro.schema import read_simple_schema

WHY = "the rule is CEL of Kubernetes, in which self is the value and fields have their names in the cluster"
needs_library = pytest.mark.skipif(not library.available(), reason="the CEL library has no wheel for this machine")


def problems(type_: str, rule: str) -> list[str]:
    types: dict[str, Any] = {"Item": {"firstName": "string", "size": "integer", "ratio": "float"}}
    return [problem.text for problem in read_simple_schema({"x": f'{type_} | validation="{rule}"'}, types).problems]


@needs_library
@pytest.mark.parametrize(
    ("type_", "rule", "what", "hint"),
    [
        ("Item", "self.firstNam != ''", "undefined field 'firstNam' in self", "firstName"),
        ("[]Item", "self.all(i, i.name != '')", "undefined field 'name' in self[]", ()),
        ("integer", "size > 0", "unknown identifier 'size'", ()),
        ("integer", "self + 1", "it is int, and not bool", ()),
        ("string", "self.length() > 3", "unknown function 'length'", ()),
        ("string", "self == 1", "found no matching overload for '==' applied to '(string, int)'", ()),
    ],
)
def test_a_rule_that_kubernetes_cannot_mean_is_refused(type_: str, rule: str, what: str, hint: str) -> None:
    assert problems(type_, rule) == [compose(f"schema.spec.x: its validation {rule} cannot be meant: {what}", WHY, hint)]


@needs_library
@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("Item", "self.firstName.startsWith('a') && self.size >= oldSelf.size"),
        ("Item", "!has(self.ratio) || self.ratio > 1.5"),
        ("Item", "self.ratio > 1"),
        ("[]string", "self.all(x, x.size() < 64)"),
        ("[]string", "sets.contains(self, ['a'])"),
        ("string", "!format.dns1123Label().validate(self).hasValue()"),
    ],
)
def test_a_rule_that_kubernetes_can_mean_or_that_it_alone_knows_passes(type_: str, rule: str) -> None:
    assert problems(type_, rule) == []
