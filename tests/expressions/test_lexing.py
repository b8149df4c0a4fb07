"""Where the strings of CEL begin and end."""

import pytest

from typekro.expressions.lexing import TOKEN, strings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.b + 1", []),
        ("'a' + \"b\"", ["'a'", '"b"']),
        (r"""'it\'s' + "" """, [r"'it\'s'", '""']),
        (r"r'\' + b'x'", [r"r'\'", "b'x'"]),
        ('"""it\'s "a" word"""', ['"""it\'s "a" word"""']),
        ("a // 'no string'", []),
        ("'never closed", []),
    ],
)
def test_strings_are_told_from_the_rest(text: str, found: list[str]) -> None:
    assert list(strings(text)) == found
    assert "".join(TOKEN.findall(text)) == text
