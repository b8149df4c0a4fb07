"""What the API server says of Jobs and CronJobs."""

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.checking.schedules import problem_of_schedule
from typekro.kubernetes.objects import selects
from typekro.local.schemas.builtin.container_rules import Part, valid_values
from typekro.local.schemas.builtin.judging import not_negative, one_of, unchanged
from typekro.local.schemas.builtin.pod_rules import template_problems
from typekro.local.schemas.field_problems import FieldProblem, invalid, required
from typekro.local.schemas.metadata import shown_selector
from typekro.local.schemas.shapes import part_of

_MODES: Final = ("NonIndexed", "Indexed")
_ENDS: Final = ("OnFailure", "Never")
_GENERATED: Final = frozenset({"batch.kubernetes.io/controller-uid", "controller-uid"})
_FIELDS: Final = 5
_BOUNDS: Final = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))


def job_problems(job: Part, old: Part | None = None) -> Iterator[FieldProblem]:
    """What is wrong with a Job, beside its metadata."""
    spec: Part = part_of(job, "spec")
    selector, labels = spec.get("selector"), part_of(part_of(spec, "template"), "metadata").get("labels")
    yield from job_spec_problems(spec, "spec")
    if old is None and selector is not None and not spec.get("manualSelector") and set(part_of(selector, "matchLabels")) - _GENERATED:
        yield invalid("spec.selector", shown_selector(selector), "`selector` not auto-generated")
    if selector is None and (old is not None or spec.get("manualSelector")):
        yield required("spec.selector")
        if old is None:
            yield invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")
    elif selector is not None and not selects(selector, labels or {}):
        yield invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")


def job_spec_problems(spec: Part, at: str) -> Iterator[FieldProblem]:
    """What is wrong with the spec of a Job.

    Args:
        spec: the spec, with defaults.
        at: where it stands.
    """
    for field in ("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"):
        yield from not_negative(spec.get(field), f"{at}.{field}")
    mode = spec.get("completionMode")
    if mode is not None:
        yield from one_of(mode, _MODES, f"{at}.completionMode")
        if mode == "Indexed" and spec.get("completions") is None:
            yield required(f"{at}.completions", "when completion mode is Indexed")
    template: Part = part_of(spec, "template")
    yield from template_problems(template, f"{at}.template")
    policy = part_of(template, "spec").get("restartPolicy")
    if policy in {"Always", None, ""}:
        yield required(f"{at}.template.spec.restartPolicy", valid_values(_ENDS))
    elif policy != "Never" and spec.get("podFailurePolicy") is not None:
        yield invalid(f"{at}.template.spec.restartPolicy", policy, 'only "Never" is supported when podFailurePolicy is specified')


def job_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a Job."""
    after, before = part_of(new, "spec"), part_of(old, "spec")
    if after.get("completionMode") != "Indexed":
        yield from unchanged(after.get("completions"), before.get("completions"), "spec.completions")
    yield from unchanged(after.get("selector"), before.get("selector"), "spec.selector")
    if not (before.get("suspend") and not part_of(old, "status").get("startTime")):
        yield from unchanged(after.get("template"), before.get("template"), "spec.template")
    for field in ("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"):
        yield from unchanged(after.get(field), before.get(field), f"spec.{field}")


def cron_job_problems(cron_job: Part) -> Iterator[FieldProblem]:
    """What is wrong with a CronJob, beside its metadata."""
    spec: Part = part_of(cron_job, "spec")
    yield from _of_schedule(spec.get("schedule") or "")
    yield from not_negative(spec.get("startingDeadlineSeconds"), "spec.startingDeadlineSeconds")
    zone = spec.get("timeZone")
    if zone is not None:
        yield from _of_zone(zone)
    yield from one_of(spec.get("concurrencyPolicy"), ("Allow", "Forbid", "Replace"), "spec.concurrencyPolicy")
    for field in ("successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        yield from not_negative(spec.get(field), f"spec.{field}")
    yield from job_spec_problems(part_of(part_of(spec, "jobTemplate"), "spec"), "spec.jobTemplate.spec")


def _of_zone(zone: str) -> Iterator[FieldProblem]:
    if not zone:
        yield invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string")
    elif zone.lower() == "local":
        yield invalid("spec.timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
    else:
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            yield invalid("spec.timeZone", zone, f"unknown time zone {zone}")


def _of_schedule(schedule: str) -> Iterator[FieldProblem]:
    at = "spec.schedule"
    if not schedule:
        yield required(at)
        return
    if "TZ" in schedule:
        yield invalid(at, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
    elif problem_of_schedule(schedule) is not None:
        yield invalid(at, schedule, _in_cron_words(schedule))


def _in_cron_words(schedule: str) -> str:
    """What the cron library of Kubernetes says of a schedule that it cannot read."""
    if schedule.startswith("@"):
        return f"unrecognized descriptor: {schedule}"
    fields = schedule.split()
    if len(fields) != _FIELDS:
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    for field, (least, most) in zip(fields, _BOUNDS, strict=True):
        for part in field.split(","):
            said = _of_part(part, least, most)
            if said:
                return said
    return problem_of_schedule(schedule) or ""


def _of_part(part: str, least: int, most: int) -> str:
    span, _, step = part.partition("/")
    ends = span.split("-")
    numbers = [int(end) if re.fullmatch(r"\d+", end, re.ASCII) else None for end in ends]
    if span not in {"*", "?"} and None in numbers and not re.fullmatch(r"[a-zA-Z]{3}(-[a-zA-Z]{3})?", span):
        wrong = next(end for end, number in zip(ends, numbers, strict=True) if number is None)
        return f'failed to parse int from {wrong}: strconv.Atoi: parsing "{wrong}": invalid syntax'
    known = [number for number in numbers if number is not None]
    if known and known[0] < least:
        return f"beginning of range ({known[0]}) below minimum ({least}): {part}"
    if known and known[-1] > most:
        return f"end of range ({known[-1]}) above maximum ({most}): {part}"
    if len(known) > 1 and known[0] > known[-1]:
        return f"beginning of range ({known[0]}) beyond end of range ({known[-1]}): {part}"
    return f"step of range should be a positive number: {part}" if step == "0" else ""


def generated_labels(name: str, uid: str) -> Mapping[str, Any]:
    """The labels by which a Job knows its own pods.

    Args:
        name: the name of the Job.
        uid: its uid.
    """
    return {"batch.kubernetes.io/controller-uid": uid, "controller-uid": uid, "batch.kubernetes.io/job-name": name, "job-name": name}
