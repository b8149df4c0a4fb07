"""What the real API server answers to objects, without keeping them: asked, and made comparable."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.cluster.api import Api
from typekro.kubernetes.objects import part, parts
from typekro.openapi.kinds import Kinds

Case = tuple[str, dict[str, Any], dict[str, Any] | None]
NAMESPACE = "cases"
_CHANCE = (
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "u"),
    (r'"10\.0\.\d+\.\d+"', '"10.0.0.1"'),
    (r'"nodePort": \d+, ', ""),
    (r'"lastPhaseTransitionTime": "[^"]*", ', ""),
    (r"\bA-[a-z0-9]{5}\b", "A-xxxxx"),
    # the difference of two objects as Kubernetes has them inside
    (r'\\n@@ (?:[^"\\]|\\.)*', r"\\n"),
)
_MADE = ("uid", "creationTimestamp", "managedFields", "resourceVersion", "generation", "selfLink")


def prepare(api: Api, crd: Mapping[str, Any]) -> None:
    """Make the namespace and the CRD of the cases, and wait until the CRD is served."""
    api.request("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
    api.request("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)
    group, plural = crd["spec"]["group"], crd["spec"]["names"]["plural"]
    for _ in range(2000):
        if api.request("GET", f"/apis/{group}/v1/namespaces/{NAMESPACE}/{plural}")[0] == 200:
            return
    raise AssertionError("the CRD is not served")


def asked(api: Api, case: Case) -> dict[str, Any]:
    """The answer to one case: the code and the object, or the Status."""
    _, new, old = case
    folder = folder_of(old or new)
    if old is None:
        return comparable(*api.request("POST", f"{folder}?dryRun=All&fieldValidation=Strict", new))
    stored = _made(api, folder, old)
    path = f"{folder}/{stored['metadata']['name']}"
    if old["kind"] == "CustomResourceDefinition":
        stored = _established(api, path)
    try:
        while True:  # a controller may be writing its status
            status, answer = api.request("PUT", f"{path}?dryRun=All&fieldValidation=Strict", continued(new, stored))
            if status not in {404, 409}:
                return {**comparable(status, answer), "stored": comparable(201, stored)["object"]}
            status, stored = api.request("GET", path)
            if status == 404:  # who saw the one of another case go, by its name, took this one too
                stored = _made(api, folder, old)
    finally:
        api.request("DELETE", f"{path}?gracePeriodSeconds=0")


def _made(api: Api, folder: str, manifest: Mapping[str, Any]) -> Any:
    """The object as it is stored."""
    status, stored = api.request("POST", folder, manifest)
    while status == 409:  # the one of another case is still on its way out
        status, stored = api.request("POST", folder, manifest)
    assert status == 201, stored
    return stored


def _established(api: Api, path: str) -> Any:
    """A definition, once it is served: only then some of it cannot be changed any more."""
    for _ in range(2000):
        stored = api.request("GET", path)[1]
        conditions = parts(part(stored, "status"), "conditions")
        if any(each["type"] == "Established" and each["status"] == "True" for each in conditions):
            return stored
        if any(each["type"] == "NamesAccepted" and each["status"] == "False" for each in conditions):
            return stored
    raise AssertionError(f"{path} is not served")


def continued(new: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """An object as it is sent after the stored one, with what the API server has filled in for good."""
    sent = {**new, "metadata": {**new["metadata"], "resourceVersion": stored["metadata"]["resourceVersion"]}}
    if new["kind"] == "Pod":
        sent["spec"] = {**stored["spec"], **new["spec"]}
    if new["kind"] == "Job":
        template = {**new["spec"]["template"], "metadata": stored["spec"]["template"]["metadata"]}
        sent["spec"] = {**new["spec"], "selector": stored["spec"]["selector"], "template": template}
    return sent


def folder_of(manifest: Mapping[str, Any]) -> str:
    """Where objects of a kind are made."""
    version, kind = manifest["apiVersion"], manifest["kind"]
    if kind == "Thing":
        return f"/apis/{version}/namespaces/{NAMESPACE}/things"
    known = Kinds.builtin().known[version, kind]
    root = "/api/v1" if version == "v1" else f"/apis/{version}"
    return f"{root}/namespaces/{NAMESPACE}/{known.plural}" if known.namespaced else f"{root}/{known.plural}"


def comparable(code: int, answer: Any) -> dict[str, Any]:
    """An answer without what is made anew each time, and without an order that Go does not keep either."""
    if code < 300:
        metadata = {name: value for name, value in answer["metadata"].items() if name not in _MADE}
        return {"code": 201, "object": _without_chance({**answer, "metadata": metadata})}
    details: Mapping[str, Any] = answer.get("details", {})
    causes = sorted((cause.get("field", ""), cause["reason"], cause["message"]) for cause in details.get("causes", ()))
    status: dict[str, Any] = {"code": code, "reason": answer.get("reason")}
    return _without_chance({**status, "causes": [list(cause) for cause in causes]} if causes else {**status, "message": answer["message"]})


def _without_chance(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with the same uid, address, port and suffix of a name each time."""
    text = json.dumps(answer, sort_keys=True)
    for pattern, stand_in in _CHANCE:
        text = re.sub(pattern, stand_in, text)
    made: dict[str, Any] = json.loads(text)
    return made


def recorded(api: Api, cases: Iterable[Case]) -> dict[str, Any]:
    """The answers to all cases, by name."""
    return {case[0]: asked(api, case) for case in cases}
