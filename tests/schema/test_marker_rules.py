from typing import Any

import pytest

from typekro.errors import compose
from typekro.schema.reader import read_simple_schema


def field(text: str) -> dict[str, Any]:
    reading = read_simple_schema({"x": text})
    assert reading.problems == ()
    schema: dict[str, Any] = reading.schema["properties"]["x"]
    return schema


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ('string | default="hello"', {"type": "string", "default": "hello"}),
        ("string | default=hello", {"type": "string", "default": "hello"}),
        ('string | default="a\\\\nb"', {"type": "string", "default": "a\nb"}),
        ("integer | default=-42", {"type": "integer", "default": -42}),
        ("float | default=2.50", {"type": "number", "default": 2.5}),
        ("boolean | default=false", {"type": "boolean", "default": False}),
        ('[]string | default=["a", "b"]', {"type": "array", "items": {"type": "string"}, "default": ["a", "b"]}),
        ("[]string | default=null", {"type": "array", "items": {"type": "string"}}),
        (
            'object | default={"a":"b"}',
            {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "default": {"a": "b"}},
        ),
        ('string | description="first" description="A helpful description"', {"type": "string", "description": "A helpful description"}),
        ('string | description="first" description=""', {"type": "string"}),
        ("integer | minimum=0 maximum=100.5", {"type": "integer", "minimum": 0, "maximum": 100.5}),
        ("string | minimum=1", {"type": "string", "minimum": 1}),
        ("string | minLength=3 maxLength=20", {"type": "string", "minLength": 3, "maxLength": 20}),
        (r'string | pattern="^\\d{2}\.x$"', {"type": "string", "pattern": r"^\d{2}\.x$"}),
        ('string | enum=" a, b c "', {"type": "string", "enum": ["a", "b c"]}),
        ('integer | enum="1,2"', {"type": "integer", "enum": [1, 2]}),
        ("[]string | uniqueItems=true minItems=0 maxItems=3", {"minItems": 0, "maxItems": 3, "x-kubernetes-list-type": "set"}),
        ("[]string | uniqueItems=false", {}),
        ("[]string | uniqueItems=true listType=set", {"x-kubernetes-list-type": "set"}),
        ("[]string | listType=atomic", {"x-kubernetes-list-type": "atomic"}),
        (
            'string | immutable=true validation="self.size() > 0"',
            {
                "type": "string",
                "x-kubernetes-validations": [
                    {"rule": "self == oldSelf", "message": "field is immutable"},
                    {"rule": "self.size() > 0", "message": "validation failed"},
                ],
            },
        ),
        ("string | immutable=f", {"type": "string"}),
    ],
)
def test_a_marker_is_what_kro_makes_of_it(text: str, schema: dict[str, Any]) -> None:
    listed = {} if "type" in schema else {"type": "array", "items": {"type": "string"}}

    assert field(text) == {**listed, **schema}


NOT_JSON = "kro writes it into the CRD as it is, where it would have to be JSON"
ALONE = "takes keys for lists of listType=map alone"


