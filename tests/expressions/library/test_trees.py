import pytest

from typekro.expressions.library import (
    Call,
    CelError,
    Comprehension,
    Constant,
    Identifier,
    ListOf,
    MapOf,
    Select,
    dotted,
    fields,
    parse,
    walk,
)

IDENTIFIERS = [
    ("schema.spec.name + deployment.metadata.name", ("schema", "deployment")),
    ("a + b + a", ("a", "b")),
    ("a.map(x, x + b)", ("a", "b")),
    ("a.all(k, v, k == v && c)", ("a", "c")),
    ("x.map(x, x)", ()),
    ("a.map(x, b.map(y, x + y + z))", ("a", "b", "z")),
    ("cel.bind(v, a.b, v + w)", ("a", "w")),
    ("a.sortBy(x, x.n)", ("a",)),
    ("json.marshal(a)", ("a",)),
    ("random.seededString(4, schema.metadata.uid)", ("schema",)),
    ("json.zork(a)", ("json", "a")),
    ("optional.of(a).optMap(x, x + b)", ("a", "b")),
    ("type(a) == int", ("a", "int")),
    ("false ? a : 1", ("a",)),
    ("has(a.b.c)", ("a",)),
    ("a.?b[?c]", ("a", "c")),
    ("{a: b, ?'c': d}", ("a", "b", "d")),
    ("[a, ?b]", ("a", "b")),
    ("runtime.newCondition({type: 'a', status: b})", ("runtime", "b")),
    ("'text'", ()),
]


@pytest.mark.parametrize(("text", "names"), IDENTIFIERS)
def test_the_free_names_are_those_that_kro_finds(text: str, names: tuple[str, ...]) -> None:
    assert parse(text).identifiers == names


def test_functions_are_told_by_their_whole_names() -> None:
    assert parse("omit() == json.marshal(a.size() > 1)").functions == {"omit", "json.marshal", "size", "_>_", "_==_"}


def test_the_fields_that_are_selected_are_told() -> None:
    assert fields(parse("has(a.b) ? a.?c : d.map(x, x.e)").tree) == {"b", "c", "e"}


def test_every_kind_of_part_is_read() -> None:
    kinds = {type(node) for node in walk(parse("[{'a': b.c}].map(x, f(x))").tree)}

    assert kinds == {Call, Comprehension, Constant, Identifier, ListOf, MapOf, Select}


def test_constants_keep_their_values() -> None:
    texts = ["null", "true", "false", "0", "-1", "2u", "1.5", "'a'", "b'a'", "''"]
    trees = [parse(text).tree for text in texts]

    assert [tree.value for tree in trees if isinstance(tree, Constant)] == [None, True, False, 0, -1, 2, 1.5, "a", b"a", ""]


def test_selections_are_told_apart() -> None:
    trees = [parse(text).tree for text in ("a.b", "a.?b", "has(a.b)")]

    assert [(tree.optional, tree.test) for tree in trees if isinstance(tree, Select)] == [(False, False), (True, False), (False, True)]


def test_parts_know_where_they_stand() -> None:
    assert [(type(node).__name__, node.position) for node in walk(parse("a.b + 1").tree)] == [
        ("Call", 4),
        ("Select", 1),
        ("Identifier", 0),
        ("Constant", 6),
    ]


def test_optional_items_and_entries_are_marked() -> None:
    items, entries = parse("[a, ?b]").tree, parse("{'a': 1, ?'b': c}").tree

    assert isinstance(items, ListOf)
    assert items.optional == {1}
    assert isinstance(entries, MapOf)
    assert [entry.optional for entry in entries.entries] == [False, True]


def test_a_path_of_names_has_a_text() -> None:
    assert [dotted(parse(text).tree) for text in ("a.b.c", "a[0].b", "a.?b", "1")] == ["a.b.c", None, None, None]


def test_wrong_syntax_is_refused_in_one_line() -> None:
    with pytest.raises(CelError) as raised:
        parse("schema.spec.name +")

    assert str(raised.value) == "syntax error: mismatched input '<EOF>'"
