"""How kro reads a marker: an independent reading of its rules, to hold ours against."""

import json


def default_of_string(field: str) -> str:
    """The default of a string field, as it arrives in the CRD."""
    marker = field.split("|", 1)[1].strip()
    assert marker.startswith('default="')
    assert _value_end(marker) == len(marker)
    raw = _unescaped(marker.removeprefix('default="')[:-1])
    # kro puts this between quotes and takes it for JSON.
    value: str = json.loads(f'"{raw}"', strict=True)
    return value


def _value_end(marker: str) -> int:
    quoted = escaped = False
    for index, letter in enumerate(marker):
        if letter == '"' and not escaped:
            quoted = not quoted
        elif letter == "\\" and quoted and not escaped:
            escaped = True
            continue
        elif letter.isspace() and not quoted:
            return index
        escaped = False
    assert not quoted
    return len(marker)


def _unescaped(text: str) -> str:
    result, escaped = "", False
    for letter in text:
        if escaped:
            result += letter if letter in '"\\' else f"\\{letter}"
            escaped = False
        elif letter == "\\":
            escaped = True
        else:
            result += letter
    return result
