import pytest

from typekro.schema import problem_of_text


@pytest.mark.parametrize("text", ["", "plain", "\u00a0é🎉\u2028\ufeff\u0000\n", "\U0010ffff"])
def test_ordinary_text_and_escaped_controls_pass(text: str) -> None:
    assert problem_of_text(text) is None


@pytest.mark.parametrize("letter", ["\x7f", "\x80", "\x85", "\x9f", "\ufffe", "\uffff"])
def test_what_the_api_server_loses_is_named(letter: str) -> None:
    assert problem_of_text(f"a{letter}") == (
        f"it holds the control character U+{ord(letter):04X}, which the API server does not take, or changes, in what kro applies"
    )
