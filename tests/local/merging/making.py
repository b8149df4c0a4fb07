"""Makes manifests and changes to them, at random but the same for the same seed."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from typekro.local.merging.shapes import is_list, is_object

Manifest = dict[str, Any]

CRD: Manifest = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "spec": {
        "scope": "Namespaced",
        "names": {"kind": "Parcel", "listKind": "ParcelList", "plural": "parcels", "singular": "parcel"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "subresources": {"status": {}},
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "spec": {
                                "type": "object",
                                "properties": {
                                    "title": {"type": "string"},
                                    "count": {"type": "integer"},
                                    "ratio": {"type": "number"},
                                    "size": {"x-kubernetes-int-or-string": True},
                                    "tags": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
                                    "steps": {"type": "array", "items": {"type": "string"}},
                                    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                                    "window": {
                                        "type": "object",
                                        "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
                                        "x-kubernetes-map-type": "atomic",
                                    },
                                    "nested": {
                                        "type": "object",
                                        "properties": {
                                            "x": {"type": "string", "nullable": True},
                                            "y": {"type": "object", "properties": {"z": {"type": "string"}}},
                                        },
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
                                                "options": {"type": "object", "additionalProperties": {"type": "string"}},
                                            },
                                        },
                                    },
                                    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                                    "open": {
                                        "type": "object",
                                        "x-kubernetes-preserve-unknown-fields": True,
                                        "properties": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}},
                                    },
                                },
                            },
                            "status": {
                                "type": "object",
                                "properties": {"phase": {"type": "string"}, "seen": {"type": "integer"}},
                            },
                        },
                    }
                },
            }
        ],
    },
}
"""A CRD with a list of each type, a map of each type, and parts that preserve what they do not know; its group and name are the test's."""


def metadata(random: Random) -> Manifest:
    """Labels and annotations, now and then."""
    found: Manifest = {}
    for name in ("labels", "annotations"):
        if random.random() < 0.4:
            found[name] = texts(random)
    return found


def texts(random: Random) -> Manifest:
    """A few keys with a few values."""
    return {name: random.choice("123") for name in "abcd" if random.random() < 0.4}


def odd(random: Random, parts: Manifest) -> Manifest:
    """The same with something null, empty, twice there, of another type or unknown, which may be refused."""
    found: Any = parts
    for _ in range(random.randrange(4)):
        below = [value for value in (found.values() if is_object(found) else found) if is_object(value) or is_list(value)]
        if not below:
            break
        found = random.choice(below)
    strange: list[Any] = [None, {}, [], "text", 7, True, [{}], [None]]
    if is_list(found):
        found.append(random.choice([random.choice(strange), *found]))
    elif found is not parts:
        found[random.choice([*found, "unknown"])] = random.choice(strange)
    return parts


def config_map(random: Random) -> Manifest:
    """A ConfigMap."""
    found: Manifest = {"metadata": metadata(random)}
    if random.random() < 0.9:
        found["data"] = texts(random)
    if random.random() < 0.2:
        found["binaryData"] = {"blob": "YWI="}
    return found


def parcel(random: Random) -> Manifest:
    """An object of the CRD above."""
    makers: Mapping[str, Callable[[], Any]] = {
        "title": lambda: random.choice("xyz"),
        "count": lambda: random.choice((0, 1, 2)),
        "ratio": lambda: random.choice((1, 1.0, 0.5)),
        "size": lambda: random.choice((1, "50%")),
        "tags": lambda: _some(random, list("pqrst<")),
        "steps": lambda: _some(random, list("uvw")),
        "labels": lambda: texts(random),
        "window": lambda: {"from": random.choice("12"), **({"to": "3"} if random.random() < 0.5 else {})},
        "nested": lambda: {
            **({"x": random.choice(("k", None))} if random.random() < 0.5 else {}),
            **({"y": random.choice(({}, {"z": "l"}, {"z": "m"}))} if random.random() < 0.5 else {}),
        },
        "ports": lambda: [_port(random, port) for port in _some(random, [80, 81, 82, 83])],
        "free": lambda: _free(random, 2),
        "open": lambda: {**random.choice(({}, {"a": {"b": "1"}}, {"a": {"b": "2", "c": "3"}})), **_free(random, 1)},
    }
    return {"metadata": metadata(random), "spec": {name: make() for name, make in makers.items() if random.random() < 0.35}}


def deployment(random: Random) -> Manifest:
    """A Deployment."""
    containers = [_container(random, name) for name in _some(random, list("abc")) or ["a"]]
    template: Manifest = {
        "metadata": {"labels": {"app": "w", **({"x": random.choice("12")} if random.random() < 0.4 else {})}},
        "spec": {"containers": containers},
    }
    if random.random() < 0.3:
        template["spec"]["volumes"] = [{"name": "v", random.choice(("emptyDir",)): {}}]
    spec: Manifest = {"selector": {"matchLabels": {"app": "w"}}, "template": template}
    if random.random() < 0.6:
        spec["replicas"] = random.choice((0, 1, 2))
    if random.random() < 0.3:
        spec["strategy"] = random.choice(({"type": "Recreate"}, {"rollingUpdate": {"maxSurge": random.choice((1, "50%"))}}))
    return {"metadata": metadata(random), "spec": spec}


def service(random: Random) -> Manifest:
    """A Service."""
    ports = [
        {
            "name": f"p{port}",
            "port": port,
            **({"protocol": random.choice(("TCP", "UDP"))} if random.random() < 0.5 else {}),
            **({"targetPort": random.choice((8080, "http"))} if random.random() < 0.5 else {}),
        }
        for port in _some(random, [80, 81, 82]) or [80]
    ]
    return {"metadata": metadata(random), "spec": {"ports": ports, "selector": texts(random)}}


def _container(random: Random, name: str) -> Manifest:
    found: Manifest = {"name": name, "image": random.choice(("nginx", "httpd"))}
    if random.random() < 0.5:
        found["env"] = [{"name": key, "value": random.choice("12")} for key in _some(random, list("EFG"))]
    if random.random() < 0.5:
        found["ports"] = [
            {"containerPort": port, **({"protocol": random.choice(("TCP", "UDP"))} if random.random() < 0.5 else {})}
            for port in _some(random, [80, 81])
        ]
    if random.random() < 0.3:
        found["resources"] = {"limits": {"cpu": random.choice(("1", "1000m"))}}
    if random.random() < 0.3:
        found["args"] = _some(random, list("rs"))
    return found


def _port(random: Random, port: int) -> Manifest:
    found: Manifest = {"port": port}
    if random.random() < 0.5:
        found["protocol"] = random.choice(("TCP", "UDP"))
    if random.random() < 0.5:
        found["name"] = random.choice("mn")
    if random.random() < 0.3:
        found["options"] = texts(random)
    return found


def _free(random: Random, depth: int) -> Manifest:
    found: Manifest = {}
    for name in "efg":
        if random.random() < 0.4:
            values: list[Any] = ["1", 2, True, None, [1, 2], [{"h": 1}], {}, []]
            found[name] = _free(random, depth - 1) if depth and random.random() < 0.5 else random.choice(values)
    return found


def _some(random: Random, values: list[Any]) -> list[Any]:
    found = [value for value in values if random.random() < 0.6]
    random.shuffle(found)
    return found
