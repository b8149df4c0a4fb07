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
    gone = absent(live, applied)
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
        return Verdict("waiting", said("Ready", ready))
    state = part(live, "status").get("state")
    return READY if state == "Active" else Verdict("waiting", f"state is {state}, not Active")


def judge_instance(
    live: Mapping[str, Any] | None, applied: Mapping[str, Any], awaited: Iterable[Sequence[str]], ready: Sequence[str] = ("Ready",)
) -> Verdict:
    """Whether an instance is ready in its present generation, with every status field that it has to have.

    Args:
        live: the instance; None where there is none.
        applied: the instance as we know it: another one of its name, or an older version, does not count.
        awaited: paths in its status that have to have a value.
        ready: the conditions that say so together; others than `Ready` where the graph declares conditions of its own, which kro
            writes in place of its own. With none at all only the state is left, which says less.
    """
    gone = absent(live, applied)
    if gone is not None or live is None:
        return Verdict("waiting", gone or "")
    reason = next((reason for reason in (_not_true(live, kind) for kind in ready) if reason), "")
    if reason:
        return Verdict("waiting", reason)
    status = part(live, "status")
    if not ready and status.get("state") != "ACTIVE":
        return Verdict("waiting", f"state is {status.get('state')}, not ACTIVE")
    missing = [".".join(path) for path in awaited if _at(status, path) is None]
    return READY if not missing else Verdict("waiting", f"Ready, but status has no {', '.join(missing)} yet")


def _not_true(live: Mapping[str, Any], kind: str) -> str:
    found = condition(live, kind)
    generation = live["metadata"].get("generation")
    if found is None:
        return "kro has not looked at it yet"
    if found.get("observedGeneration") != generation:
        return f"kro has seen generation {found.get('observedGeneration')}, not {generation} yet"
    return "" if found["status"] == "True" else said(kind, found)


def describe_conditions(live: Mapping[str, Any]) -> list[str]:
    """The conditions of an object that are not True, one line each."""
    return [said(each["type"], each) for each in parts(part(live, "status"), "conditions") if each.get("status") != "True"]


def describe_deletion(live: Mapping[str, Any]) -> str:
    """What keeps an object that is being deleted."""
    finalizers: list[str] = live["metadata"].get("finalizers") or []
    return "it is being deleted" + (f", held by {', '.join(finalizers)}" if finalizers else "")


def absent(live: Mapping[str, Any] | None, applied: Mapping[str, Any]) -> str | None:
    """Why an object is not the one that was applied, or not yet, or not for long; None where it is."""
    if live is None:
        return "it is not there"
    if live["metadata"]["uid"] != applied["metadata"]["uid"]:
        return "it was replaced by another object of its name"
    if live["metadata"].get("generation", 0) < applied["metadata"].get("generation", 0):
        return "its new generation is on its way"
    if 0 < _version(live) < _version(applied):
        return "its new version is on its way"
    return describe_deletion(live) if live["metadata"].get("deletionTimestamp") else None


def _version(live: Mapping[str, Any]) -> int:
    """The version of an object, which Kubernetes counts up; 0 where it is not known, or no number."""
    version = str(live["metadata"].get("resourceVersion", ""))
    return int(version) if version.isdecimal() else 0


def _now(live: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    found = condition(live, kind)
    return found if found is not None and found.get("observedGeneration") == live["metadata"].get("generation") else None


def said(kind: str, found: Mapping[str, Any] | None) -> str:
    """A condition in one line: its status, and why."""
    if found is None:
        return f"{kind} is not said yet"
    detail = ": ".join(_plain(str(found[name])) for name in ("reason", "message") if found.get(name))
    return f"{kind}={found['status']}" + (f" {detail}" if detail else "")


def _plain(message: str) -> str:
    """A message of kro without what it wraps around every reason, and without the text of a readyWhen, which is long and known."""
    for wrapping in _WRAPPINGS:
        message = message.replace(wrapping, "")
    return _READY_WHEN.sub("readyWhen is not true yet", message)


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    return value  # pyright: ignore[reportUnknownVariableType] - JSON has no narrower type
