"""Values of users' classes to the JSON of the state, and back."""

import functools
from typing import TYPE_CHECKING, Any

from typekro.errors import UsageError, compose

if TYPE_CHECKING:
    from cattrs.preconf.json import JsonConverter


@functools.cache
def _converter() -> "JsonConverter":
    from cattrs.preconf.json import make_converter  # noqa: PLC0415 - it costs more than the rest of the engine to import

    return make_converter()


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
    if data is None or cls is Any or cls is None or cls is object:
        return data
    return _converter().structure(data, cls)


def _check(encoded: Any, value: Any) -> None:
    match encoded:
        case None | str() | int() | float():
            return
        case dict():
            for key, item in encoded.items():
                _check(item, value)
                if not isinstance(key, str | int):
                    raise _unrecordable(key)
        case list() | tuple():
            for item in encoded:
                _check(item, value)
        case _:
            raise _unrecordable(encoded)


def _unrecordable(value: Any) -> UsageError:
    what = f"a {type(value).__name__} cannot be recorded: {value!r}"
    return UsageError(
        compose(what, "inputs and outputs of resources are kept as JSON", "texts, numbers, lists, dicts and attrs classes of these")
    )
