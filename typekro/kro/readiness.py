"""When kro's objects are ready, and what is missing where they are not: pure, from what the API server says (kro 0.9)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import attrs

from typekro.kubernetes.objects import condition, part, parts

# kro takes these up again by itself, once the kind is there.
_PASSING = ("failed to get schema for resource", "no matches for kind", "failed to get REST mapping")
_FOR_GOOD = ("breaking changes detected", "owned by another ResourceGraphDefinition", "not owned by KRO")
_WRAPPINGS = ("resource reconciliation failed: ", "apply results contain errors: ", " (waiting for readiness)")
_READY_WHEN = re.compile(r'readyWhen condition evaluated to false: "(?:[^"\\]|\\.)*"')


@attrs.frozen
class Verdict:
    """What an object's status says.

    Args:
        state: `ready`, `waiting`, or `refused` where waiting is of no use.
        reason: what is missing, or why it is refused; empty where it is ready.
    """

    state: Literal["ready", "waiting", "refused"]
    reason: str = ""


READY = Verdict("ready")


def judge_graph(live: Mapping[str, Any] | None, applied: Mapping[str, Any]) -> Verdict:
    """Whether kro took a ResourceGraphDefinition, in its present generation; `applied` is what we know of it: nothing older counts."""
    gone = _gone(live, applied)
    if gone is not None or live is None:
        return Verdict("waiting", gone or "")
    for kind in ("GraphAccepted", "KindReady"):
        found = _now(live, kind)
        if found is not None and found["status"] == "False":
            message = str(found.get("message", ""))
            passing = any(text in message for text in _PASSING)
            terminal = any(text in message for text in _FOR_GOOD) if kind == "KindReady" else not passing
            return Verdict("refused" if terminal else "waiting", message)
    ready = _now(live, "Ready")
    if ready is None or ready["status"] != "True":
        return Verdict("waiting", _said("Ready", ready))
    state = part(live, "status").get("state")
    return READY if state == "Active" else Verdict("waiting", f"state is {state}, not Active")


def judge_definition(live: Mapping[str, Any] | None, graph: Mapping[str, Any]) -> Verdict:
    """Whether the CustomResourceDefinition of a graph serves the schema that the graph asks for."""
    if live is None:
        return Verdict("waiting", "its CustomResourceDefinition is not there yet")
    for kind in ("Established", "NamesAccepted"):
        found = condition(live, kind)
        if found is None or found["status"] != "True":
            return Verdict("waiting", f"its CustomResourceDefinition: {_said(kind, found)}")
    schema = graph["spec"]["schema"]
    serving = [version for version in live["spec"]["versions"] if version["name"] == schema["apiVersion"] and version["served"]]
    if not serving:
        return Verdict("waiting", f"its CustomResourceDefinition does not serve {schema['apiVersion']} yet")
    properties = serving[0]["schema"]["openAPIV3Schema"].get("properties", {})
    missing = [f"{part}.{path}" for part in ("spec", "status") for path in _missing(schema.get(part) or {}, properties.get(part) or {})]
    return READY if not missing else Verdict("waiting", f"its CustomResourceDefinition does not have {', '.join(missing)} yet")


def judge_instance(live: Mapping[str, Any] | None, applied: Mapping[str, Any], awaited: Iterable[Sequence[str]]) -> Verdict:
    """Whether an instance is ready in its present generation, with every status field that it has to have.

    Args:
        live: the instance; None where there is none.
        applied: the instance as we know it: another one of its name, or an older version, does not count.
        awaited: paths in its status that have to have a value.
    """
    gone = _gone(live, applied)
    if gone is not None or live is None:
        return Verdict("waiting", gone or "")
    ready = condition(live, "Ready")
    generation = live["metadata"].get("generation")
    if ready is None:
        return Verdict("waiting", "kro has not looked at it yet")
    if ready.get("observedGeneration") != generation:
        return Verdict("waiting", f"kro has seen generation {ready.get('observedGeneration')}, not {generation} yet")
    if ready["status"] != "True":
        return Verdict("waiting", _said("Ready", ready))
    status = part(live, "status")
    missing = [".".join(path) for path in awaited if _at(status, path) is None]
    return READY if not missing else Verdict("waiting", f"Ready, but status has no {', '.join(missing)} yet")


def describe_conditions(live: Mapping[str, Any]) -> list[str]:
    """The conditions of an object that are not True, one line each."""
    return [_said(each["type"], each) for each in parts(part(live, "status"), "conditions") if each.get("status") != "True"]


def describe_deletion(live: Mapping[str, Any]) -> str:
    """What keeps an object that is being deleted."""
    finalizers: list[str] = live["metadata"].get("finalizers") or []
    return "it is being deleted" + (f", held by {', '.join(finalizers)}" if finalizers else "")


def _gone(live: Mapping[str, Any] | None, applied: Mapping[str, Any]) -> str | None:
    if live is None:
        return "it is not there"
    if live["metadata"]["uid"] != applied["metadata"]["uid"]:
        return "it was replaced by another object of its name"
    if live["metadata"].get("generation", 0) < applied["metadata"].get("generation", 0):
        return "its new generation is on its way"
    return describe_deletion(live) if live["metadata"].get("deletionTimestamp") else None


def _now(live: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    found = condition(live, kind)
    return found if found is not None and found.get("observedGeneration") == live["metadata"].get("generation") else None


def _said(kind: str, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return f"{kind} is not said yet"
    detail = ": ".join(_plain(str(found[name])) for name in ("reason", "message") if found.get(name))
    return f"{kind}={found['status']}" + (f" {detail}" if detail else "")


def _plain(message: str) -> str:
    """A message of kro without what it wraps around every reason, and without the text of a readyWhen, which is long and known."""
    for wrapping in _WRAPPINGS:
        message = message.replace(wrapping, "")
    return _READY_WHEN.sub("readyWhen is not true yet", message)


def _missing(wanted: Mapping[str, Any], schema: Mapping[str, Any], path: str = "") -> list[str]:
    properties = part(schema, "properties")
    found: list[str] = []
    for name, below in wanted.items():
        if name not in properties:
            found.append(path + name)
        elif isinstance(below, dict):
            found += _missing(below, properties[name], f"{path}{name}.")  # pyright: ignore[reportUnknownArgumentType] - JSON has no narrower type
    return found


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    return value  # pyright: ignore[reportUnknownVariableType] - JSON has no narrower type
