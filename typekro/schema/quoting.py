"""Rules of a field as the markers of SimpleSchema: the way back from what the reader makes of them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from typekro.schema.markers import IMMUTABLE, LIST_KEYS, LIST_TYPE, RULES

_NUMBERS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


def marker_texts(rules: Mapping[str, Any]) -> Iterator[str]:
    """The markers of a field, without those of its items.

    Args:
        rules: the rules, in the words of OpenAPI.

    Example:
        >>> " ".join(marker_texts({"minimum": 1, "description": "how many"}))
        'description="how many" minimum=1'
    """
    if "description" in rules:
        yield f"description={quoted(rules['description'])}"
    if "enum" in rules:
        yield f"enum={quoted(','.join(map(str, rules['enum'])))}"
    yield from (f"{name}={rules[name]}" for name in _NUMBERS if name in rules)
    if "pattern" in rules:
        yield f"pattern={quoted(rules['pattern'])}"
    if LIST_TYPE in rules:
        yield "uniqueItems=true" if rules[LIST_TYPE] == "set" else f"listType={rules[LIST_TYPE]}"
    yield from (f"listMapKey={quoted(key)}" for key in rules.get(LIST_KEYS, ()))
    for rule in rules.get(RULES, ()):
        yield "immutable=true" if rule["message"] == IMMUTABLE else f"validation={quoted(rule['rule'])}"


def default_text(value: Any) -> str:
    """The default of a field.

    Args:
        value: JSON.

    Example:
        >>> default_text(["a"]), default_text("a")
        ('default=["a"]', 'default="a"')
    """
    text = json.dumps(value, ensure_ascii=False)
    # kro puts the text of a string between quotes of its own, and takes that for JSON
    return f"default={quoted(text[1:-1]) if isinstance(value, str) else text}"


def quoted(text: str) -> str:
    r"""A text between quotes, of which kro takes the backslashes away again.

    Example:
        >>> print(quoted(r'\d "x"'))
        "\\d \"x\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
