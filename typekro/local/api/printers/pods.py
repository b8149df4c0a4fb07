"""The cells of a pod: above all what its containers are doing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from typekro.local.api.ages import age
from typekro.local.api.printers.cells import NONE, name, part, parts, since

_TERMINAL: Final = frozenset({"Succeeded", "Failed"})


@attrs.define
class _Seen:
    reason: str
    restarts: int = 0
    ready: int = 0
    last: str = ""

    def restarted(self, container: Mapping[str, Any]) -> None:
        self.restarts += container.get("restartCount", 0)
        self.last = max(self.last, part(container, "lastState", "terminated").get("finishedAt") or "")


def pod_cells(manifest: Mapping[str, Any], now: datetime) -> list[Any]:
    """The cells of a pod."""
    spec, status = part(manifest, "spec"), part(manifest, "status")
    sidecars = {each["name"] for each in parts(spec, "initContainers") if each.get("restartPolicy") == "Always"}
    seen = _seen(status, sidecars, len(parts(spec, "initContainers")))
    reason = seen.reason
    if "deletionTimestamp" in manifest["metadata"]:
        if status.get("reason") == "NodeLost":
            reason = "Unknown"
        elif status.get("phase") not in _TERMINAL:
            reason = "Terminating"
    restarts = str(seen.restarts)
    if seen.restarts and seen.last:
        restarts = f"{seen.restarts} ({age(seen.last, now)} ago)"
    total = len(parts(spec, "containers")) + len(sidecars)
    addresses = parts(status, "podIPs")
    wide = [
        (addresses[0].get("ip") if addresses else "") or NONE,
        spec.get("nodeName") or NONE,
        status.get("nominatedNodeName") or NONE,
        _gates(parts(spec, "readinessGates"), parts(status, "conditions")),
    ]
    return [name(manifest), f"{seen.ready}/{total}", reason, restarts, since(manifest, now), *wide]


def _seen(status: Mapping[str, Any], sidecars: set[str], initial: int) -> _Seen:
    reason = status.get("reason") or status.get("phase", "")
    conditions = parts(status, "conditions")
    if any(each.get("type") == "PodScheduled" and each.get("reason") == "SchedulingGated" for each in conditions):
        reason = "SchedulingGated"
    seen, beside = _Seen(reason), _Seen(reason)
    initializing = _initial(seen, beside, parts(status, "initContainerStatuses"), sidecars, initial)
    if initializing and not _is_true(conditions, "Initialized"):
        return seen
    seen.restarts, seen.last = beside.restarts, beside.last
    _running(seen, parts(status, "containerStatuses"), conditions)
    return seen


def _initial(seen: _Seen, beside: _Seen, found: Sequence[Mapping[str, Any]], sidecars: set[str], total: int) -> bool:
    for index, container in enumerate(found):
        sidecar = container.get("name") in sidecars
        seen.restarted(container)
        if sidecar:
            beside.restarted(container)
        terminated, waiting = part(container, "state").get("terminated"), part(container, "state", "waiting")
        if terminated is not None and not terminated.get("exitCode"):
            continue
        if sidecar and container.get("started"):
            seen.ready += bool(container.get("ready"))
            continue
        if terminated is not None:
            seen.reason = f"Init:{_ended(terminated)}"
        elif waiting.get("reason") and waiting["reason"] != "PodInitializing":
            seen.reason = f"Init:{waiting['reason']}"
        else:
            seen.reason = f"Init:{index}/{total}"
        return True
    return False


def _running(seen: _Seen, found: Sequence[Mapping[str, Any]], conditions: Sequence[Mapping[str, Any]]) -> None:
    running, failed = False, ""
    for container in reversed(found):
        seen.restarted(container)
        state = part(container, "state")
        terminated = state.get("terminated")
        if part(state, "waiting").get("reason"):
            seen.reason = state["waiting"]["reason"]
        elif terminated is not None:
            seen.reason = _ended(terminated)
            if terminated.get("exitCode"):
                failed = seen.reason
        elif container.get("ready") and state.get("running") is not None:
            running = True
            seen.ready += 1
    if seen.reason == "Completed":
        if running and _is_true(conditions, "Ready"):
            seen.reason = "Running"
        elif failed:
            seen.reason = failed
        elif running:
            seen.reason = "NotReady"


def _ended(terminated: Mapping[str, Any]) -> str:
    if terminated.get("reason"):
        return str(terminated["reason"])
    return f"Signal:{terminated['signal']}" if terminated.get("signal") else f"ExitCode:{terminated.get('exitCode', 0)}"


def _is_true(conditions: Sequence[Mapping[str, Any]], kind: str) -> bool:
    return any(each.get("type") == kind and each.get("status") == "True" for each in conditions)


def _gates(gates: Sequence[Mapping[str, Any]], conditions: Sequence[Mapping[str, Any]]) -> str:
    if not gates:
        return NONE
    return f"{sum(_is_true(conditions, each['conditionType']) for each in gates)}/{len(gates)}"
