from typing import Any

import pytest

from typekro.errors import compose
from typekro.schema import read_simple_schema

DEFAULT = "Kubernetes holds a default against the schema of its field"
PAST = "it is inside of a list, and Kubernetes cannot tell which item was which before, unless the list is of listType=map"
AT_THE_LIST = ["immutable=true at the list itself", "listType=map listMapKey=name at the list"]
ITEM = {"name": "string | required=true", "zone": "string", "tags": "[]string", "port": "integer | default=80"}


def only_problem(spec: dict[str, Any], types: dict[str, Any] | None = None) -> tuple[str, str]:
    [problem] = read_simple_schema(spec, types).problems
    assert problem.text.startswith(f"{problem.place}: ")
    return problem.text, problem.owner


@pytest.mark.parametrize(
    ("text", "what", "why", "hint"),
    [
        (
            "[]object | uniqueItems=true",
            "a set of objects",
            "the items of a set are texts, numbers or truth values in Kubernetes, or lists of listType=atomic",
            "listType=map listMapKey=name",
        ),
        (
            "[]Set | listType=set",
            "a set of lists of listType=set",
            "a list in a set is of listType=atomic in Kubernetes",
            "listType=atomic",
        ),
        (
            "[]Item | listType=map",
            "listType=map without listMapKey",
            "Kubernetes wants to know which fields tell the items apart",
            "listType=map listMapKey=name",
        ),
        (
            "[]string | listType=map listMapKey=name",
            "listType=map for items that are no objects",
            "its items are told apart by their fields in Kubernetes",
            "listType=set",
        ),
        ("[]Item | listType=map listMapKey=id", "listMapKey=id is no field of the items", "they have name, zone, tags, port", ()),
        ("[]object | listType=map listMapKey=id", "listMapKey=id is no field of the items", "they have no fields", ()),
        (
            "[]Item | listType=map listMapKey=tags",
            "listMapKey=tags is no scalar",
            "a key is a text, a number or a truth value in Kubernetes",
            (),
        ),
        (
            "[]Item | listType=map listMapKey=zone",
            "listMapKey=zone may be left out",
            "each item has to have its key in Kubernetes",
            "zone: string | required=true",
        ),
    ],
)
def test_a_list_that_kubernetes_cannot_merge_is_refused(text: str, what: str, why: str, hint: str) -> None:
    text, owner = only_problem({"x": text}, {"Item": ITEM, "Set": "[]string | listType=set"})

    assert (text, owner) == (compose(f"schema.spec.x: {what}", why, hint), "Kubernetes")


@pytest.mark.parametrize(
    "text", ["[]Item | listType=map listMapKey=name listMapKey=port", "[][]string | uniqueItems=true", "[]integer | listType=set"]
)
def test_a_list_that_kubernetes_can_merge_passes(text: str) -> None:
    assert read_simple_schema({"x": text}, {"Item": ITEM}).problems == ()


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("integer | minimum=1 default=0", "0 is less than minimum=1", ()),
        ("float | maximum=1.5 default=2", "2 is more than maximum=1.5", ()),
        ("string | maxLength=2 default=äöü", "'äöü' is longer than maxLength=2", ()),
        ("string | minLength=4 default=äöü", "'äöü' is shorter than minLength=4", ()),
        ("string | pattern=^[a-z]+$ default=A1", "'A1' does not match pattern=^[a-z]+$", ()),
        ('string | enum="dev,prod" default=prd', "'prd' is none of 'dev', 'prod'", "'prod'"),
        ("[]string | minItems=1 default=[]", "0 items are less than minItems=1", ()),
        ("[]string | maxItems=0 default=[1]", "1 item is more than maxItems=0", ()),
        ("[]string | default={}", "expected a list, got dict {}", ()),
        ("Item | default={}", "name: it is required, and not there", ()),
        ('Item | default={"name": "a", "prt": 1}', "prt: there is no such field", "port: ..."),
        ('map[string]integer | default={"a": "b"}', "['a']: expected an integer, got str 'b'", ()),
        ("boolean | default=1", "expected true or false, got int 1", ()),
        ("object | default=[]", "expected an object, got list []", ()),
    ],
)
def test_a_default_that_breaks_the_rules_of_its_field_is_refused(text: str, what: str, hint: str) -> None:
    types = {"Item": ITEM}
    expected = [f"schema.spec.x: its default cannot stand there: {what}"]
    found = [problem.text for problem in read_simple_schema({"x": text}, types).problems]

    assert found[0] == compose(expected[0], DEFAULT, hint)


def test_a_default_that_fits_passes() -> None:
    spec = {
        "a": 'Item | default={"name": "a", "tags": ["b"]}',
        "b": 'object | default={"any": [{"thing": null}]}',
        "c": "integer | minimum=1 maximum=3 default=3",
        "d": 'string | pattern="[[:alpha:]]" default="1"',
        "e": 'map[string]Item | default={"x": {"name": "y"}}',
    }

    assert read_simple_schema(spec, {"Item": ITEM}).problems == ()


@pytest.mark.parametrize(
    ("types", "what"),
    [
        ({"Item": {"name": "string | immutable=true"}}, "it is immutable in a list"),
        ({"Item": {"name": "string | validation=\"self == oldSelf + 'a'\""}}, "its validation reads oldSelf in a list"),
        ({"Item": {"name": "Name"}, "Name": "string | immutable=true"}, "it is immutable in a list"),
    ],
)
def test_what_an_item_was_before_is_not_known(types: dict[str, Any], what: str) -> None:
    text, owner = only_problem({"x": "map[string][]Item"}, types)

    assert (text, owner) == (compose(f"schema.spec.x[][].name: {what}", PAST, AT_THE_LIST), "Kubernetes")


def test_the_past_is_known_of_maps_and_of_lists_with_keys() -> None:
    types = {
        "Item": {"name": "string | required=true", "zone": "string | immutable=true maxLength=10"},
        "Word": "string | validation=\"self != 'oldSelf'\"",
    }

    reading = read_simple_schema({"a": "map[string]Item", "b": "[]Item | listType=map listMapKey=name", "c": "[]Word"}, types)

    assert reading.problems == ()
