"""Answers, and what of them can be compared: names and numbers that a server gives by chance become signs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"20(?:2[4-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_ADDRESS = re.compile(r"\b10\.(?:0|96)\.\d+\.\d+\b")
_PREFIX = re.compile(r"/typekro-control-plane-\w+/")
_CHANCE = re.compile(r"\bgen-[a-z0-9]{5}\b")
_AGE = re.compile(r"(?:\d+m)?\d+m?s")
_VERSION_SAID = re.compile(r"((?:resource ?version|UID)[^0-9]{1,40}?)(\d+)(?![-\w])", re.IGNORECASE)
_CUSTOM = ("example.com", "kro.run", "apiextensions.k8s.io")
_LONGEST = 1500
_CHANCE_PORTS = range(30000, 32900)


@attrs.frozen
class Reply:
    """What one side answered.

    Args:
        status: the HTTP status.
        headers: the headers that matter.
        body: the JSON document, the text, or of a watch the list of events.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


def read(status: int, headers: Iterable[tuple[str, str]], body: bytes) -> Reply:
    """Makes a reply of what came over the wire.

    Args:
        status: the HTTP status.
        headers: all headers.
        body: the body.
    """
    kept: dict[str, str] = {}
    for name, value in headers:
        if name.lower() in {"content-type", "warning", "retry-after", "location"}:
            kept[name.lower()] = f"{kept[name.lower()]}, {value}" if name.lower() in kept else value
    return Reply(status, kept, parsed(body))


def parsed(body: bytes) -> Any:
    """The JSON document of a body, or its text."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


@attrs.define
class Signs:
    """Gives signs for what one side chose by chance: the same sign for the same thing, in the order of appearance."""

    _uids: dict[str, str] = attrs.field(factory=dict[str, str])
    _versions: dict[str, str] = attrs.field(factory=dict[str, str])
    _addresses: dict[str, str] = attrs.field(factory=dict[str, str])

    def reply(self, reply: Reply) -> Reply:
        """The reply with signs."""
        headers = {name: self._text(value) for name, value in reply.headers.items()}
        return Reply(reply.status, headers, self._value(reply.body, ()))

    def _value(self, value: Any, path: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            value = _ordered(value)
            return {name: self._field(name, value[name], value, path) for name in sorted(value)}
        if isinstance(value, list):
            found = [self._value(each, (*path, "[]")) for each in value]
            if path and path[-1] == "managedFields":
                return sorted(found, key=lambda each: json.dumps(each, sort_keys=True))
            return found
        return self._text(value) if isinstance(value, str) else value

    def _field(self, name: str, value: Any, within: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        if name == "resourceVersion" and isinstance(value, str):
            return self._version(value, within)
        if name == "continue" and value:
            return "(token)"
        if name in {"nodePort", "healthCheckNodePort"} and value in _CHANCE_PORTS:
            return "(port)"
        if name == "cells":
            return [
                _AGE.sub("(age)", each) if isinstance(each, str) and _AGE.fullmatch(each) else self._value(each, path) for each in value
            ]
        return self._value(value, (*path, name))

    def _version(self, value: str, within: Mapping[str, Any]) -> str:
        if "uid" not in within and "name" not in within:
            return "(list)" if value else ""
        return self._versions.setdefault(value, f"version#{len(self._versions)}") if value else ""

    def _text(self, text: str) -> str:
        text = _UID.sub(lambda found: self._uids.setdefault(found[0], f"uid#{len(self._uids)}"), text)
        if "errors:\n  " in text:
            head, *lines = text.split("\n  ")
            text = "\n  ".join((head, *sorted(lines)))
        text = _CHANCE.sub("gen-(chance)", _PREFIX.sub("/registry/", text))
        text = _TIME.sub(lambda found: "(time.micro)" if found[1] else "(time)", text)
        text = _VERSION_SAID.sub(lambda found: found[1] + self._versions.get(found[2], found[2]), text)
        return _ADDRESS.sub(lambda found: self._addresses.setdefault(found[0], f"address#{len(self._addresses)}"), text)


def _ordered(document: dict[str, Any]) -> dict[str, Any]:
    """A document with lists in which the order means nothing in a form that does not depend on it."""
    match document.get("kind"):
        case "Status":
            return _sorted_causes(document)
        case "APIResourceList" if "resources" in document:
            return {**document, "resources": {each["name"]: each for each in document["resources"]}}
        case "APIGroupList" if "groups" in document:
            return {**document, "groups": {each["name"]: each for each in document["groups"] if not _others(each["name"])}}
        case "APIGroupDiscoveryList" if "items" in document:
            return {
                **document,
                "items": {
                    each["metadata"].get("name", ""): each for each in document["items"] if not _others(each["metadata"].get("name", ""))
                },
            }
        case _ if "freshness" in document and "resources" in document:
            return {**document, "resources": {each["resource"]: each for each in document["resources"]}}
        case _:
            return document


def _others(group: str) -> bool:
    """Whether a group may be another sequence's."""
    return group.endswith(".example.com")


