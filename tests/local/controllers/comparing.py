"""Objects without what differs from one cluster to the next, so that those of the local one and of the real one can be compared whole."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import yaml

KINDS = (
    "Namespace",
    "ServiceAccount",
    "ConfigMap",
    "Deployment",
    "ReplicaSet",
    "StatefulSet",
    "DaemonSet",
    "ControllerRevision",
    "Job",
    "CronJob",
    "Pod",
    "Service",
    "Endpoints",
    "EndpointSlice",
    "PersistentVolumeClaim",
    "PersistentVolume",
    "PodDisruptionBudget",
)

_HASHES = ("pod-template-hash", "controller-revision-hash", "controller.kubernetes.io/hash")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ADDRESS = re.compile(r"\b(10\.\d+\.\d+\.\d+|127\.0\.0\.1)\b")
_NODE_PORT = re.compile(r'"nodePort": \d+')
_CERTIFICATE = re.compile(r'"ca.crt": "[^"]*"')
_VERSION = re.compile(r'"resourceVersion": "\d+"')


def samples(namespace: str) -> list[dict[str, Any]]:
    """The sample objects, in a namespace."""
    text = files("tests.local.controllers").joinpath("samples.yaml").read_text()
    return [each for each in yaml.safe_load_all(text.replace("NS", namespace)) if each is not None]


def comparable(objects: Iterable[Mapping[str, Any]], namespace: str, node: str) -> dict[str, list[Any]]:
    """Objects by kind and name, without UIDs, times, addresses and letters by chance.

    Args:
        objects: the objects, events among them.
        namespace: where they are.
        node: the name of the node.
    """
    given = [each for each in objects if each["kind"] in (*KINDS, "Event")]
    words = _words(given)
    found: dict[str, list[Any]] = {}
    for each in given:
        left_out = {
            "managedFields",
            "resourceVersion",
            *(["generation"] if each["kind"] == "EndpointSlice" else []),
        }  # how often it was written
        metadata = {key: value for key, value in each["metadata"].items() if key not in left_out}
        plain = _plain({**each, "metadata": metadata}, words, namespace, node)
        if each["kind"] != "Event":
            found.setdefault(f"{plain['kind']} {plain['metadata']['name']}", []).append(plain)
        elif each["reportingComponent"] != "kubelet" and each["reason"] != "FailedScheduling":
            about = plain["involvedObject"]
            said = {name: plain[name] for name in ("type", "reason", "message", "source", "reportingComponent")}
            found.setdefault(f"Events of {about['kind']} {about['name']}", []).append(said)
    return {key: sorted(value, key=json.dumps) for key, value in sorted(found.items())}


def _words(objects: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What stands for what: hashes, and names that end by chance."""
    words: dict[str, str] = {}
    for each in objects:
        metadata = each["metadata"]
        labels: dict[str, str] = metadata.get("labels") or {}
        for label in _HASHES:
            value = labels.get(label)
            if value is not None:
                words[value.rpartition("-")[2]] = "HASH"
        beginning = metadata.get("generateName")
        if beginning and each["kind"] != "Event" and not metadata["name"].removeprefix(beginning).isdigit():
            words[metadata["name"].removeprefix(beginning)] = "CHANCE"
    return words


def _plain(obj: Mapping[str, Any], words: Mapping[str, str], namespace: str, node: str) -> Any:
    text = json.dumps(obj, sort_keys=True)
    for pattern, instead in (
        (_TIME, "TIME"),
        (_UID, "UID"),
        (_ADDRESS, "ADDRESS"),
        (_NODE_PORT, '"nodePort": 30000'),
        (_CERTIFICATE, '"ca.crt": "PEM"'),
        (_VERSION, '"resourceVersion": "1"'),
    ):
        text = pattern.sub(instead, text)
    for word, instead in words.items():
        text = re.sub(rf"(?<=[-\"]){re.escape(word)}\b", instead, text)
    return json.loads(text.replace(namespace, "NS").replace(f'"{node}"', '"NODE"').replace(f"to {node}", "to NODE"))
