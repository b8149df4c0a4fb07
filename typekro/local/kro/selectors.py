"""Label selectors as external references have them, as the text that the API takes."""

from collections.abc import Mapping
from typing import Any, Final

_OPERATORS: Final = {"In": "in", "NotIn": "notin"}


def selector_text(selector: Mapping[str, Any]) -> str:
    """A selector as a text.

    Args:
        selector: `matchLabels` and `matchExpressions`; an empty one selects everything.

    Example:
        >>> selector_text({"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "In", "values": ["a", "b"]}]})
        'app=web,tier in (a,b)'
    """
    labels: Mapping[str, Any] = selector.get("matchLabels") or {}
    return ",".join([*(f"{key}={value}" for key, value in labels.items()), *map(_expression, selector.get("matchExpressions") or ())])


def _expression(expression: Mapping[str, Any]) -> str:
    key, operator = expression["key"], expression["operator"]
    if operator in _OPERATORS:
        return f"{key} {_OPERATORS[operator]} ({','.join(expression.get('values') or ())})"
    return f"!{key}" if operator == "DoesNotExist" else str(key)
