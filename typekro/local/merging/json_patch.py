"""JSON patch (RFC 6902) as the API server takes it, which is laxer than the RFC in places, and with its errors."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from typekro.local.merging.errors import MergeError
from typekro.local.merging.shapes import is_list, is_object

Operation: TypeAlias = Mapping[str, Any]
Change: TypeAlias = Callable[[Any, str], Any]

MAX_OPERATIONS = 10_000
"""More of them in one patch, the API server refuses with 413."""

_MISSING = "missing value"
_INVALID_INDEX = "invalid index referenced"
_TEST_FAILED = "test failed"
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")


class _Unfit(Exception):  # noqa: N818 - never leaves this module
    """Why an operation cannot be done at the place that it names."""


def json_patch(document: Any, operations: Sequence[Operation]) -> Any:
    """A document with the operations of a patch done on it; neither is changed.

    Args:
        document: an object.
        operations: as in RFC 6902: `op`, `path`, and `value` or `from`.

    Raises:
        MergeError: with the reason `Invalid`: an operation does not apply.

    Example:
        >>> json_patch({"spec": {"ports": [80]}}, [{"op": "add", "path": "/spec/ports/-", "value": 443}])
        {'spec': {'ports': [80, 443]}}
    """
    for operation in operations:
        document = _DO.get(_text(operation, "op") or "unknown", _unknown)(document, operation)
    return document


def _add(document: Any, operation: Operation) -> Any:
    path = _path(operation, "path", f"add operation failed to decode path: {_MISSING}")
    missing = f'add operation does not apply: doc is missing path: "{path}": {_MISSING}'
    return _changed(document, path, _inserting(operation.get("value")), missing, f"error in add for path: '{path}': ")


def _remove(document: Any, operation: Operation) -> Any:
    path = _path(operation, "path", f"remove operation failed to decode path: {_MISSING}")
    missing = f'remove operation does not apply: doc is missing path: "{path}": {_MISSING}'
    return _changed(document, path, _without, missing, f"error in remove for path: '{path}': ")


def _replace(document: Any, operation: Operation) -> Any:
    path = _path(operation, "path", f"replace operation failed to decode path: {_missing_field('path')}")
    value = operation.get("value")
    if not path:
        if not is_object(value) and not is_list(value):
            raise _refused("replace operation value must be object or array: %!w(<nil>)")
        return value
    missing = f"replace operation does not apply: doc is missing path: {path}: {_MISSING}"
    container, key = _found(document, path, missing)
    try:
        _get(container, key)
    except _Unfit as error:
        raise _refused(f"replace operation does not apply: doc is missing key: {path}: {_MISSING}") from error
    return _changed(document, path, lambda container, key: _set(container, key, value), missing, f"error in remove for path: '{path}': ")


def _move(document: Any, operation: Operation) -> Any:
    source = _path(operation, "from", f"move operation failed to decode from: {_missing_field('from')}")
    missing = f"move operation does not apply: doc is missing from path: {source}: {_MISSING}"
    container, key = _found(document, source, missing)
    failed = f"error in move for path: '{key}': "
    value = _got(container, key, failed)
    without = _changed(document, source, _without, missing, failed)
    path = _path(operation, "path", f"move operation failed to decode path: {_missing_field('path')}")
    missing = f"move operation does not apply: doc is missing destination path: {path}: {_MISSING}"
    return _changed(without, path, _inserting(value), missing, f"error in move for path: '{path}': ")


def _copy(document: Any, operation: Operation) -> Any:
    source = _path(operation, "from", f"copy operation failed to decode from: {_missing_field('from')}")
    container, key = _found(document, source, f"copy operation does not apply: doc is missing from path: {source}: {_MISSING}")
    value = _got(container, key, f"error in copy for from: '{source}': ")
    path = _path(operation, "path", f"copy operation failed to decode path: {_MISSING}")
    missing = f"copy operation does not apply: doc is missing destination path: {path}: {_MISSING}"
    return _changed(document, path, _inserting(value), missing, "error while adding value during copy: ")


def _test(document: Any, operation: Operation) -> Any:
    path = _path(operation, "path", f"test operation failed to decode path: {_missing_field('path')}")
    value = document
    if path:
        container, key = _found(document, path, f"test operation does not apply: is missing path: {path}: {_MISSING}")
        value = _got(container, key, f"error in test for path: '{path}': ")
    if not _identical(value, operation.get("value")):
        raise _refused(f"testing value {path} failed: {_TEST_FAILED}")
    return document


def _unknown(_document: Any, operation: Operation) -> Any:
    raise _refused(f"Unexpected kind: {_text(operation, 'op') or 'unknown'}")


_DO: Mapping[str, Callable[[Any, Operation], Any]] = {
    "add": _add,
    "copy": _copy,
    "move": _move,
    "remove": _remove,
    "replace": _replace,
    "test": _test,
}


def _text(operation: Operation, name: str) -> str | None:
    value = operation.get(name)
    return value if isinstance(value, str) else None


def _path(operation: Operation, name: str, missing: str) -> str:
    path = _text(operation, name)
    if path is None:
        raise _refused(missing)
    return path


def _missing_field(name: str) -> str:
    return f"operation missing path field: {_MISSING}" if name == "path" else f"operation, missing {name} field: {_MISSING}"


def _keys(path: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _found(document: Any, path: str, missing: str) -> tuple[Any, str]:
    """The object or list that the last part of a path is in, and that part."""
    *parents, key = _keys(path) or [""]
    if "/" not in path:
        raise _refused(missing)
    for part in parents:
        try:
            document = _get(document, part)
        except _Unfit as error:
            raise _refused(missing) from error
        if not is_object(document) and not is_list(document):
            raise _refused(missing)
    return document, key


def _changed(document: Any, path: str, change: Change, missing: str, failed: str) -> Any:
    """A document with what is at the path changed; all that leads there is copied."""
    container, key = _found(document, path, missing)
    try:
        done = change(container, key)
        for depth in range(len(_keys(path)) - 1, 0, -1):
            above, part = _found(document, "/".join(path.split("/")[: depth + 1]), missing)
            done = _set(above, part, done)
    except _Unfit as error:
        raise _refused(f"{failed}{error}") from error
    return done


def _get(container: Any, key: str) -> Any:
    return container[_index(key, len(container))] if is_list(container) else container.get(key)


def _got(container: Any, key: str, failed: str) -> Any:
    try:
        return _get(container, key)
    except _Unfit as error:
        raise _refused(f"{failed}{error}") from error


def _set(container: Any, key: str, value: Any) -> Any:
    if is_object(container):
        return {**container, key: value}
    index = _index(key, len(container))
    return [*container[:index], value, *container[index + 1 :]]


def _inserting(value: Any) -> Change:
    def insert(container: Any, key: str) -> Any:
        if is_object(container):
            return {**container, key: value}
        if key == "-":
            return [*container, value]
        if _INTEGER.match(key) is None:
            raise _Unfit(f"value was not a proper array index: '{key}': {_no_number(key)}")
        index = _index(key, len(container) + 1)
        return [*container[:index], value, *container[index:]]

    return insert


def _without(container: Any, key: str) -> Any:
    if is_object(container):
        if key not in container:
            raise _Unfit(f"Unable to remove nonexistent key: {key}: {_MISSING}")
        return {name: value for name, value in container.items() if name != key}
    index = _index(key, len(container))
    return [*container[:index], *container[index + 1 :]]


def _index(key: str, length: int) -> int:
    if _INTEGER.match(key) is None:
        raise _Unfit(_no_number(key))
    index = int(key)
    if not -length <= index < length:
        raise _Unfit(f"Unable to access invalid index: {index}: {_INVALID_INDEX}")
    return index % length


def _no_number(key: str) -> str:
    return f'strconv.Atoi: parsing "{key}": invalid syntax'


def _identical(left: Any, right: Any) -> bool:
    """As `test` compares: numbers by how they are written, so that 1 is not 1.0."""
    if is_object(left) and is_object(right):
        return left.keys() == right.keys() and all(_identical(part, right[key]) for key, part in left.items())
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(map(_identical, left, right))
    return type(left) is type(right) and bool(left == right)


def _refused(message: str) -> MergeError:
    return MergeError(message, "Invalid")
