import pytest

from typekro.checking.documents import documents
from typekro.errors import DefinitionError


def only(text: str) -> dict[str, object]:
    (document,) = documents(text, "some.yaml")
    return document.manifest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True),
        ("N", False),
        ("On", True),
        ("'yes'", "yes"),
        ("2025-01-01", "2025-01-01"),
        ("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("1:30", "1:30"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("0777", 511),
        ("08", 8),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", 3),
        ("-3", -3),
        ("+1_000", 1000),
        ("~", None),
        ("Null", None),
        ("", None),
        ("=", "="),
        ("!!str 5", "5"),
        ('!!int "5"', 5),
        ("v1", "v1"),
        ("|\n  a\n  b", "a\nb\n"),
    ],
)
def test_a_value_means_what_it_means_to_kubectl(written: str, meant: object) -> None:
    value = only(f"a: {written}\n")["a"]

    assert (value, type(value)) == (meant, type(meant))


@pytest.mark.parametrize(("written", "meant"), [("y", "true"), ("off", "false"), ("1", "1"), ("1.0", "1"), ("0x10", "16"), ("a.b", "a.b")])
def test_a_key_is_what_it_is_to_kubectl(written: str, meant: str) -> None:
    assert only(f"{written}: 1") == {meant: 1}


def test_maps_can_be_merged_into_others() -> None:
    assert only("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}")["d"] == {"c": 2, "b": 3}


def test_several_maps_can_be_merged_the_first_before_the_next() -> None:
    assert only("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}")["e"] == {"d": 3, "b": 1}


def test_a_file_holds_documents_and_empty_ones_are_left_out() -> None:
    found = documents("---\na: 1\n---\n# nothing\n---\nb: 2\n", "some.yaml")

    assert [document.manifest for document in found] == [{"a": 1}, {"b": 2}]


def test_each_part_has_its_line() -> None:
    (document,) = documents("a:\n  b:\n  - c: 1\n  - d:\n      e: 2\n", "some.yaml")

    lines = {("a",): 1, ("a", "b"): 2, ("a", "b", 0, "c"): 3, ("a", "b", 1, "d", "e"): 5}
    assert {path: document.line_of(path) for path in lines} == lines


def test_what_is_not_there_has_the_line_of_what_it_would_be_in() -> None:
    (document,) = documents("x: 1\na:\n  b: 1\n", "some.yaml")

    assert (document.line_of(["a", "c", "d"]), document.line_of(["z"])) == (2, 1)


def test_of_a_key_that_stands_twice_the_last_one_counts() -> None:
    (document,) = documents("a: 1\nb: 2\na: 3\n", "some.yaml")

    assert document.manifest == {"a": 3, "b": 2}
    assert document.doubles == {3: "a"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\nb: [", "some.yaml:2: it is no YAML\n  expected the node content, but found '<stream end>'"),
        ("a: 1\n---\n- b", "some.yaml:3: a document is no map\n  a manifest has apiVersion, kind and metadata"),
        ("a: \x01", "some.yaml: it is no YAML\n  unacceptable character #x0001: special characters are not allowed"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        documents(text, "some.yaml")

    assert caught.value.message == told
