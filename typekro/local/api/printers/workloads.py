"""The cells of what runs pods."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from typekro.local.api.ages import age, duration
from typekro.local.api.printers.cells import NONE, UNSET, containers, labels, name, part, parts, selector, since, truth
from typekro.local.timestamps import parsed

Object = Mapping[str, Any]


def _deployment(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    counts = [status.get("updatedReplicas", 0), status.get("availableReplicas", 0)]
    return [name(manifest), ready, *counts, since(manifest, now), *containers(part(spec, "template")), selector(spec.get("selector"))]


def _replica_set(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    counts = [spec.get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0)]
    return [name(manifest), *counts, since(manifest, now), *containers(part(spec, "template")), selector(spec.get("selector")) or NONE]


def _controller(manifest: Object, now: datetime) -> list[Any]:
    return [
        *_replica_set({**manifest, "spec": {**manifest["spec"], "selector": None}}, now)[:-1],
        labels(part(manifest, "spec", "selector")),
    ]


def _stateful_set(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    ready = f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}"
    return [name(manifest), ready, since(manifest, now), *containers(part(spec, "template"))]


def _daemon_set(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    wanted = ("desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled", "numberAvailable")
    counts = [status.get(each, 0) for each in wanted]
    template = part(spec, "template")
    nodes = labels(part(template, "spec", "nodeSelector"))
    return [name(manifest), *counts, nodes, since(manifest, now), *containers(template), selector(spec.get("selector")) or NONE]


def _job(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    succeeded, parallel = status.get("succeeded", 0), spec.get("parallelism", 0)
    if spec.get("completions") is not None:
        completions = f"{succeeded}/{spec['completions']}"
    else:
        completions = f"{succeeded}/1 of {parallel}" if parallel > 1 else f"{succeeded}/1"
    took = ""
    if status.get("startTime"):
        took = duration((parsed(status["completionTime"]) if status.get("completionTime") else now) - parsed(status["startTime"]))
    wide = [*containers(part(spec, "template")), selector(spec.get("selector")) or NONE]
    return [name(manifest), _job_status(manifest), completions, took, since(manifest, now), *wide]


def _job_status(manifest: Object) -> str:
    true = {each["type"] for each in parts(manifest, "status", "conditions") if each.get("status") == "True"}
    if "Complete" in true:
        return "Complete"
    if "Failed" in true:
        return "Failed"
    if "deletionTimestamp" in manifest["metadata"]:
        return "Terminating"
    return next((each for each in ("Suspended", "FailureTarget", "SuccessCriteriaMet") if each in true), "Running")


def _cron_job(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    last = age(status["lastScheduleTime"], now) if status.get("lastScheduleTime") else NONE
    job = part(spec, "jobTemplate", "spec")
    wide = [*containers(part(job, "template")), selector(job.get("selector")) or NONE]
    head = [name(manifest), spec.get("schedule", ""), spec.get("timeZone") or NONE, truth(spec.get("suspend"))]
    return [*head, len(parts(status, "active")), last, since(manifest, now), *wide]


def _pod_template(manifest: Object, _: datetime) -> list[Any]:
    template = part(manifest, "template")
    return [name(manifest), *containers(template), labels(part(template, "metadata", "labels"))]


def _revision(manifest: Object, now: datetime) -> list[Any]:
    owner = next((each for each in parts(manifest, "metadata", "ownerReferences") if each.get("controller")), None)
    said = NONE
    if owner is not None:
        group = owner["apiVersion"].rpartition("/")[0]
        said = f"{owner['kind']}{f'.{group}' if group else ''}".lower() + f"/{owner['name']}"
    return [name(manifest), said, manifest.get("revision", 0), since(manifest, now)]


def _autoscaler(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    target = part(spec, "scaleTargetRef")
    least = str(spec["minReplicas"]) if spec.get("minReplicas") is not None else UNSET
    metrics = _metrics(spec, status)
    counts = [least, spec.get("maxReplicas", 0), status.get("currentReplicas", 0)]
    return [name(manifest), f"{target.get('kind', '')}/{target.get('name', '')}", metrics, *counts, since(manifest, now)]


def _metrics(spec: Object, status: Object) -> str:
    wanted, seen = parts(spec, "metrics"), parts(status, "currentMetrics")
    said = [_metric(each, seen[index] if index < len(seen) else {}) for index, each in enumerate(wanted)]
    more = len(said) - 2
    return (", ".join(said[:2]) + (f" + {more} more..." if more > 0 else "")) or NONE


def _metric(wanted: Object, seen: Object) -> str:
    kind = str(wanted.get("type", ""))
    field = kind[:1].lower() + kind[1:]
    target, current = part(wanted, field, "target"), part(seen, field, "current")
    head = f"{part(wanted, field).get('name', '')}: " if field in {"resource", "containerResource"} else ""
    if target.get("averageValue") is not None:
        average = " (avg)" if field in {"external", "object"} else ""
        return f"{head}{current.get('averageValue', '<unknown>')}/{target['averageValue']}{average}"
    if head:
        return head + "/".join(
            f"{each['averageUtilization']}%" if each.get("averageUtilization") is not None else missing
            for each, missing in ((current, "<unknown>"), (target, "<auto>"))
        )
    return f"{current.get('value', '<unknown>')}/{target.get('value', '')}"


def _budget(manifest: Object, now: datetime) -> list[Any]:
    spec = part(manifest, "spec")
    bounds = [str(spec[each]) if spec.get(each) is not None else "N/A" for each in ("minAvailable", "maxUnavailable")]
    return [name(manifest), *bounds, part(manifest, "status").get("disruptionsAllowed", 0), since(manifest, now)]


WORKLOADS = {
    "deployments.apps": _deployment,
    "replicasets.apps": _replica_set,
    "replicationcontrollers": _controller,
    "statefulsets.apps": _stateful_set,
    "daemonsets.apps": _daemon_set,
    "jobs.batch": _job,
    "cronjobs.batch": _cron_job,
    "podtemplates": _pod_template,
    "controllerrevisions.apps": _revision,
    "horizontalpodautoscalers.autoscaling": _autoscaler,
    "poddisruptionbudgets.policy": _budget,
}
"""The printers of workloads."""
