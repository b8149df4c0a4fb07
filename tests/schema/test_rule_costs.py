from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.errors import compose
from typekro.expressions import library
from typekro.schema import read_simple_schema
from typekro.schema.rule_costs import problems_of_costs

needs_library = pytest.mark.skipif(not library.available(), reason="the CEL library has no wheel for this machine")
TYPES: dict[str, Any] = {
    "Short": "string | maxLength=20",
    "Size": 'string | enum="small,large"',
    "Item": {"name": "string", "size": "integer", "tags": "[]string", "limits": "map[string]string"},
}
WHY = "Kubernetes reckons with the longest lists and texts that may be there, and takes no rule above its budget (10,000,000)"
HINT = "maxItems=... at lists around it or in it, maxLength=... at texts; a map has no bound, and a list of listType=map may do"


def problems(type_: str, rule: str, around: str = "{}") -> list[str]:
    types = {**TYPES, "Ruled": f'{type_}{"" if "|" in type_ else " |"} validation="{rule}"'}
    return [
        problem.text.splitlines()[0].partition(": ")[2] for problem in read_simple_schema({"x": around.format("Ruled")}, types).problems
    ]


# Each of these was put to Kubernetes 1.36, which refuses the kind.
EXPENSIVE = [
    ("[]string", "self.all(x, x.matches('^a$'))", "{}"),
    ("[]string", "self.all(x, self.exists_one(y, x == y))", "{}"),
    ("[]string | maxItems=10", "self.all(x, self.exists_one(y, x == y))", "{}"),
    ("[]string", "self.filter(x, x != '').size() > 0", "{}"),
    ("[]string", "self.isSorted()", "{}"),
    ("[]string", "self.all(x, x.find('[0-9]+') != '')", "{}"),
    ("string", "self.matches('^[a-z]+$')", "[]{}"),
    ("string", "self.lowerAscii() == self", "map[string]{}"),
    ("string", "quantity(self).isGreaterThan(quantity('1'))", "map[string]{}"),
    ("Item", "self.tags.exists(x, self.tags.exists(y, x == y))", "{}"),
    ("Item", "self.tags[0].contains('a' + 'b') || self.name.contains('abc')", "[]{}"),
    ("map[string]string", "self.all(k, self[k].matches('abc'))", "{}"),
    ("[]string", "self.all(i, v, v.matches('abc'))", "{}"),
    ("[]Short", "self.all(x, x.matches('^[a-z]+$')) ? true : false", "[]{}"),
    ("string", "isCIDR(self)", "[]{}"),
    ("string", "url(self).getHost() != ''", "[]{}"),
    ("string", "self.split(',').all(x, x.matches('^a$'))", "{}"),
    ("string", "!format.dns1123Label().validate(self).hasValue()", "{}"),
    ("string | maxLength=5", "self in ['a', 'bcd']", "map[string]{}"),
    ("integer", "{'a': self}['a'] == 1", "map[string]{}"),
]
# And of these it takes the kind.
CHEAP = [
    ("[]string", "self.all(x, x != '')", "{}"),
    ("[]string", "self.all(x, x.size() < 5)", "{}"),
    ("[]string", "self.all(x, x.startsWith('a'))", "{}"),
    ("[]string | maxItems=10", "self.all(x, x.matches('^a$'))", "{}"),
    ("[]Short | maxItems=10", "self.all(x, self.exists_one(y, x == y))", "{}"),
    ("string", "self.matches('^[a-z]+$')", "{}"),
    ("Short", "self.matches('^[a-z]+$')", "[]{} | maxItems=50"),
    ("Size", "self.lowerAscii() == self", "[]{}"),
    ("Item", "has(self.name) && has(self.limits)", "[]{}"),
    ("[]string", "self.all(x, isURL(x))", "{}"),
    ("string | maxLength=5", "self.split(',', 3).size() < 3", "map[string]{}"),
    ("string | maxLength=9", "self.startsWith('abcdefghijk') && self + 'a' != 'b'", "map[string]{}"),
    ("integer", "self + 1 > 2 && self == 5", "map[string]{}"),
    ("string", "!format.dns1123Label().validate(self).hasValue()", "{} | maxLength=63"),
    ("[]integer | maxItems=3", "1 in self && self.indexOf(2) > 0", "map[string]{}"),
]
# What is immutable in a map, with what comparing it may cost.
IMMUTABLE = [
    ("string", "329,855,795,200"),
    ("string | maxLength=100", "44,040,192"),
    ("map[string]string", "41,234,202,624"),
    ("string | maxLength=10", None),
    ('string | enum="a,b"', None),
    ("integer", None),
    ("object", None),
    ("Item", None),
]


@needs_library
@pytest.mark.parametrize(("type_", "rule", "around"), EXPENSIVE)
def test_a_rule_that_may_take_too_long_is_refused(type_: str, rule: str, around: str) -> None:
    assert [text.partition(" may cost ")[0] for text in problems(type_, rule, around)] == [f"its validation {rule}"]


@needs_library
@pytest.mark.parametrize(("type_", "rule", "around"), CHEAP)
def test_a_rule_within_the_budget_passes(type_: str, rule: str, around: str) -> None:
    assert [text for text in problems(type_, rule, around) if " may cost " in text] == []


@needs_library
def test_the_refusal_says_what_bounds_there_could_be() -> None:
    reading = read_simple_schema({"names": "[]string | validation=\"self.filter(x, x != '').size() > 0\""})

    what = "its validation self.filter(x, x != '').size() > 0 may cost 14,680,064"
    assert [problem.text for problem in reading.problems] == [compose(f"schema.spec.names: {what}", WHY, HINT)]


@needs_library
@pytest.mark.parametrize(("type_", "cost"), IMMUTABLE)
def test_what_is_immutable_in_a_map_may_take_too_long_to_compare(type_: str, cost: str | None) -> None:
    types = {**TYPES, "Ruled": f"{type_}{'' if '|' in type_ else ' |'} immutable=true"}

    found = [problem.text for problem in read_simple_schema({"x": "map[string]Ruled", "y": "Ruled"}, types).problems]

    what = f"schema.spec.x[]: immutable=true, which compares it with what it was, may cost {cost}"
    assert found == ([compose(what, WHY, [HINT, "immutable=true at the list or the map itself"])] if cost else [])


@needs_library
def test_the_rules_of_a_kind_may_take_too_long_together() -> None:
    def found(count: int) -> list[str]:
        spec = {f"field{number}": "map[string]Ruled" for number in range(count)}
        return [problem.text for problem in read_simple_schema(spec, {"Ruled": "integer | immutable=true"}).problems]

    what = "schema.spec: its 32 rules (validation, immutable) may cost 100,663,296 together"
    why = "Kubernetes adds up what each may cost at its worst, and takes no kind above its budget (100,000,000)"
    assert found(31) == []
    assert found(32) == [compose(what, why, HINT)]


@needs_library
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_longer_list_never_costs_less(least: int, more: int) -> None:
    def refused(most: int) -> bool:
        rule = {"rule": "self.all(x, x.matches('^[a-z]+$'))", "message": "validation failed"}
        schema = {"type": "array", "maxItems": most, "items": {"type": "string", "maxLength": 40}, "x-kubernetes-validations": [rule]}
        return any(True for _ in problems_of_costs(schema, 100))

    assert refused(least) <= refused(least + more)
