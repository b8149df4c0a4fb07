"""When an object of Kubernetes works, by the rules of its kind, and what is missing where it does not: pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from typekro.kro.readiness import READY, Verdict, absent, said
from typekro.kubernetes.objects import condition, part, parts

_TROUBLE = ("ReplicaFailure", "Failed", "FailureTarget", "Suspended")


def judge_object(live: Mapping[str, Any] | None, applied: Mapping[str, Any]) -> Verdict:
    """Whether an object works in its present generation.

    Deployments, StatefulSets, DaemonSets, ReplicaSets, Pods, Jobs, Services, Namespaces, CustomResourceDefinitions and APIServices have
    rules of their own. A PersistentVolumeClaim is ready while it is Pending too: many are bound only when a pod wants them, which cannot
    be seen from the claim. Any other object is ready when its condition Ready is True, where it has one; else as soon as it exists and
    its controller, where that says so, has seen its present generation.

    Args:
        live: the object; None where there is none.
        applied: the object as we know it: another one of its name, or an older version, does not count.

    Example:
        >>> claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"uid": "1"}, "status": {"phase": "Lost"}}
        >>> judge_object(claim, claim)
        Verdict(state='refused', reason='its volume is lost')
    """
    gone = absent(live, applied)
    if gone is not None or live is None:
        return Verdict("waiting", gone or "")
    rule = _RULES.get((str(live["apiVersion"]).rpartition("/")[0], live["kind"]), _any)
    return rule(live)


def describe_trouble(live: Mapping[str, Any]) -> list[str]:
    """The conditions of an object that say that something is wrong, one line each."""
    found = parts(part(live, "status"), "conditions")
    return [said(each["type"], each) for each in found if (each.get("status") == "True") is (each["type"] in _TROUBLE)]


def describe_leaving(live: Mapping[str, Any]) -> list[str]:
    """What keeps a namespace that is being deleted, one line each: its conditions are True where something is in the way."""
    found = parts(part(live, "status"), "conditions")
    return [said(each["type"], each) for each in found if each.get("status") == "True" and each["type"].startswith("Namespace")]


def describe_pod(pod: Mapping[str, Any]) -> list[str]:
    """What keeps a pod from being ready: what its containers wait for, or why it has no node; none where it is ready."""
    status = part(pod, "status")
    if status.get("phase") == "Succeeded" or _is_true(pod, "Ready"):
        return []
    containers = [*parts(status, "initContainerStatuses"), *parts(status, "containerStatuses")]
    lines = [line for each in containers for line in _describe_container(each)]
    scheduled = condition(pod, "PodScheduled")
    if scheduled is not None and scheduled["status"] != "True":
        lines.append(said("PodScheduled", scheduled))
    return lines or [_reason_of(status) or f"phase is {status.get('phase')}"]


def _describe_container(container: Mapping[str, Any]) -> Iterator[str]:
    waiting = part(part(container, "state"), "waiting")
    ended = part(part(container, "state"), "terminated") or part(part(container, "lastState"), "terminated")
    if waiting:
        yield f"container {container['name']}: {_reason_of(waiting)}"
    if ended.get("exitCode"):
        yield f"container {container['name']}: {_reason_of(ended)} (exit code {ended['exitCode']})"


def _reason_of(said_by: Mapping[str, Any]) -> str:
    return ": ".join(str(said_by[key]) for key in ("reason", "message") if said_by.get(key))


def _waiting(reason: str) -> Verdict:
    return Verdict("waiting", reason) if reason else READY


def _behind(live: Mapping[str, Any]) -> str:
    """Why what the status says is not about the present generation; empty where it is."""
    seen, generation = part(live, "status").get("observedGeneration"), live["metadata"].get("generation", 0)
    if seen is None:
        return "its controller has not looked at it yet"
    return f"its controller has seen generation {seen}, not {generation} yet" if seen < generation else ""


def _is_true(live: Mapping[str, Any], kind: str) -> bool:
    found = condition(live, kind)
    return found is not None and found["status"] == "True"


def _deployment(live: Mapping[str, Any]) -> Verdict:
    spec, status = part(live, "spec"), part(live, "status")
    behind = _behind(live)
    if behind:
        return _waiting(behind)
    progress = condition(live, "Progressing")
    if progress is not None and (progress["status"], progress.get("reason")) == ("False", "ProgressDeadlineExceeded"):
        return Verdict("refused", said("Progressing", progress))
    wanted, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    reason = _too_few(updated, wanted, "replicas are of its present template")
    if not reason and status.get("replicas", 0) > updated:
        reason = f"{status['replicas'] - updated} replicas of an older template are still there"
    reason = reason or _too_few(status.get("availableReplicas", 0), wanted, "replicas are available")
    return _waiting(f"it is paused, and {reason}" if reason and spec.get("paused") else reason)


def _stateful_set(live: Mapping[str, Any]) -> Verdict:
    spec, status = part(live, "spec"), part(live, "status")
    strategy, wanted = part(spec, "updateStrategy"), spec.get("replicas", 1)
    due = max(wanted - part(strategy, "rollingUpdate").get("partition", 0), 0)
    # With OnDelete its pods stay of the old template until somebody deletes them.
    updated = "" if strategy.get("type") == "OnDelete" else _too_few(status.get("updatedReplicas", 0), due, "replicas are updated")
    return _waiting(_behind(live) or updated or _too_few(status.get("readyReplicas", 0), wanted, "replicas are ready"))


def _daemon_set(live: Mapping[str, Any]) -> Verdict:
    status = part(live, "status")
    wanted = status.get("desiredNumberScheduled", 0)
    by_hand = part(part(live, "spec"), "updateStrategy").get("type") == "OnDelete"
    updated = "" if by_hand else _too_few(status.get("updatedNumberScheduled", 0), wanted, "pods are updated")
    return _waiting(_behind(live) or updated or _too_few(status.get("numberAvailable", 0), wanted, "pods are available"))


def _replica_set(live: Mapping[str, Any]) -> Verdict:
    wanted = part(live, "spec").get("replicas", 1)
    return _waiting(_behind(live) or _too_few(part(live, "status").get("availableReplicas", 0), wanted, "replicas are available"))


def _too_few(there: int, wanted: int, what: str) -> str:
    return f"{there} of {wanted} {what}" if there < wanted else ""


def _pod(live: Mapping[str, Any]) -> Verdict:
    status = part(live, "status")
    if status.get("phase") == "Failed":
        return Verdict("refused", "; ".join(["it has failed", *(text for text in describe_pod(live) if text != "phase is Failed")]))
    return _waiting("; ".join(describe_pod(live)))


def _job(live: Mapping[str, Any]) -> Verdict:
    failed = condition(live, "Failed")
    if failed is not None and failed["status"] == "True":
        return Verdict("refused", said("Failed", failed))
    if _is_true(live, "Complete"):
        return READY
    spec, status = part(live, "spec"), part(live, "status")
    if spec.get("suspend"):
        return _waiting("it is suspended")
    wanted = spec.get("completions")  # without it, the first pod that ends well completes it
    return _waiting(
        f"{status.get('succeeded', 0)} of {1 if wanted is None else wanted} pods have succeeded, {status.get('failed', 0)} failed"
    )


def _claim(live: Mapping[str, Any]) -> Verdict:
    return Verdict("refused", "its volume is lost") if part(live, "status").get("phase") == "Lost" else READY


def _service(live: Mapping[str, Any]) -> Verdict:
    balanced = part(live, "spec").get("type") == "LoadBalancer"
    missing = balanced and not parts(part(part(live, "status"), "loadBalancer"), "ingress")
    return _waiting("its load balancer has no address yet" if missing else "")


def _namespace(live: Mapping[str, Any]) -> Verdict:
    phase = part(live, "status").get("phase")
    return _waiting("" if phase == "Active" else f"phase is {phase}, not Active")


def _needs(*kinds: str) -> Callable[[Mapping[str, Any]], Verdict]:
    def judge(live: Mapping[str, Any]) -> Verdict:
        missing = next((kind for kind in kinds if not _is_true(live, kind)), None)
        return READY if missing is None else _waiting(said(missing, condition(live, missing)))

    return judge


def _any(live: Mapping[str, Any]) -> Verdict:
    generation = live["metadata"].get("generation", 0)
    ready = condition(live, "Ready")
    if ready is not None:
        seen = ready.get("observedGeneration")
        if seen is not None and seen < generation:
            return _waiting(f"Ready is said of generation {seen}, not {generation} yet")
        if ready["status"] != "True":
            return _waiting(said("Ready", ready))
    return _waiting(_behind(live) if "observedGeneration" in part(live, "status") else "")


_RULES: dict[tuple[str, str], Callable[[Mapping[str, Any]], Verdict]] = {
    ("apps", "Deployment"): _deployment,
    ("apps", "StatefulSet"): _stateful_set,
    ("apps", "DaemonSet"): _daemon_set,
    ("apps", "ReplicaSet"): _replica_set,
    ("", "Pod"): _pod,
    ("batch", "Job"): _job,
    ("", "PersistentVolumeClaim"): _claim,
    ("", "Service"): _service,
    ("", "Namespace"): _namespace,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _needs("Established", "NamesAccepted"),
    ("apiregistration.k8s.io", "APIService"): _needs("Available"),
}