def _sorted_causes(status: dict[str, Any]) -> dict[str, Any]:
    """A refusal with its causes in order, where the real API server tells them as they come out of a map of Go."""
    details = status.get("details") or {}
    causes: list[dict[str, Any]] = details.get("causes") or []
    texts = list(dict.fromkeys(f"{each.get('field')}: {each.get('message')}" for each in causes))
    said = f"[{', '.join(texts)}]"
    custom = any(details.get("group", "").endswith(own) for own in _CUSTOM) or status.get("reason") == "Conflict"
    first = {each.get("field"): index for index, each in reversed(list(enumerate(causes)))}

    def key(cause: dict[str, Any]) -> Any:
        text = json.dumps(cause, sort_keys=True)
        return text if custom else (first[cause.get("field")], text)

    causes = sorted(causes, key=key)
    message = str(status.get("message", ""))
    if len(texts) > 1 and message.endswith(said):
        again = dict.fromkeys(f"{each.get('field')}: {each.get('message')}" for each in causes)
        message = message.removesuffix(said) + f"[{', '.join(again)}]"
    return {**status, "message": message, "details": {**details, "causes": causes}} if causes else status


@attrs.frozen
class Difference:
    """A field in which two answers differ.

    Args:
        path: where: `status`, `headers.content-type`, or in the body, such as `body.spec.ports[0].name`.
        real: what the real API server answered; None where it has no such field.
        local: what the local one did.
    """

    path: str
    real: Any
    local: Any

    def __str__(self) -> str:
        return f"{self.path}:\n    real:  {_shown(self.real)}\n    local: {_shown(self.local)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict) and value.get("kind") == "Status":
        return str(value.get("message"))
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def differences(real: Any, local: Any, path: str) -> list[Difference]:
    """Compares two values, field by field.

    Args:
        real: the one.
        local: the other.
        path: where they are.
    """
    if isinstance(real, dict) and isinstance(local, dict):
        names = sorted(real.keys() | local.keys())
        return [each for name in names for each in _field(real, local, name, f"{path}.{name}")]
    if isinstance(real, list) and isinstance(local, list) and len(real) == len(local):
        return [each for index, pair in enumerate(zip(real, local, strict=True)) for each in differences(*pair, f"{path}[{index}]")]
    return [] if real == local and type(real) is type(local) else [Difference(path, real, local)]


def _field(real: Mapping[str, Any], local: Mapping[str, Any], name: str, path: str) -> list[Difference]:
    if name in real and name in local:
        return differences(real[name], local[name], path)
    return [Difference(path, real.get(name, "(absent)"), local.get(name, "(absent)"))]


def compared(real: Reply, local: Reply) -> list[Difference]:
    """All differences of two replies; where the status is another, their bodies are not compared further."""
    if real.status != local.status:
        return [*differences(real.status, local.status, "status"), Difference("body", real.body, local.body)]
    return [
        *differences(real.status, local.status, "status"),
        *differences(real.headers, local.headers, "headers"),
        *differences(real.body, local.body, "body"),
    ]
