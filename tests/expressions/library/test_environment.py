import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.expressions.library.verdicts import ACCEPTED, REFUSED, VARIABLES, lines
from typekro.expressions.library import DYN, INT, STRING, CelError, CelType, Environment, list_of, map_of, parse

environment = Environment(VARIABLES)


@pytest.mark.parametrize(("text", "type_"), lines(ACCEPTED))
def test_an_expression_has_the_type_that_kro_gives_it(text: str, type_: str) -> None:
    assert str(environment.compile(text).type) == type_


@pytest.mark.parametrize(("text", "said"), lines(REFUSED))
def test_what_kro_refuses_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(CelError) as raised:
        environment.compile(text)

    assert str(raised.value) == said


def test_the_order_in_which_expressions_are_compiled_does_not_matter() -> None:
    backwards = Environment(VARIABLES)

    types = {text: str(backwards.compile(text).type) for text, _ in reversed(lines(ACCEPTED))}

    assert types == dict(lines(ACCEPTED))


PLACES = [
    ("s.nam", 1, 2),
    ("s.name +\n  s.nam", 2, 4),
    ("s.n +\n zork(1)", 2, 2),
    ("1 +\n  zork.a", 2, 3),
    ("s.name + json.marshl(1)", 1, 15),
    ("s.ll[0][0] + s.nam", 1, 15),
    ("'é' + s.nam", 1, 8),
    ("1 +", 1, 4),
    ("runtime.newCondition({\n  typ: 'a'})", 2, 3),
]


@pytest.mark.parametrize(("text", "line", "column"), PLACES)
def test_an_error_says_where_it_is(text: str, line: int, column: int) -> None:
    with pytest.raises(CelError) as raised:
        environment.compile(text)

    assert (raised.value.line, raised.value.column) == (line, column)


UNKNOWN = [
    ("u.name.startsWith('a')", "unknown identifier 'u'"),
    ("u.startsWith('a')", "unknown identifier 'u'"),
    ("s.name.startWith('a')", "unknown function 'startWith'; did you mean 'startsWith'?"),
    ("s.ls.map(x, y)", "unknown identifier 'y'"),
    ("math.max(1, 2)", "unknown function 'math.max'"),
    ("json.marshall(1)", "unknown function 'json.marshall'; did you mean 'json.marshal'?"),
    ("json.name", "unknown identifier 'json'"),
    ("quantity()", "function 'quantity' takes no such arguments"),
    ("lastly.name", "unknown identifier 'lastly'"),
    ("recursion.name", "unknown identifier 'recursion'"),
]


@pytest.mark.parametrize(("text", "said"), UNKNOWN)
def test_an_unknown_name_is_told_for_what_it_is(text: str, said: str) -> None:
    with pytest.raises(CelError) as raised:
        environment.compile(text)

    assert str(raised.value) == said


def test_a_near_name_is_offered() -> None:
    with pytest.raises(CelError) as raised:
        environment.compile("s.namee")

    assert (raised.value.reason, raised.value.nearest) == ("undefined field 'namee' in s", "name")


def test_every_duplicate_or_foreign_key_of_a_condition_is_refused() -> None:
    said = {}
    for keys in ("type: 'a', type: 'b'", "kind: 'a'", "status: 'True'", "'type': 'a'"):
        with pytest.raises(CelError) as raised:
            environment.compile(f"runtime.newCondition({{{keys}}})")
        said[keys] = str(raised.value)

    assert said == {
        "type: 'a', type: 'b'": "runtime.newCondition: duplicate key 'type'",
        "kind: 'a'": "runtime.newCondition: unknown key 'kind' (allowed: type, status, reason, message)",
        "status: 'True'": "runtime.newCondition: 'type' is required",
        "'type': 'a'": "runtime.newCondition: keys must be bare names (type, status, reason, message), without quotes",
    }


def test_a_variable_may_have_a_type_instead_of_a_schema() -> None:
    optional = CelType("optional", (STRING,))
    quantity, kind = CelType("opaque", name="kubernetes.Quantity"), CelType("type", (INT,))
    typed = Environment({"names": list_of(STRING), "counts": map_of(INT), "maybe": optional, "any": DYN, "size1": quantity, "kind1": kind})

    texts = ("names[0]", "counts.a", "maybe.orValue('')", "any.x.y", "maybe", "size1.asInteger()", "kind1")
    types = [typed.compile(text).type for text in texts]

    assert types == [STRING, INT, STRING, DYN, optional, INT, kind]


def test_a_variable_whose_schema_says_no_type_is_not_declared() -> None:
    assert list(Environment({"a": {}, "b": {"type": "integer"}}).variables) == ["b"]


def test_iterators_join_the_variables_and_keep_their_structs() -> None:
    item = environment.compile("s.lo").type.parameters[0]
    extended = environment.extended({"one": item})

    assert str(extended.compile("[one] + s.lo").type) == "list(s.lo[])"
    with pytest.raises(CelError):
        environment.compile("one.a")


def test_the_types_of_a_checked_tree_are_those_of_its_parts() -> None:
    tree = environment.compile("s.n + 1").tree

    assert tree.type == INT


def test_an_expression_keeps_the_text_that_it_was_given() -> None:
    compiled = environment.compile("s.ls.exists_one(i, v, v == '')")

    assert compiled.text == "s.ls.exists_one(i, v, v == '')"
    assert parse("[[1]].flatten()").functions == {"flatten"}


PIECES = [
    "s.",
    "name",
    "+",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    ".?",
    "a",
    "1",
    "&&",
    "s.ls",
    "map(",
    "x,",
    "has(",
    "null",
    "`",
    "\n",
    "é",
    "kro.Struct1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12))
def test_whatever_is_written_has_a_type_or_an_error_of_one_line(text: str) -> None:
    try:
        said = str(environment.compile(text).type)
    except CelError as error:
        said = str(error)

    assert said.splitlines() == [said]
