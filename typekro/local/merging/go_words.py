"""How Kubernetes writes values into errors: as Go does."""

import json
from typing import Any

from typekro.local.merging.shapes import is_list, is_object


def plain(value: Any) -> str:
    """As `%v` writes it.

    Example:
        >>> plain({"a": [1, None, True]})
        'map[a:[1 <nil> true]]'
    """
    if is_object(value):
        return f"map[{' '.join(f'{name}:{plain(part)}' for name, part in sorted(value.items()))}]"
    if is_list(value):
        return f"[{' '.join(map(plain, value))}]"
    match value:
        case None:
            return "<nil>"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def syntax(value: Any) -> str:
    """As `%#v` writes it.

    Example:
        >>> syntax({"a": [1, None, "b"]})
        'map[string]interface {}{"a":[]interface {}{1, interface {}(nil), "b"}}'
    """
    if is_object(value):
        parts = ", ".join(f"{json.dumps(name, ensure_ascii=False)}:{syntax(part)}" for name, part in sorted(value.items()))
        return f"map[string]interface {{}}{{{parts}}}"
    if is_list(value):
        return f"[]interface {{}}{{{', '.join(map(syntax, value))}}}"
    match value:
        case None:
            return "interface {}(nil)"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return plain(value)


def type_name(value: Any) -> str:
    """As `%T` writes it.

    Example:
        >>> type_name([])
        '[]interface {}'
    """
    if is_object(value):
        return "map[string]interface {}"
    if is_list(value):
        return "[]interface {}"
    match value:
        case str():
            return "string"
        case bool():
            return "bool"
        case float():
            return "float64"
        case _:
            return "int64"
