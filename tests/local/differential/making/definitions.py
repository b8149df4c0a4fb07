"""Requests about CustomResourceDefinitions themselves: good ones, bad ones, and what may be changed of them."""

import copy
from random import Random
from typing import Any

from tests.local.differential.calls import NAMESPACE, UID, VERSION, Call
from tests.local.differential.making import custom
from tests.local.differential.making.changing import spoiled, varied, with_nulls
from tests.local.differential.making.steps import APPLY, MERGE_PATCH, STRATEGIC

Manifest = dict[str, Any]
_PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
_NAME = f"{_PATH}/widgets.{NAMESPACE}.example.com"
_WIDGETS = f"/apis/{NAMESPACE}.example.com/v1/namespaces/{NAMESPACE}/widgets"
_JSON = {"Content-Type": "application/json"}


def definition_calls(random: Random) -> list[Call]:
    """Some requests about a definition, and some about its objects in between."""
    definition = custom.definition(random)
    found: list[Call] = []
    for number in range(random.randrange(3, 7)):
        found.extend(_step(random, definition, first=number == 0))
    return found


def _step(random: Random, definition: Manifest, *, first: bool) -> list[Call]:  # noqa: PLR0911 - one for each kind of step
    choice = 0 if first else random.randrange(9)
    match choice:
        case 0 | 1:
            made = _bad(random, definition) if random.random() < 0.6 else definition
            query = {"dryRun": "All"} if random.random() < 0.1 else {}
            return [_call("create", "POST", _PATH, query=query, headers=_JSON, body=made)]
        case 2:
            made = varied(random, definition, _bad(random, custom.definition(random)))
            metadata = {**definition["metadata"], "resourceVersion": VERSION}
            return [_call("put", "PUT", _NAME, headers=_JSON, body={**made, "metadata": metadata})]
        case 3:
            made = _bad(random, definition)
            return [
                _call("apply", "PATCH", _NAME, query={"fieldManager": "m", "force": "true"}, headers={"Content-Type": APPLY}, body=made)
            ]
        case 4:
            patch = with_nulls(random, {"spec": _bad(random, custom.definition(random))["spec"]})
            return [_call("patch", "PATCH", _NAME, headers={"Content-Type": random.choice([MERGE_PATCH, STRATEGIC])}, body=patch)]
        case 5:
            options = {"preconditions": {"uid": UID}} if random.random() < 0.5 else {}
            return [_call("delete", "DELETE", _NAME, headers=_JSON, body=options), _call("get", "GET", _NAME)]
        case 6:
            return [_call("get", "GET", _NAME), Call("Widget list", "GET", _WIDGETS)]
        case 7:
            return [
                Call("discovery", "GET", f"/apis/{NAMESPACE}.example.com"),
                Call("discovery", "GET", f"/apis/{NAMESPACE}.example.com/v1"),
            ]
        case _:
            body = {"apiVersion": f"{NAMESPACE}.example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": {"size": 1}}
            return [Call("Widget create", "POST", _WIDGETS, headers=_JSON, body=body)]


def _call(what: str, method: str, path: str, **more: Any) -> Call:
    return Call(f"CustomResourceDefinition {what}", method, path, **more)


def _bad(random: Random, definition: Manifest) -> Manifest:  # noqa: C901, PLR0912 - one case for each kind of mistake
    """A definition with something that may not be."""
    found = copy.deepcopy(definition)
    spec, version = found["spec"], found["spec"]["versions"][0]
    schema = version["schema"]["openAPIV3Schema"]
    fields = schema["properties"]["spec"]["properties"]
    match random.randrange(14):
        case 0:
            found = spoiled(random, found)
        case 1:
            spec["names"]["kind"] = random.choice(["widget", "Wid get", ""])
        case 2:
            found["metadata"]["name"] = random.choice([f"other.{NAMESPACE}.example.com", "widgets"])
        case 3:
            spec["versions"].append({**copy.deepcopy(version), "storage": False})
        case 4:
            version["storage"] = False
        case 5:
            version["name"] = random.choice(["V1", "1", "v1_1"])
        case 6:
            fields["bad"] = random.choice(
                [
                    {},
                    {"type": "own"},
                    {"type": "array"},
                    {"type": "object", "$ref": "#/x"},
                    {"type": "string", "nullable": True, "default": 3},
                ]
            )
        case 7:
            fields["bad"] = {"type": "array", "items": {"type": "object", "properties": {"k": {"type": "string"}}}, **_list_type(random)}
        case 8:
            rule = random.choice(["self.none", "self == ", "1", "self.size > 'a'", "true", "oldSelf == self", ""])
            fields["bad"] = {
                "type": "object",
                "properties": {"size": {"type": "integer"}},
                "x-kubernetes-validations": [{"rule": rule, "message": random.choice(["no", "", "a\nb"])}],
            }
        case 9:
            version["additionalPrinterColumns"] = [
                {
                    "name": random.choice(["A", ""]),
                    "type": random.choice(["string", "own"]),
                    "jsonPath": random.choice([".spec.x", "spec", ".a[", ""]),
                }
            ]
        case 10:
            version["subresources"] = {
                "scale": {
                    "specReplicasPath": random.choice([".spec.size", "spec.size", ".x"]),
                    "statusReplicasPath": random.choice([".status.r", ".spec.r", ""]),
                }
            }
        case 11:
            spec["scope"] = random.choice(["Cluster", "Own", ""])
        case 12:
            schema["properties"]["metadata"] = random.choice(
                [
                    {"type": "object"},
                    {"type": "object", "properties": {"name": {"maxLength": 3, "type": "string"}, "labels": {"type": "object"}}},
                ]
            )
        case _:
            spec["conversion"] = random.choice([{"strategy": "None"}, {"strategy": "Webhook"}, {"strategy": "Own"}])
    return found


def _list_type(random: Random) -> Manifest:
    kind = random.choice(["map", "set", "atomic", "own"])
    return {
        "x-kubernetes-list-type": kind,
        **({"x-kubernetes-list-map-keys": random.choice([["k"], ["none"], [], ["k", "k"]])} if random.random() < 0.7 else {}),
    }
