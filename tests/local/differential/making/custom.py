"""CustomResourceDefinitions, good and bad, and objects of the kind that the good one defines."""

from random import Random
from typing import Any

from tests.local.differential.calls import NAMESPACE
from tests.local.differential.making.plain import condition, metadata, some, texts

Manifest = dict[str, Any]
_RULES = "x-kubernetes-validations"


def spec_schema(random: Random) -> Manifest:
    """The schema of a widget's spec, with some of its fields."""
    properties: Manifest = {
        "size": {"type": "integer", "minimum": 0, "maximum": 10, "default": 3},
        "count": {"type": "integer", "format": "int32"},
        "ratio": {"type": "number", "exclusiveMinimum": True, "minimum": 0, "multipleOf": 0.5},
        "name": {"type": "string", "minLength": 2, "maxLength": 8, "pattern": "^[a-z]+$"},
        "mode": {"type": "string", "enum": ["fast", "slow"], "default": "fast"},
        "when": {"type": "string", "format": "date-time"},
        "at": {"type": "string", "format": random.choice(["ipv4", "uuid", "duration", "email", "date", "byte"])},
        "quantity": {"x-kubernetes-int-or-string": True},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 9}, "x-kubernetes-list-type": "set", "maxItems": 3},
        "steps": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "atomic", "minItems": 1},
        "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 3}, "maxProperties": 3},
        "window": {
            "type": "object",
            "required": ["from"],
            "properties": {"from": {"type": "string"}, "to": {"type": "string", "nullable": True}},
            "x-kubernetes-map-type": "atomic",
        },
        "ports": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["port", "protocol"],
            "items": {
                "type": "object",
                "required": ["port"],
                "properties": {
                    "port": {"type": "integer"},
                    "protocol": {"type": "string", "default": "TCP"},
                    "name": {"type": "string"},
                },
            },
        },
        "nested": {
            "type": "object",
            "default": {"depth": 1},
            "properties": {
                "depth": {"type": "integer"},
                "inner": {"type": "object", "properties": {"flag": {"type": "boolean", "default": True}}},
            },
        },
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "open": {
            "type": "object",
            "x-kubernetes-preserve-unknown-fields": True,
            "properties": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}},
        },
        "object": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True},
        "ruled": {
            "type": "object",
            "properties": {
                "min": {"type": "integer"},
                "max": {"type": "integer"},
                "fixed": {"type": "string", _RULES: [{"rule": "self == oldSelf"}]},
            },
            _RULES: [
                {"rule": "!has(self.min) || !has(self.max) || self.min <= self.max", "message": "min may not exceed max"},
                {
                    "rule": "!has(self.min) || self.min != 7",
                    "messageExpression": "self.min > 6 ? 'too much' : 'odd'",
                    "reason": "FieldValueForbidden",
                    "fieldPath": ".min",
                },
            ],
        },
        "either": {
            "type": "object",
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
            "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
    }
    found: Manifest = {"type": "object", "properties": some(random, 0.7, properties) or {"size": {"type": "integer"}}}
    return found | some(random, 0.2, {"required": [random.choice(list(properties))]})


def definition(random: Random) -> Manifest:
    """A good definition of widgets."""
    status: Manifest = {
        "type": "object",
        "properties": {
            "phase": {"type": "string"},
            "replicas": {"type": "integer"},
            "selector": {"type": "string"},
            "conditions": {
                "type": "array",
                "items": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["type"],
            },
        },
    }
    if "conditions" in status["properties"]:
        items = {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"type": "string"}},
            "x-kubernetes-preserve-unknown-fields": True,
        }
        status["properties"]["conditions"]["items"] = items
    spec = spec_schema(random)
    spec["properties"].setdefault("size", {"type": "integer"})
    schema = {"type": "object", "properties": {"spec": spec, "status": status}, **some(random, 0.3, {"required": ["spec"]})}
    version: Manifest = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}, "subresources": {}}
    if random.random() < 0.8:
        version["subresources"]["status"] = {}
    if random.random() < 0.6:
        scale = {"specReplicasPath": ".spec.size", "statusReplicasPath": ".status.replicas"}
        version["subresources"]["scale"] = scale | some(random, 0.5, {"labelSelectorPath": ".status.selector"})
    if random.random() < 0.6:
        version["additionalPrinterColumns"] = [
            {"name": "Size", "type": "integer", "jsonPath": ".spec.size", **some(random, 0.4, {"priority": 1, "description": "how big"})},
            {"name": "Phase", "type": "string", "jsonPath": ".status.phase"},
            {"name": "Tags", "type": "string", "jsonPath": ".spec.tags[*]"},
            {"name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"},
        ]
    if random.random() < 0.2:
        version["selectableFields"] = [{"jsonPath": ".spec.size"}]
    versions = [version]
    if random.random() < 0.2:
        versions.append({**version, "name": random.choice(["v2", "v1beta1"]), "storage": False})
    names = {
        "kind": "Widget",
        "plural": "widgets",
        **some(random, 0.5, {"singular": "widget", "shortNames": ["wd"], "categories": ["all"], "listKind": "WidgetList"}),
    }
    return named({"group": f"{NAMESPACE}.example.com", "scope": "Namespaced", "names": names, "versions": versions})


