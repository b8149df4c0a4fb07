"""The text of a field, taken apart as kro does it: a type, then markers behind the first `|`."""

from typing import Final

import attrs

from typekro.schema.go_texts import SPACE
from typekro.schema.problems import RefusedError, nearest

MARKERS: Final = (
    "required",
    "default",
    "description",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "enum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "listType",
    "listMapKey",
    "immutable",
    "validation",
)
EXAMPLE: Final = 'name: string | required=true description="what it is for"'


@attrs.frozen
class MarkerText:
    """One marker, as its text says it.

    Args:
        key: its name.
        value: its value, without the quotes around it.
    """

    key: str
    value: str


def split_field(text: str) -> tuple[str, str | None]:
    """The text of the type, and that of the markers if there is a `|`."""
    type_, bar, markers = text.partition("|")
    return type_, markers if bar else None


def parse_markers(text: str) -> list[MarkerText]:
    r"""The markers of a field.

    Args:
        text: all that stands behind the `|`.

    Raises:
        RefusedError: kro cannot read it.

    Example:
        >>> parse_markers(' required=true description="say \\"hi\\""')
        [MarkerText(key='required', value='true'), MarkerText(key='description', value='say "hi"')]
    """
    scanner = _Scanner()
    for letter in text:
        scanner.take(letter)
    return scanner.finish()


class _Scanner:
    """Goes through the letters: a value ends at white space outside of quotes and brackets."""

    def __init__(self) -> None:
        self._found: list[MarkerText] = []
        self._key: str | None = None
        self._buffer: list[str] = []
        self._quoted = self._escaped = False
        self._brackets = 0

    def take(self, letter: str) -> None:
        free = not self._quoted and not self._brackets
        if free and letter == "=" and self._key is None:
            self._key = _known(self._taken().strip(SPACE))
            return
        if free and letter in SPACE:
            self._end_of_value()
            return
        if letter == '"' and not self._escaped:
            self._quoted = not self._quoted
        elif self._quoted:
            self._escaped = letter == "\\" and not self._escaped
        elif letter in "{[":
            self._brackets += 1
        elif letter in "}]":
            self._brackets -= 1
            if self._brackets < 0:
                raise RefusedError(f"a {letter} closes nothing", "brackets come in pairs in kro's markers", _quoted_hint(self._key))
        self._buffer.append(letter)

    def finish(self) -> list[MarkerText]:
        if self._quoted:
            raise RefusedError("a quote is not closed", 'the value of a marker stands between two "', _quoted_hint(self._key))
        if self._key is None:
            raise _without_value(self._taken(), self._found)
        self._end_of_value()
        if self._brackets:
            raise RefusedError("a bracket is not closed", "brackets come in pairs in kro's markers", _quoted_hint(self._found[-1].key))
        return self._found

    def _end_of_value(self) -> None:
        if self._key is not None:
            self._found.append(MarkerText(self._key, _value(self._taken())))
            self._key = None

    def _taken(self) -> str:
        text = "".join(self._buffer)
        self._buffer.clear()
        return text


def _known(key: str) -> str:
    if key in MARKERS:
        return key
    if not key:
        raise RefusedError("a = has no marker before it", "kro expects name=value", EXAMPLE)
    if key.startswith("|"):
        hint = f"{key.removeprefix('|') or 'required'}=... behind a space instead of the second |"
        raise RefusedError("a second | stands between its markers", "one | divides type and markers, and spaces divide the markers", hint)
    near = nearest(key, MARKERS)
    raise RefusedError(f"{key} is no marker", f"kro knows {', '.join(MARKERS)}", f"{near}=..." if near else EXAMPLE)


def _without_value(rest: str, found: list[MarkerText]) -> RefusedError:
    if rest:
        known = rest if rest in MARKERS else nearest(rest, MARKERS)
        return RefusedError(f"the marker {rest} has no value", "kro expects name=value", f"{known}=..." if known else EXAMPLE)
    if found:
        return RefusedError("white space at its end", "kro expects another marker behind it", "end the text with the last marker")
    return RefusedError("no marker stands behind the |", "kro expects name=value there", "leave the | out")


def _quoted_hint(key: str | None) -> str:
    return f'{key or "description"}="..."'


def _value(text: str) -> str:
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return _unescaped(text[1:-1])
    return text.strip(SPACE)


def _unescaped(text: str) -> str:
    result: list[str] = []
    escaped = False
    for letter in text:
        if escaped:
            result.append(letter if letter in '"\\' else f"\\{letter}")
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            result.append(letter)
    return "".join(result)
