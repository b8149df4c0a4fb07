"""Strategic merge patches: lists by their keys, directives, and what is refused."""

from typing import Any

import pytest

from typekro.local.merging import MergeError, strategic_merge
from typekro.openapi.kinds import Kinds

Manifest = dict[str, Any]

_KINDS = Kinds.builtin()


def _merged(document: Manifest, patch: Manifest) -> Manifest:
    known = _KINDS.find("v1", "Pod")
    assert known is not None
    return strategic_merge(document, patch, known.schema, _KINDS.resolve)


def _pod(*containers: Any, **spec: Any) -> Manifest:
    return {"spec": {"containers": list(containers), **spec}}


def _kept(*finalizers: str) -> Manifest:
    return {"metadata": {"finalizers": list(finalizers)}}


_A: Manifest = {"name": "a", "image": "x", "args": ["1"]}
_B: Manifest = {"name": "b", "image": "y"}


@pytest.mark.parametrize(
    ("document", "patch", "expected"),
    [
        (_pod(_A, _B), _pod({"name": "b", "image": "z"}), _pod(_A, {"name": "b", "image": "z"})),
        (_pod(_A), _pod(_B), _pod(_B, _A)),
        (_pod(_A, _B), _pod({"name": "a", "args": ["2"]}), _pod({**_A, "args": ["2"]}, _B)),
        (_pod(_A, _B), _pod({"name": "a", "$patch": "delete"}), _pod(_B)),
        (_pod(_A, _B), _pod({"$patch": "replace"}, {"name": "c"}), _pod({"name": "c"})),
        (_pod(_A), {"spec": {"$patch": "replace", "nodeName": "n"}}, {"spec": {"nodeName": "n"}}),
        (_pod(_A), {"spec": {"$patch": "delete"}}, {"spec": {}}),
        (_pod(_A, _B), {"spec": {"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}]}}, _pod(_B, _A)),
        (_pod(_A, hostname="h"), {"spec": {"$retainKeys": ["containers"], "containers": []}}, _pod(_A)),
        (_pod(_A, hostname="h"), {"spec": {"hostname": None, "nodeName": None}}, _pod(_A)),
        (_pod(_A), {"spec": {"securityContext": {"runAsUser": None, "x": {"$patch": "delete"}}}}, _pod(_A, securityContext={})),
        ({"metadata": {}}, {"metadata": {"labels": {"a": None, "b": "c"}}}, {"metadata": {"labels": {"b": "c"}}}),
        (_kept("a", "b"), _kept("c", "b"), _kept("c", "a", "b")),
        (_kept("a", "b"), {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"]}}, _kept("b")),
        ({"metadata": {}}, {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"]}}, {"metadata": {}}),
        ({"metadata": {}}, {"metadata": {"$setElementOrder/finalizers": ["a"]}}, {"metadata": {}}),
        ({"metadata": {}}, {"metadata": {"$setElementOrder/finalizers": ["b", "a"], "finalizers": ["b", "a"]}}, _kept("b", "a")),
    ],
)
def test_merges(document: Manifest, patch: Manifest, expected: Manifest) -> None:
    assert _merged(document, patch) == expected


@pytest.mark.parametrize(
    ("patch", "message", "reason"),
    [
        ({"spec": {"$retainKeys": "a"}}, "invalid patch format of retainKeys", "BadRequest"),
        ({"spec": {"$retainKeys": [], "hostname": "h"}}, "invalid patch format of retainKeys", "BadRequest"),
        ({"spec": {"$setElementOrder": []}}, "invalid patch format of setElementOrder list", "BadRequest"),
        ({"spec": {"$deleteFromPrimitiveList": []}}, "invalid patch format of primitive list", "BadRequest"),
        ({"spec": {"$setElementOrder/containers": 1}}, "expected a []interface {}, but received another", "InternalError"),
        ({"spec": {"$patch": "other"}}, "unknown patch type: other in map: map[$patch:other]", "InternalError"),
        (_pod({"name": "a", "$patch": "other"}), "unknown patch type: other in map: map[$patch:other name:a]", "InternalError"),
        (_pod({"name": "a", "$patch": "merge"}), "merging lists cannot yet be specified in the patch", "InternalError"),
        (_pod({"image": "x"}), "map: {'image': 'x'} does not contain declared merge key: name", "InternalError"),
        (_pod([]), "lists of lists are not supported", "Invalid"),
        (_pod("text"), "list element types are not identical", "InternalError"),
        ({"spec": {"unknown": {}}}, 'unable to find api field in struct for the json field "unknown"', "InternalError"),
        (
            {"spec": {"$setElementOrder/containers": [{"image": "b"}], "containers": [{"name": "a"}]}},
            "map: {'image': 'b'} does not contain declared merge key: name",
            "InternalError",
        ),
        (
            {"metadata": {"$setElementOrder/finalizers": ["b"], "finalizers": ["a"]}},
            "The order in patch list:\n['a']\n doesn't match $setElementOrder list:\n['b']\n",
            "InternalError",
        ),
    ],
)
def test_refuses(patch: Manifest, message: str, reason: str) -> None:
    document = {**_pod(_A, unknown={}), "metadata": {"finalizers": ["a"]}}
    with pytest.raises(MergeError) as raised:
        _merged(document, patch)
    assert (raised.value.message, raised.value.reason) == (message, reason)