def named(spec: Manifest) -> Manifest:
    """A definition with its name."""
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{spec['names']['plural']}.{spec['group']}"},
        "spec": spec,
    }


def widget(random: Random) -> Manifest:
    """A widget, mostly as its definition wants it."""
    fields: Manifest = {
        "size": random.choice([1, 2, 11, "3", 2.0, 2.5]) if random.random() < 0.2 else 4,
        "count": random.choice([1, 2, 2**31, 2**40]) if random.random() < 0.3 else 1,
        "ratio": random.choice([0.5, 1, 1.5, 2, 2.5, 0, 0.7]),
        "name": random.choice(["abc", "x", "toolongname", "ABC"]) if random.random() < 0.15 else "abc",
        "mode": random.choice(["fast", "slow"] * 3 + ["other"]),
        "when": random.choice(["2020-01-02T03:04:05Z"] * 5 + ["yesterday"]),
        "at": random.choice(["1.2.3.4", "3s", "a@b.example", "2020-01-02", "YWI="]),
        "quantity": random.choice([1, "2", "1Gi", 3, "x", True]),
        "tags": random.choice([["a", "b"], ["a"], ["b"], [], ["c", "b"], ["a", "a"], ["a", "b", "c", "d"]]),
        "steps": random.choice([["a", "b"], ["a"], ["b"], ["c"], []]),
        "labels": texts(random),
        "window": random.choice([{"from": "a"}, {"from": "a", "to": None}, {"from": "a", "to": "b"}, {"from": "c"}, {"to": "b"}]),
        "ports": [
            {"port": number, **some(random, 0.4, {"protocol": "UDP", "name": "x"})}
            for number in (random.sample([1, 2, 3], 2) if random.random() < 0.9 else [1, 1])
        ],
        "nested": random.choice([{}, {"inner": {}}, {"depth": 2, "inner": {"flag": False}}, {"other": 1}]),
        "free": random.choice([{"any": [1, {"b": 2}]}, {}]),
        "open": random.choice([{"a": {"b": "c", "d": "e"}, "f": 1}, {"a": {"b": "1"}}, {"x": 1}, {"a": {"b": 1}}]),
        "object": random.choice(
            [
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "own": 1}},
                {"apiVersion": "v1", "kind": "Secret"},
                {"apiVersion": "a.b/v1", "kind": "C"},
                {"kind": "X"},
                {},
            ]
        ),
        "ruled": random.choice(
            [{"min": 1, "max": 2}, {"min": 1}, {"max": 4}, {"min": 3, "max": 2}, {"min": 7}, {"fixed": random.choice("ab")}]
        ),
        "either": random.choice([{"a": "1"}, {"b": "1"}, {"a": "2"}, {"b": "2"}, {"a": "1", "b": "2"}, {}]),
    }
    found: Manifest = {"metadata": metadata(random), "spec": some(random, 0.3, fields)}
    return found | some(random, 0.1, {"status": widget_status(random), "other": 1})


def widget_status(random: Random) -> Manifest:
    """A status of a widget."""
    return some(
        random,
        0.6,
        {"phase": random.choice(["Up", "Down", "Up", 5]), "replicas": 2, "selector": "a=b", **condition(random, "Ready"), "other": 1},
    )
