"""Requests that are refused before anybody looks at the object."""

from random import Random
from typing import Any

from tests.local.differential.calls import NAMESPACE, Call
from tests.local.differential.making.steps import APPLY, JSON_PATCH, MERGE_PATCH, STRATEGIC

_MAPS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"
_JSON = {"Content-Type": "application/json"}
_GOOD: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": "1"}}

_CALLS: tuple[Call, ...] = (
    Call("wrong kind", "POST", _MAPS, headers=_JSON, body={**_GOOD, "kind": "Secret"}),
    Call("wrong kind", "POST", _MAPS, headers=_JSON, body={**_GOOD, "kind": "None"}),
    Call("wrong version", "POST", _MAPS, headers=_JSON, body={**_GOOD, "apiVersion": "apps/v1"}),
    Call("wrong version", "POST", _MAPS, headers=_JSON, body={**_GOOD, "apiVersion": "a/b/c"}),
    Call("no kind", "POST", _MAPS, headers=_JSON, body={"metadata": {"name": "b"}}),
    Call("no kind", "POST", _MAPS, headers=_JSON, body={"apiVersion": "v1", "metadata": {"name": "b"}}),
    Call("wrong namespace", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "a", "namespace": "other"}}),
    Call("no namespace", "POST", "/api/v1/namespaces/none-such/configmaps", headers=_JSON, body=_GOOD),
    Call("no namespace", "POST", "/api/v1/configmaps", headers=_JSON, body=_GOOD),
    Call("no namespace", "GET", "/api/v1/namespaces/none-such/configmaps"),
    Call("no namespace", "PATCH", "/api/v1/namespaces/none-such/configmaps/a", {"fieldManager": "m"}, {"Content-Type": APPLY}, _GOOD),
    *(
        Call("wrong name", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": name}})
        for name in ("A", "a_b", "", "-a", "a" * 254, "a..b", "é", "a/b", ".")
    ),
    Call("wrong labels", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "a", "labels": {"a b": "1", "c": "-"}}}),
    Call("wrong labels", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "a", "labels": {"a": 1}}}),
    Call("wrong annotations", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "a", "annotations": {"a b": "1"}}}),
    Call("wrong finalizers", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "a", "finalizers": ["a", "b/c"]}}),
    Call("wrong keys", "POST", _MAPS, headers=_JSON, body={**_GOOD, "data": {"a b": "1", "..": "2"}, "binaryData": {"a": "YQ=="}}),
    Call("no JSON", "POST", _MAPS, headers=_JSON, body=b"{"),
    Call("no JSON", "POST", _MAPS, headers=_JSON, body=b""),
    Call("no JSON", "POST", _MAPS, headers=_JSON, body=b"nothing"),
    Call("no object", "POST", _MAPS, headers=_JSON, body=b"[]"),
    Call("no object", "POST", _MAPS, headers=_JSON, body=b"null"),
    Call("keys twice", "POST", _MAPS, {"fieldValidation": "Strict"}, _JSON, b'{"metadata":{"name":"t"},"data":{"a":"1","a":"2"}}'),
    Call("keys twice", "POST", _MAPS, {}, _JSON, b'{"metadata":{"name":"t"},"data":{"a":"1","a":"2"}}'),
    Call("YAML", "POST", _MAPS, headers={"Content-Type": "application/yaml"}, body=b"metadata:\n  name: y\ndata:\n  a: '1'\n"),
    Call("wrong YAML", "POST", _MAPS, headers={"Content-Type": "application/yaml"}, body=b"a: b: c"),
    Call("wrong content type", "POST", _MAPS, headers={"Content-Type": "text/plain"}, body=_GOOD),
    Call("wrong content type", "PUT", f"{_MAPS}/a", headers={"Content-Type": "application/own"}, body=_GOOD),
    *(
        Call("wrong content type", "PATCH", f"{_MAPS}/a", {}, {"Content-Type": kind}, {"data": {}})
        for kind in ("application/json", "text/plain")
    ),
    Call("wrong accept", "GET", _MAPS, headers={"Accept": "text/plain"}),
    Call("wrong accept", "GET", f"{_MAPS}/a", headers={"Accept": "application/own"}),
    Call("wrong accept", "GET", f"{_MAPS}/a", headers={"Accept": "application/json;as=Own;g=meta.k8s.io;v=v1"}),
    Call("wrong method", "PUT", _MAPS, headers=_JSON, body=_GOOD),
    Call("wrong method", "POST", f"{_MAPS}/a", headers=_JSON, body=_GOOD),
    Call("wrong method", "PATCH", _MAPS, headers={"Content-Type": MERGE_PATCH}, body={}),
    Call("wrong method", "DELETE", "/api/v1/namespaces"),
    Call("wrong method", "POST", "/api/v1", headers=_JSON, body={}),
    Call("wrong path", "GET", "/api/v1/namespaces/default/nothings"),
    Call("wrong path", "GET", "/apis/none.example.com/v1/things"),
    Call("wrong path", "GET", f"{_MAPS}/a/status"),
    Call("wrong path", "GET", f"{_MAPS}/a/b/c"),
    Call("wrong path", "GET", f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/a/none"),
    Call("other name", "PUT", f"{_MAPS}/b", headers=_JSON, body=_GOOD),
    Call("put of nothing", "PUT", f"{_MAPS}/zz", headers=_JSON, body={**_GOOD, "metadata": {"name": "zz"}}),
    Call("put of nothing", "PUT", f"{_MAPS}/zz", headers=_JSON, body={**_GOOD, "metadata": {"name": "zz", "resourceVersion": "5"}}),
    Call("patch of nothing", "PATCH", f"{_MAPS}/zz", {}, {"Content-Type": MERGE_PATCH}, {"data": {}}),
    Call("patch of nothing", "PATCH", f"{_MAPS}/zz", {}, {"Content-Type": STRATEGIC}, {"data": {}}),
    Call("delete of nothing", "DELETE", f"{_MAPS}/zz"),
    Call("get of nothing", "GET", f"{_MAPS}/zz"),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": JSON_PATCH}, {"op": "add"}),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": JSON_PATCH}, b"["),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": MERGE_PATCH}, []),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": MERGE_PATCH}, b"{"),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": STRATEGIC}, []),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": MERGE_PATCH}, {"kind": "Secret"}),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": MERGE_PATCH}, {"metadata": {"name": "other"}}),
    Call("wrong patch", "PATCH", f"{_MAPS}/g", {"force": "true"}, {"Content-Type": MERGE_PATCH}, {"data": {}}),
    Call("wrong apply", "PATCH", f"{_MAPS}/g", {}, {"Content-Type": APPLY}, _GOOD),
    Call("wrong apply", "PATCH", f"{_MAPS}/g", {"fieldManager": "m"}, {"Content-Type": APPLY}, {**_GOOD, "metadata": {"name": "h"}}),
    Call("wrong apply", "PATCH", f"{_MAPS}/g", {"fieldManager": "m"}, {"Content-Type": APPLY}, b"a: b: c"),
    Call("wrong apply", "PATCH", f"{_MAPS}/g", {"fieldManager": "m"}, {"Content-Type": APPLY}, {"kind": "ConfigMap"}),
    Call(
        "wrong apply",
        "PATCH",
        f"{_MAPS}/g",
        {"fieldManager": "m"},
        {"Content-Type": APPLY},
        {**_GOOD, "metadata": {"name": "g", "managedFields": [{}]}},
    ),
    Call("wrong query", "GET", _MAPS, {"limit": "x"}),
    Call("wrong query", "GET", _MAPS, {"watch": "own"}),
    Call("wrong query", "GET", _MAPS, {"timeoutSeconds": "x"}),
    Call("wrong query", "POST", _MAPS, {"dryRun": "Some"}, _JSON, _GOOD),
    Call("wrong query", "POST", _MAPS, {"fieldValidation": "Own"}, _JSON, _GOOD),
    Call("wrong query", "POST", _MAPS, {"fieldManager": "a\nb"}, _JSON, _GOOD),
    Call("wrong options", "DELETE", f"{_MAPS}/g", {}, _JSON, {"propagationPolicy": "Own"}),
    Call("wrong options", "DELETE", f"{_MAPS}/g", {}, _JSON, {"kind": "ConfigMap", "apiVersion": "v1"}),
    Call("wrong options", "DELETE", f"{_MAPS}/g", {}, _JSON, b"{"),
    Call("wrong options", "DELETE", f"{_MAPS}/g", {"gracePeriodSeconds": "x"}),
)


def wrong(random: Random) -> list[Call]:
    """A good object, and wrong requests about it and others."""
    good = Call("ConfigMap create", "POST", _MAPS, headers=_JSON, body={**_GOOD, "metadata": {"name": "g"}})
    return [good, *random.sample(_CALLS, 9)]
