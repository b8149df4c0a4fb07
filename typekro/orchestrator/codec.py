"""Values of users' classes to the JSON of the state, and back."""

import functools
import json
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from typekro.errors import UsageError, compose

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter


_PLAIN = frozenset({str, int, float, bool})
"""Classes whose values are JSON as they are."""


@functools.cache
def _converter() -> "JsonConverter":
    from cattrs.preconf.json import make_converter  # noqa: PLC0415 - it costs more than the rest of the engine to import

    return make_converter(unstruct_collection_overrides={AbstractSet: _in_order})


def _in_order(items: Iterable[Any]) -> list[Any]:
    """Sets have another order in each process, which must not look like a change."""
    return sorted(items, key=json.dumps)


def encode(value: Any) -> Any:
    """A value as JSON.

    Args:
        value: None, texts, numbers, lists, dicts, attrs classes and dataclasses, enums, dates, paths.

    Raises:
        UsageError: it holds something that cannot be recorded.
    """
    if value is None or isinstance(value, str | int | float | bool):
        return value
    encoded = _converter().unstructure(value)
    _check(encoded, value)
    return encoded


def decode(data: Any, cls: Any) -> Any:
    """The value of a class from JSON; as it is where the class says nothing."""
    if data is None or cls is Any or cls is None or cls is object or (type(data) is cls and cls in _PLAIN):
        return data
    return _converter().structure(data, cls)


def as_recorded(data: Any) -> Any:
    """JSON as it comes back from the state: what is compared with a record has to have been through this."""
    return json.loads(json.dumps(data))


def _check(encoded: Any, value: Any) -> None:
    if encoded is None or isinstance(encoded, str | int | float):
        return
    found: Any = encoded
    if isinstance(encoded, dict):
        for key, item in found.items():
            _check(item, value)
            if not isinstance(key, str | int):
                raise _unrecordable(key)
    elif isinstance(encoded, list | tuple):
        for item in found:
            _check(item, value)
    else:
        raise _unrecordable(encoded)


def _unrecordable(value: Any) -> UsageError:
    what = f"a {type(value).__name__} cannot be recorded"
    return UsageError(
        compose(what, "inputs and outputs of resources are kept as JSON", "texts, numbers, lists, dicts and attrs classes of these")
    )
