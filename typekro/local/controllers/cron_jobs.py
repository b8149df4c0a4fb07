"""CronJobs: a Job whenever the clock says so."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from typekro.kubernetes.objects import part, parts
from typekro.local.api import StatusError
from typekro.local.controllers.base import MANAGER, Cluster, KindController
from typekro.local.controllers.cron_times import next_time
from typekro.local.controllers.jobs import JOB
from typekro.local.controllers.manifests import (
    Manifest,
    is_leaving,
    is_true,
    name_of,
    namespace_of,
    owner_reference,
    spec_of,
    status_of,
    uid_of,
)
from typekro.local.timestamps import parsed, rfc3339

CRON_JOB: Final = ("batch", "CronJob")

_BY = "cronjob-controller"
_SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp"
_SLACK = 0.1
_KEPT = {"Complete": ("successfulJobsHistoryLimit", 3), "Failed": ("failedJobsHistoryLimit", 1)}
_LATE_TIME = "%a, %d %b %Y %H:%M:%S UTC"


class CronJobController(KindController):
    """Starts the Jobs of CronJobs, and deletes old ones."""

    name = "cronjob"
    kind = CRON_JOB
    children = frozenset({JOB})

    def sync(self, obj: Manifest) -> float | None:
        """Starts a Job where one is due.

        Returns:
            Seconds until the next one is.
        """
        look = Look(self.cluster, obj, self.cluster.objects.controlled(obj, JOB), self.cluster.clock())
        try:
            look.note_ends()
            again = look.advance()
            look.clean_up()
        finally:
            look.write()
        return again


@attrs.define
class Look:
    """One look at a CronJob.

    Args:
        cluster: where.
        cron_job: the CronJob.
        jobs: its Jobs.
        now: the time.
    """

    cluster: Cluster
    cron_job: Manifest
    jobs: list[Manifest]
    now: datetime
    _active: list[Mapping[str, Any]] = attrs.field(init=False)
    _times: dict[str, Any] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        status = status_of(self.cron_job)
        self._active = list(parts(status, "active"))
        self._times = {key: value for key, value in status.items() if key != "active"}

    def note_ends(self) -> None:
        """Takes the Jobs out of the list of active ones that have ended, or are gone."""
        jobs = {uid_of(each): each for each in self.jobs}
        for reference in list(self._active):
            job = jobs.get(reference["uid"])
            if job is None:
                self._active.remove(reference)
                self._say("MissingJob", f"Active job went missing: {reference['name']}")
                continue
            end = _end_of(job)
            if end is not None:
                self._active.remove(reference)
                self._say("SawCompletedJob", f"Saw completed job: {name_of(job)}, condition: {end}")
        times = [status_of(each)["completionTime"] for each in self.jobs if "completionTime" in status_of(each)]
        if times:
            self._times["lastSuccessfulTime"] = max(*times, self._times.get("lastSuccessfulTime", ""))

    def advance(self) -> float | None:
        """Starts a Job where one is due; gives the seconds until the next one is."""
        spec = spec_of(self.cron_job)
        if is_leaving(self.cron_job) or spec.get("suspend"):
            return None
        due = self._due()
        if due is not None and self._may_start(due):
            self._start(due)
        following = next_time(spec["schedule"], self.now, spec.get("timeZone"))
        return None if following is None else (following - self.now).total_seconds() + _SLACK

    def clean_up(self) -> None:
        """Deletes the oldest Jobs beyond those that are kept."""
        for end, (limit, default) in _KEPT.items():
            ended = sorted((each for each in self.jobs if _end_of(each) == end), key=_started)
            surplus = len(ended) - int(spec_of(self.cron_job).get(limit, default))
            for job in ended[: max(surplus, 0)]:
                self._delete(job)

    def write(self) -> None:
        """Writes the status."""
        status = {**self._times, **({"active": self._active} if self._active else {})}
        self.cluster.update_status(self.cron_job, status)

    def _due(self) -> datetime | None:
        """The latest time that is over and has no Job yet."""
        spec = spec_of(self.cron_job)
        earliest = parsed(self._times.get("lastScheduleTime", self.cron_job["metadata"]["creationTimestamp"]))
        deadline = spec.get("startingDeadlineSeconds")
        if deadline is not None:
            earliest = max(earliest, self.now - timedelta(seconds=deadline))
        return latest_time(spec["schedule"], earliest, self.now, spec.get("timeZone"))

    def _may_start(self, due: datetime) -> bool:
        if self._times.get("lastScheduleTime") == rfc3339(due) or any(each["name"] == self._name(due) for each in self._active):
            return False
        deadline = spec_of(self.cron_job).get("startingDeadlineSeconds")
        if deadline is not None and due + timedelta(seconds=deadline) < self.now:
            message = f"Missed scheduled time to start a job: {due.astimezone(UTC).strftime(_LATE_TIME)}"
            self.cluster.recorder.warning(self.cron_job, "MissSchedule", message, by=_BY)
            return False
        policy = spec_of(self.cron_job).get("concurrencyPolicy", "Allow")
        if policy == "Forbid" and self._active:
            self._say("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid")
            return False
        if policy == "Replace":
            for job in [each for each in self.jobs if any(uid_of(each) == known["uid"] for known in self._active)]:
                self._delete(job)
        return True

    def _start(self, due: datetime) -> None:
        try:
            job = self.cluster.server.create(job_of(self.cron_job, self._name(due), due), manager=MANAGER)
        except StatusError as error:
            self.cluster.recorder.warning(self.cron_job, "FailedCreate", f"Error creating job: {error.message}", by=_BY)
            raise
        self._say("SuccessfulCreate", f"Created job {name_of(job)}")
        reference = {"apiVersion": "batch/v1", "kind": "Job", "name": name_of(job), "namespace": namespace_of(job)}
        self._active.append({**reference, "resourceVersion": job["metadata"]["resourceVersion"], "uid": uid_of(job)})
        self._times["lastScheduleTime"] = rfc3339(due)

    def _delete(self, job: Manifest) -> None:
        self.cluster.delete(job)
        self._active = [each for each in self._active if each["uid"] != uid_of(job)]
        self.jobs = [each for each in self.jobs if each is not job]
        self._say("SuccessfulDelete", f"Deleted job {name_of(job)}")

    def _name(self, due: datetime) -> str:
        return f"{name_of(self.cron_job)}-{int(due.timestamp()) // 60}"

    def _say(self, reason: str, message: str) -> None:
        self.cluster.recorder.normal(self.cron_job, reason, message, by=_BY)


def latest_time(schedule: str, earliest: datetime, now: datetime, zone: str | None) -> datetime | None:
    """The last time of a schedule after a first time that is not in the future.

    Long ago is not gone through minute by minute: looking back doubles until there is a time.

    Args:
        schedule: the schedule.
        earliest: after which it is looked for.
        now: the time.
        zone: the zone of the schedule.
    """
    back = timedelta(minutes=2)
    while now - back > earliest and next_time(schedule, now - back, zone) is not None:
        first = next_time(schedule, now - back, zone)
        if first is not None and first <= now and not schedule.startswith("@every"):
            break
        back *= 2
    time = next_time(schedule, max(now - back, earliest), zone)
    found: datetime | None = None
    while time is not None and time <= now:
        found, time = time, next_time(schedule, time, zone)
    return found


def job_of(cron_job: Mapping[str, Any], name: str, due: datetime) -> Manifest:
    """The Job of a CronJob for a time."""
    template = spec_of(cron_job)["jobTemplate"]
    own = part(template, "metadata")
    zone = spec_of(cron_job).get("timeZone")
    shown = due.astimezone(ZoneInfo(zone) if zone else UTC).isoformat().replace("+00:00", "Z")
    metadata: Manifest = {
        "name": name,
        "namespace": namespace_of(cron_job),
        "annotations": {**part(own, "annotations"), _SCHEDULED: shown},
        "ownerReferences": [owner_reference(cron_job)],
    }
    if own.get("labels"):
        metadata["labels"] = own["labels"]
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": template["spec"]}


def _end_of(job: Mapping[str, Any]) -> str | None:
    return next((each for each in _KEPT if is_true(status_of(job), each)), None)


def _started(job: Mapping[str, Any]) -> tuple[str, str]:
    return status_of(job).get("startTime", ""), name_of(job)