@pytest.mark.parametrize(
    ("text", "what", "why", "hint"),
    [
        ("string | required=maybe", "required=maybe is neither true nor false", "kro reads a truth value there", "required=true"),
        ("integer | default=3.14", "default=3.14 is not an integer", "kro checks the default against the type", ()),
        ("float | default=ten", "default=ten is not a float", "kro checks the default against the type", ()),
        ("boolean | default=yes", "default=yes is not a boolean", "kro checks the default against the type", ()),
        ("boolean | default=T", "default=T is not JSON", NOT_JSON, "default=true"),
        ("integer | default=007", "default=007 is not JSON", NOT_JSON, "default=3"),
        ("float | default=inf", "default=inf is not JSON", NOT_JSON, "default=0.5"),
        ("[]string | default=a", "default=a is not JSON", NOT_JSON, 'default=["a", "b"]'),
        ("map[string]string | default=[", "a bracket is not closed", "brackets come in pairs in kro's markers", 'default="..."'),
        (r'string | default="say \"hi\""', 'default=say "hi" is not JSON', NOT_JSON, r'default="say \\\"hi\\\""'),
        ("integer | minimum=ten", "minimum=ten is no number", "kro reads a number there", "minimum=1"),
        ("integer | maximum=NaN", "maximum=NaN is no number of JSON", "kro cannot write it into the CRD", "leave it out"),
        ("string | minLength=a", "minLength=a is no integer", "kro reads an integer there", "minLength=1"),
        ("integer | minLength=5", "minLength on an integer", "kro takes minLength for strings alone", "leave it out"),
        ("string | minItems=5", "minItems on a string", "kro takes minItems for lists alone", "leave it out"),
        ('string | pattern=""', "pattern is empty", "kro refuses a pattern that says nothing", "leave it out"),
        ('integer | pattern="[0-9]"', "pattern on an integer", "kro takes pattern for strings alone", "leave it out"),
        ('boolean | enum="true,false"', "enum on a boolean", "kro takes enum for strings and integers alone", "leave it out"),
        ('string | enum="a,,c"', 'enum="a,,c" has an empty value', "kro takes none; values are divided by commas", 'enum="a,b"'),
        ('integer | enum="1,b"', "b in enum is no integer", "kro checks the values against the type", 'enum="1,2"'),
        ('integer | enum="1,+2"', "'+2' in enum is not JSON", NOT_JSON, ()),
        ('string | enum="a\x01"', "'a\\x01' in enum is not JSON", NOT_JSON, ()),
        ('string | validation=" "', "validation is empty", "kro wants a CEL expression about self there", 'validation="self > 0"'),
        ("[]string | listType=sets", "listType=sets", "kro knows atomic, set, map", "listType=set"),
        ("string | listType=map", "listType on a string", "kro takes listType for lists alone", "leave it out"),
        (
            "[]string | uniqueItems=true listType=atomic",
            "listType=atomic on a list that is a set already",
            "a list has one type; uniqueItems=true makes it a set",
            "leave one of them out",
        ),
        (
            "[]string | listType=atomic uniqueItems=true",
            "uniqueItems=true with listType=atomic",
            "uniqueItems=true makes the list a set",
            "leave one of them out",
        ),
        ("[]object | listMapKey=a", "listMapKey=a with no listType", f"kro {ALONE}", "listType=map listMapKey=a"),
        ("[]object | listType=set listMapKey=a", "listMapKey=a with listType=set", f"kro {ALONE}", "listType=map listMapKey=a"),
        ("string | listMapKey=a", "listMapKey on a string", "kro takes listMapKey for lists alone", "leave it out"),
    ],
)
def test_a_marker_that_kro_refuses_is_told(text: str, what: str, why: str, hint: str) -> None:
    [problem] = read_simple_schema({"x": text}).problems

    assert (problem.place, problem.text, problem.owner) == ("schema.spec.x", compose(f"schema.spec.x: {what}", why, hint), "kro")


def test_a_key_twice_is_refused() -> None:
    reading = read_simple_schema({"x": "[]T | listType=map listMapKey=a listMapKey=a"}, {"T": {"a": "string | required=true"}})

    assert [problem.text for problem in reading.problems] == [
        compose("schema.spec.x: listMapKey=a twice", "kro takes each key once", "leave one of them out")
    ]


@pytest.mark.parametrize("pattern", ["[unclosed", "(?=a)", "a**"])
def test_a_pattern_that_go_cannot_read_is_refused(pattern: str) -> None:
    [problem] = read_simple_schema({"x": f'string | pattern="{pattern}"'}).problems

    first, why, hint = problem.text.splitlines()
    assert first == f"schema.spec.x: the pattern {pattern} cannot be read"
    assert why.startswith("  it has to be a regular expression of Go (RE2): ")
    assert hint == 'hint: pattern="^[a-z]+$"'
