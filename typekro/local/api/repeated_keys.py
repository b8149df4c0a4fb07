"""Keys that stand twice in one object of JSON: the last one counts, and the client is told."""

import json
from collections.abc import Iterator
from typing import Any

from typekro.local.merging.shapes import is_list, is_object


class _Twice(dict[str, Any]):
    """An object some of whose keys stand in it more than once."""

    again: tuple[str, ...] = ()


def repeated_keys(body: bytes) -> list[str]:
    """The paths of keys that stand in their object again.

    Args:
        body: JSON that can be read.

    Example:
        >>> repeated_keys(b'{"a": [{"b": 1, "b": 2}], "c": {}, "c": {}}')
        ['c', 'a[0].b']
    """
    found = False

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        one = _Twice(pairs)
        if len(one) != len(pairs):
            found = True
            seen: set[str] = set()
            one.again = tuple(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        return one

    document = json.loads(body, object_pairs_hook=made)
    return list(_paths(document, "")) if found else []


def _paths(value: Any, where: str) -> Iterator[str]:
    if is_list(value):
        for index, each in enumerate(value):
            yield from _paths(each, f"{where}[{index}]")
    if is_object(value):
        for name in value.again if isinstance(value, _Twice) else ():
            yield f"{where}.{name}" if where else name
        for name, each in value.items():
            yield from _paths(each, f"{where}.{name}" if where else name)
