from typing import Any

import pytest

from typekro.errors import compose
from typekro.expressions import library
from typekro.schema import read_simple_schema

WHY = "the rule is CEL of Kubernetes, in which self is the value and fields have their names in the cluster"
needs_library = pytest.mark.skipif(not library.available(), reason="the CEL library has no wheel for this machine")


def problems(type_: str, rule: str) -> list[str]:
    types: dict[str, Any] = {"Item": {"firstName": "string", "size": "integer", "ratio": "float", "free": "object"}}
    return [
        problem.text for problem in read_simple_schema({"x": f'{type_}{"" if "|" in type_ else " |"} validation="{rule}"'}, types).problems
    ]


@needs_library
@pytest.mark.parametrize(
    ("type_", "rule", "what", "hint"),
    [
        ("Item", "self.firstNam != ''", "undefined field 'firstNam' in self", "firstName"),
        ("[]Item", "self.all(i, i.name != '')", "undefined field 'name' in self[]", ()),
        ("integer", "size > 0", "unknown identifier 'size'", ()),
        ("integer", "self + 1", "it is int, and not bool", ()),
        ("string", "self.length() > 3", "unknown function 'length'", ()),
        ("string", "self > 0", "found no matching overload for '>' applied to '(string, int)'", ()),
        ("string", "json.marshal(self) != ''", "there is no json.marshal in a validation", ()),
        ("integer", "cel.bind(x, self, x > 1)", "there is no cel.bind in a validation", ()),
        ("string", "self.matches('(')", "missing ): (", ()),
        ("string", "self in ['a', 1]", "a list of string and int", ()),
        ("object", "self.foo == 'a'", "undefined field 'foo' in self", ()),
        ("[]object", "self.all(x, has(x.foo))", "undefined field 'foo' in self[]", ()),
        ("Item", "has(self.free.foo)", "undefined field 'foo' in self.free", ()),
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
        ("Item", "self == oldSelf"),
        ("map[string]object", "self == oldSelf"),
        ("map[string]string", "self.runtime != 'cel.bind()'"),
        ("[]string", "self.all(x, x.size() < 64)"),
        ("[]string", "sets.contains(self, ['a'])"),
        ("string | maxLength=63", "!format.dns1123Label().validate(self).hasValue()"),
    ],
)
def test_a_rule_that_kubernetes_can_mean_or_that_it_alone_knows_passes(type_: str, rule: str) -> None:
    assert problems(type_, rule) == []


BY_ITSELF = "Kubernetes holds a default against the rules as it stands, and nothing is filled in:"


@needs_library
@pytest.mark.parametrize(
    ("type_", "rule", "what", "why"),
    [
        ("string | default=a", "self == 'b'", "its default 'a' breaks the validation self == 'b'", "it is false"),
        ("float | default=1", "self > 1", "its default 1 breaks the validation self > 1", "it is false"),
        ("string | default=a", "oldSelf == 'b'", "its default 'a' breaks the validation oldSelf == 'b'", "it is false"),
        (
            "string | default=a",
            "int(self) > 0",
            "its default 'a' breaks the validation int(self) > 0",
            "type conversion error from 'string' to 'int'",
        ),
        (
            "string | default=b",
            "quantity(self).isInteger()",
            "its default 'b' breaks the validation quantity(self).isInteger()",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        (
            'Item | default={"size":1}',
            "self.ratio > 0.5",
            "its default {'size': 1} breaks the validation self.ratio > 0.5",
            "there is no field ratio",
        ),
    ],
)
def test_a_default_that_breaks_a_rule_is_refused(type_: str, rule: str, what: str, why: str) -> None:
    assert problems(type_, rule) == [f"schema.spec.x: {what}\n  {BY_ITSELF} {why}"]


@needs_library
def test_the_default_that_kro_gives_by_itself_is_held_against_the_rules_too() -> None:
    types = {"Size": {"least": "integer | default=1", "most": "integer"}}

    reading = read_simple_schema({"size": 'Size | validation="self.least > 0"'}, types)

    what = "its default {} breaks the validation self.least > 0"
    why = [f"{BY_ITSELF} there is no field least", "kro gives the default {} to what has no required field, and a field with a default"]
    hint = ["let it allow what is not there: !has(self.least) || (self.least > 0)", "or make a field of it required"]
    assert [problem.text for problem in reading.problems] == [compose(f"schema.spec.size: {what}", why, hint)]


@needs_library
def test_the_rules_of_what_is_in_a_default_count_too() -> None:
    types = {"Port": {"in": 'integer | validation="self > 1024"', "names": "[]Name"}, "Name": "string | validation=\"self != 'a'\""}

    reading = read_simple_schema({"port": 'Port | default={"in":80,"names":["b","a"]}'}, types)

    assert [problem.text for problem in reading.problems] == [
        f"schema.spec.port: its default {{'in': 80, 'names': ['b', 'a']}} breaks the validation {rule}\n  {BY_ITSELF} it is false"
        for rule in ("self > 1024 of in", "self != 'a' of names[1]")
    ]


@needs_library
@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("string | default=b", "self == 'b' && self == oldSelf"),
        ("string | default=b maxLength=9", "!format.dns1123Label().validate(self).hasValue() && self == 'a'"),
        ("Item | default={}", "!has(self.size) || self.size > 0"),
        ('[]string | default=["a"]', "sets.contains(self, ['a'])"),
    ],
)
def test_a_default_that_keeps_its_rules_or_whose_rules_kubernetes_alone_knows_passes(type_: str, rule: str) -> None:
    types: dict[str, Any] = {"Item": {"size": "integer"}}

    assert read_simple_schema({"x": f'{type_} validation="{rule}"'}, types).problems == ()
