"""JSON patches, and why they are refused, in the words of the API server."""

from typing import Any

import pytest

from typekro.local.merging import MergeError, json_patch

_DOCUMENT = {"a": {"b": [1, 2], "n": None, "x/y": 1, "~": 2}, "t": "u"}


@pytest.mark.parametrize(
    ("operation", "place", "expected"),
    [
        ({"op": "add", "path": "/a/b/-", "value": 3}, "b", [1, 2, 3]),
        ({"op": "add", "path": "/a/b/1", "value": 3}, "b", [1, 3, 2]),
        ({"op": "add", "path": "/a/b/-1", "value": 3}, "b", [1, 2, 3]),
        ({"op": "add", "path": "/a/c"}, "c", None),
        ({"op": "remove", "path": "/a/b/0"}, "b", [2]),
        ({"op": "replace", "path": "/a/b/1", "value": {"c": 1}}, "b", [1, {"c": 1}]),
        ({"op": "replace", "path": "/a/new", "value": 1}, "new", 1),
        ({"op": "move", "from": "/a/b/0", "path": "/a/b/1"}, "b", [2, 1]),
        ({"op": "copy", "from": "/a/x~1y", "path": "/a/~0"}, "~", 1),
        ({"op": "copy", "from": "/a/nothing", "path": "/a/c"}, "c", None),
        ({"op": "test", "path": "/a/b", "value": [1, 2]}, "b", [1, 2]),
        ({"op": "test", "path": "/a/n"}, "n", None),
        ({"op": "test", "path": "", "value": _DOCUMENT}, "b", [1, 2]),
    ],
)
def test_does_operations(operation: dict[str, Any], place: str, expected: Any) -> None:
    assert json_patch(_DOCUMENT, [operation])["a"][place] == expected
    assert _DOCUMENT["a"] == {"b": [1, 2], "n": None, "x/y": 1, "~": 2}


def test_replaces_the_whole() -> None:
    assert json_patch(_DOCUMENT, [{"op": "replace", "path": "", "value": {}}]) == {}


_MISSING = "missing value"
_INDEX = "invalid index referenced"


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ({"op": "dance", "path": "/a"}, "Unexpected kind: dance"),
        ({"path": "/a"}, "Unexpected kind: unknown"),
        ({"op": "add"}, f"add operation failed to decode path: {_MISSING}"),
        ({"op": "add", "path": "/q/r", "value": 1}, f'add operation does not apply: doc is missing path: "/q/r": {_MISSING}'),
        ({"op": "add", "path": "", "value": 1}, f'add operation does not apply: doc is missing path: "": {_MISSING}'),
        ({"op": "add", "path": "/t/r", "value": 1}, f'add operation does not apply: doc is missing path: "/t/r": {_MISSING}'),
        (
            {"op": "add", "path": "/a/b/x", "value": 1},
            "error in add for path: '/a/b/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
        ),
        ({"op": "add", "path": "/a/b/9", "value": 1}, f"error in add for path: '/a/b/9': Unable to access invalid index: 9: {_INDEX}"),
        ({"op": "remove"}, f"remove operation failed to decode path: {_MISSING}"),
        ({"op": "remove", "path": "/a/z"}, f"error in remove for path: '/a/z': Unable to remove nonexistent key: z: {_MISSING}"),
        ({"op": "remove", "path": "/a/b/2"}, f"error in remove for path: '/a/b/2': Unable to access invalid index: 2: {_INDEX}"),
        ({"op": "replace"}, f"replace operation failed to decode path: operation missing path field: {_MISSING}"),
        ({"op": "replace", "path": "", "value": 1}, "replace operation value must be object or array: %!w(<nil>)"),
        ({"op": "replace", "path": "/q/r", "value": 1}, f"replace operation does not apply: doc is missing path: /q/r: {_MISSING}"),
        ({"op": "replace", "path": "/a/b/7", "value": 1}, f"replace operation does not apply: doc is missing key: /a/b/7: {_MISSING}"),
        ({"op": "move", "path": "/a"}, f"move operation failed to decode from: operation, missing from field: {_MISSING}"),
        ({"op": "move", "from": "/a/z", "path": "/a/y"}, f"error in move for path: 'z': Unable to remove nonexistent key: z: {_MISSING}"),
        (
            {"op": "move", "from": "/a/b", "path": "/q/r"},
            f"move operation does not apply: doc is missing destination path: /q/r: {_MISSING}",
        ),
        ({"op": "copy", "from": "/q/r", "path": "/a"}, f"copy operation does not apply: doc is missing from path: /q/r: {_MISSING}"),
        ({"op": "copy", "from": "/a/b/7", "path": "/a"}, f"error in copy for from: '/a/b/7': Unable to access invalid index: 7: {_INDEX}"),
        ({"op": "test", "path": "/a/b/0", "value": 1.0}, "testing value /a/b/0 failed: test failed"),
        ({"op": "test", "path": "/a/b", "value": [1]}, "testing value /a/b failed: test failed"),
        ({"op": "test", "path": "/q/r", "value": 1}, f"test operation does not apply: is missing path: /q/r: {_MISSING}"),
    ],
)
def test_refuses_what_does_not_apply(operation: dict[str, Any], message: str) -> None:
    with pytest.raises(MergeError) as raised:
        json_patch(_DOCUMENT, [operation])
    assert (raised.value.message, raised.value.reason) == (message, "Invalid")
