"""What Go says of bodies that it cannot read, where Python would say it otherwise."""

import json
from typing import Any, Final

from typekro.local.merging.shapes import is_list, is_object

_PLACES: Final = {
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Expecting value": "looking for beginning of value",
    "Expecting ':' delimiter": "after object key",
    "Expecting ',' delimiter": "after object key:value pair",
    "Extra data": "after top-level value",
    "Invalid control character at": "in string literal",
}
_WORDS: Final = {"t": "true", "f": "false", "n": "null"}
_SHOWN: Final = 30


def json_error(error: ValueError, body: bytes) -> str:
    """What Go says of JSON that is none.

    Args:
        error: what Python says.
        body: the text.

    Example:
        >>> try:
        ...     json.loads(b"{x")
        ... except ValueError as error:
        ...     print(json_error(error, b"{x"))
        invalid character 'x' looking for beginning of object key string
    """
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    text = body.decode(errors="replace")
    if error.pos >= len(text):
        return "unexpected end of JSON input"
    if (word := _WORDS.get(text[error.pos])) is not None and error.msg == "Expecting value":
        return _in_word(text[error.pos :], word)
    return f"invalid character {_quoted(text[error.pos])} {_PLACES.get(error.msg, 'in literal')}"


def _in_word(text: str, word: str) -> str:
    """What Go says where one of the three words of JSON begins, and is not gone on with."""
    same = next(index for index, letter in enumerate(word) if text[index : index + 1] != letter)
    if same >= len(text):
        return "unexpected end of JSON input"
    return f"invalid character {_quoted(text[same])} in literal {word} (expecting {_quoted(word[same])})"


def _quoted(letter: str) -> str:
    return "'\"'" if letter == '"' else repr(letter)


def unrecognized(kind: str, why: str, body: bytes) -> str:
    """What is said of a body that is no object at all."""
    return unrecognized_object(kind, f"couldn't get version/kind; json parse error: {why}", body)


def unrecognized_object(kind: str, why: str, body: bytes) -> str:
    """What is said of a body that is no object of any kind."""
    return f"the object provided is unrecognized (must be of type {kind}): {why} ({_summary(body)})"


def _summary(body: bytes) -> str:
    if not body:
        return "<empty>"
    cut, more = body[:_SHOWN], " ..." if len(body) > _SHOWN else ""
    return (cut.decode(errors="replace") if body[:1] == b"{" else cut.hex()) + more


NO_OBJECT: Final = (
    'json: cannot unmarshal {} into Go value of type struct {{ APIVersion string "json:\\"apiVersion,omitempty\\""; '
    'Kind string "json:\\"kind,omitempty\\"" }}'
)


def go_kind(value: Any) -> str:
    """What Go calls a JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if is_list(value):
        return "array"
    return "object" if is_object(value) else "null"
