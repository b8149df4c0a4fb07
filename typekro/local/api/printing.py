"""The cells of custom resources: what the JSONPath of a column finds."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from typekro.local.api.ages import UNKNOWN, age
from typekro.local.api.resources import Column
from typekro.local.api.responses import encoded
from typekro.local.merging.shapes import is_list, is_object

_STEP: Final = re.compile(
    r"\.?(?:(?P<name>(?:[^.\[\]\\'\"]|\\.)+)|\[\?\(@\.(?P<key>[^=!<>\s]+)\s*(?P<sign>==|!=)\s*(?P<quote>['\"]?)(?P<value>.*?)(?P=quote)\)\]"
    r"|\[['\"](?P<quoted>.*?)['\"]\]|\[(?P<index>-?\d+)\]|(?P<all>\[\*\]|\*))"
)


def custom_cells(columns: tuple[Column, ...], manifest: Mapping[str, Any], now: datetime) -> Iterator[Any]:
    """The cells of a custom resource.

    Args:
        columns: its columns, each with a path.
        manifest: the object.
        now: the moment, for ages.
    """
    for column in columns:
        found = list(found_at(manifest, column.path))
        yield _cell(column.type, found[0], now) if found else None


def _cell(kind: str, value: Any, now: datetime) -> Any:
    match kind:
        case "string":
            return value if isinstance(value, str) else encoded(value).decode() if value is not None else None
        case "date":
            return _age(value, now)
        case "integer" if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value)
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case "boolean" if isinstance(value, bool):
            return value
        case _:
            return None


def _age(value: Any, now: datetime) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        return age(value, now)
    except ValueError:
        return UNKNOWN if not value else "<invalid>"


def found_at(value: Any, path: str) -> Iterator[Any]:
    """What a simple JSONPath finds: names, indices, `[*]` and filters by equality.

    Example:
        >>> list(found_at({"a": [{"type": "x", "is": 1}, {"type": "y", "is": 2}]}, '.a[?(@.type=="y")].is'))
        [2]
    """
    path = path.strip("{}")
    if not path or path == ".":
        yield value
        return
    step = _STEP.match(path)
    if step is None:
        return
    for below in _below(value, step):
        yield from found_at(below, path[step.end() :])


def _below(value: Any, step: re.Match[str]) -> Iterator[Any]:
    name = step["name"] if step["name"] is not None else step["quoted"]
    if name is not None:
        name = re.sub(r"\\(.)", r"\1", name)
        if is_object(value) and name in value:
            yield value[name]
    elif step["index"] is not None:
        index = int(step["index"])
        if is_list(value) and -len(value) <= index < len(value):
            yield value[index]
    elif step["all"]:
        yield from value if is_list(value) else value.values() if is_object(value) else ()
    elif is_list(value):
        for item in value:
            found = next(found_at(item, f".{step['key']}"), None)
            if (_text(found) == step["value"]) is (step["sign"] == "=="):
                yield item


def _text(value: Any) -> str:
    return value if isinstance(value, str) else encoded(value).decode()
