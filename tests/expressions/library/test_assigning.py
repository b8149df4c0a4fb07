import pytest

from tests.expressions.library.verdicts import FIELDS, NUMBER, TEXT, VARIABLES, listed, mapped, thing
from typekro.expressions.library import Environment, Schema, problem_of_assigning, schema_of

environment = Environment(VARIABLES)
KEPT: Schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
PAIR = thing(a=TEXT, b=NUMBER)

ACCEPTED: list[tuple[str, Schema]] = [
    ("s.name", TEXT),
    ("s.ios", NUMBER),
    ("s.name", {}),
    ("s.name", {"x-kubernetes-int-or-string": True}),
    ("s.?name", TEXT),
    ("optional.none()", TEXT),
    ("omit()", NUMBER),
    ("s.ls", listed(TEXT)),
    ("[]", listed(TEXT)),
    ("['a', 1]", listed(TEXT)),
    ("{}", mapped(TEXT)),
    ("s.o", PAIR),
    ("s.o", thing(a=TEXT, b=NUMBER, c=TEXT)),
    ("s.lo", listed(thing(a=TEXT, n=NUMBER))),
    ("s.o", KEPT),
    ("s.ms", thing(a=TEXT, b=TEXT)),
    ("{'a': s.name, 'b': 1}", PAIR),
    ("thing", mapped(TEXT)),
    # What kro forgives, since it looks at the parts of a type alone, or knows nothing of them.
    ("s.name", PAIR),
    ("null", PAIR),
    ("s.ls", PAIR),
    ("s.ms", listed(TEXT)),
    ("quantity('1')", mapped(TEXT)),
]


@pytest.mark.parametrize(("text", "schema"), ACCEPTED)
def test_what_kro_lets_stand_in_a_field_can_stand_there(text: str, schema: Schema) -> None:
    with_thing = Environment({**VARIABLES, "thing": thing(a=TEXT)})

    assert problem_of_assigning(with_thing.compile(text).type, schema) is None


REFUSED: list[tuple[str, Schema, str]] = [
    ("s.n", TEXT, "it is int, and the field takes string"),
    ("s.n", {"type": "number"}, "it is int, and the field takes double"),
    ("s.f", NUMBER, "it is double, and the field takes int"),
    ("null", TEXT, "it is null_type, and the field takes string"),
    ("s.name", {"type": "string", "format": "byte"}, "it is string, and the field takes bytes"),
    ("s.?n", TEXT, "it is int, and the field takes string"),
    ("s.ls", TEXT, "it is list(string), and the field takes string"),
    ("s.name", listed(TEXT), "it is string, and the field takes list(string)"),
    ("s.ls", mapped(TEXT), "it is list(string), and the field takes map(string, string)"),
    ("[]", mapped(TEXT), "it is list(dyn), and the field takes map(string, string)"),
    ("s.li", listed(TEXT), "its [] is int, and the field takes string there"),
    ("s.lo", listed(thing(a=TEXT)), "it has a field '[].n', and the field takes none of that name"),
    ("s.o", thing(a=TEXT), "it has a field 'b', and the field takes none of that name"),
    ("s.o", thing(a=TEXT, b=TEXT), "its b is int, and the field takes string there"),
    ("s.o", mapped(TEXT), "its b is int, and the field takes string there"),
    ("s.ms", PAIR, "its b is string, and the field takes int there"),
    ("{1: 'a'}", PAIR, "it is map(int, string), and the field takes object"),
    ("s.o", listed(PAIR), "it is object, and the field takes list(object)"),
    ("s.o", NUMBER, "it is object, and the field takes int"),
    ("ip('10.0.0.1')", mapped(TEXT), "it is net.IP, and the field takes map(string, string)"),
]


@pytest.mark.parametrize(("text", "schema", "said"), REFUSED)
def test_what_kro_refuses_in_a_field_is_told(text: str, schema: Schema, said: str) -> None:
    assert problem_of_assigning(environment.compile(text).type, schema) == said


@pytest.mark.parametrize("name", [name for name in FIELDS if name.isidentifier() and name not in {"any", "nothing", "true", "in"}])
def test_a_field_can_always_stand_where_the_same_field_of_another_one_stands(name: str) -> None:
    assert problem_of_assigning(environment.compile(f"s.{name}").type, FIELDS[name]) is None


ANYTHING = {"x-kubernetes-preserve-unknown-fields": True}
SCHEMAS: list[tuple[str, Schema]] = [
    ("s.name", TEXT),
    ("s.n", NUMBER),
    ("1u", NUMBER),
    ("s.f", {"type": "number"}),
    ("s.b", {"type": "boolean"}),
    ("s.by", {"type": "string", "format": "byte"}),
    ("s.ts", {"type": "string", "format": "date-time", "description": "Timestamp representing a creation time"}),
    ("s.ios", ANYTHING),
    ("null", {"description": "null type - any value allowed", **ANYTHING}),
    ("s.?name", {"description": "unknown CEL type: optional_type(string)", **ANYTHING}),
    ("s.du", {"description": "unknown CEL type: google.protobuf.Duration", **ANYTHING}),
    ("quantity('1')", {"type": "object", "additionalProperties": True}),
    ("url('a')", {"type": "object", "additionalProperties": True}),
    ("ip('10.0.0.1')", {"description": "unknown CEL type: net.IP", **ANYTHING}),
    ("s.ll", listed(listed(TEXT))),
    ("s.ml", mapped(listed(TEXT))),
    ("s.o", PAIR),
    ("[s.o]", listed(PAIR)),
    ("s.obj", {"type": "object"}),
    # Inside of an object kro loses what it does not call primitive, and takes the names that CEL has.
    (
        "inside",
        thing(at=ANYTHING, any=ANYTHING, __namespace__=TEXT, texts=listed(TEXT), counts=mapped(NUMBER)),
    ),
]


@pytest.mark.parametrize(("text", "schema"), SCHEMAS)
def test_a_status_field_gets_the_schema_that_kro_infers(text: str, schema: Schema) -> None:
    properties = {"at": FIELDS["ts"], "any": FIELDS["ios"], "namespace": TEXT, "texts": listed(TEXT), "counts": mapped(NUMBER)}
    with_inside = Environment({**VARIABLES, "inside": thing(**properties)})

    assert schema_of(with_inside.compile(text).type) == schema


@pytest.mark.parametrize(
    ("text", "schema"), [("all", listed(PAIR)), ("all[0].inner", PAIR), ("all[0]", mapped(NUMBER)), ("[all[0]]", listed(PAIR))]
)
def test_kro_compares_no_object_that_comes_from_a_collection(text: str, schema: Schema) -> None:
    items = thing(other=TEXT, inner=thing(more=TEXT))
    collection = Environment({"all": listed(items), "s": thing(all=listed(items))})

    assert problem_of_assigning(collection.compile(text).type, schema) is None
    assert problem_of_assigning(collection.compile(text.replace("all", "s.all")).type, schema) is not None
