import pytest

from typekro.errors import compose
from typekro.schema.field_texts import EXAMPLE, MARKERS, MarkerText, parse_markers, split_field
from typekro.schema.problems import RefusedError

PAIRS = "brackets come in pairs in kro's markers"


@pytest.mark.parametrize(
    ("text", "parts"), [("string", ("string", None)), ("string | a=b | c", ("string ", " a=b | c")), ("|", ("", "")), ("", ("", None))]
)
def test_the_first_bar_divides_type_and_markers(text: str, parts: tuple[str, str | None]) -> None:
    assert split_field(text) == parts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('required=true description="This is a description"', {"required": "true", "description": "This is a description"}),
        ('default=["key": "value"] required=true', {"default": '["key": "value"]', "required": "true"}),
        ('default={"a": "}"} minimum=1', {"default": '{"a": "}"}', "minimum": "1"}),
        (r'description="\"quotes\" and a \n newline" default="\\d"', {"description": '"quotes" and a \\n newline', "default": "\\d"}),
        ('description="a=b [ {" default=a=b', {"description": "a=b [ {", "default": "a=b"}),
        ('description="\\\\" default=1', {"description": "\\", "default": "1"}),
        ('default=a"b c"d', {"default": 'a"b c"d'}),
        ('description="" required=', {"description": "", "required": ""}),
        ("\t required=true\n\u3000minimum=1", {"required": "true", "minimum": "1"}),
        ("requi red=true", {"required": "true"}),
        ("default='a", {"default": "'a"}),
    ],
)
def test_a_value_ends_at_white_space_outside_of_quotes_and_brackets(text: str, values: dict[str, str]) -> None:
    assert parse_markers(text) == [MarkerText(key, value) for key, value in values.items()]


def test_a_marker_may_be_there_again() -> None:
    assert parse_markers("listMapKey=a listMapKey=b") == [MarkerText("listMapKey", "a"), MarkerText("listMapKey", "b")]


@pytest.mark.parametrize(
    ("text", "what", "why", "hint"),
    [
        ("requred=true", "requred is no marker", f"kro knows {', '.join(MARKERS)}", "required=..."),
        ("xyz=true", "xyz is no marker", f"kro knows {', '.join(MARKERS)}", EXAMPLE),
        ("=true", "a = has no marker before it", "kro expects name=value", EXAMPLE),
        (
            "default=3 | minimum=1",
            "a second | stands between its markers",
            "one | divides type and markers, and spaces divide the markers",
            "minimum=... behind a space instead of the second |",
        ),
        ("default=3 required", "the marker required has no value", "kro expects name=value", "required=..."),
        ("optional", "the marker optional has no value", "kro expects name=value", EXAMPLE),
        ("required=true ", "white space at its end", "kro expects another marker behind it", "end the text with the last marker"),
        (" ", "no marker stands behind the |", "kro expects name=value there", "leave the | out"),
        ('description="a', "a quote is not closed", 'the value of a marker stands between two "', 'description="..."'),
        ('pattern="', "a quote is not closed", 'the value of a marker stands between two "', 'pattern="..."'),
        ("default=[1", "a bracket is not closed", PAIRS, 'default="..."'),
        ("default=}", "a } closes nothing", PAIRS, 'default="..."'),
    ],
)
def test_what_kro_cannot_read_is_told(text: str, what: str, why: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_markers(text)

    assert caught.value.at("schema.spec.x").text == compose(f"schema.spec.x: {what}", why, hint)
