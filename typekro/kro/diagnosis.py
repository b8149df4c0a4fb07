"""What is wrong with a cluster, with kro in it, with permissions and with a state file: judged from facts, pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

import attrs

from typekro.kro.permissions import Need, listed
from typekro.kubernetes.objects import identify, part, parts
from typekro.orchestrator.slots import forget_command
from typekro.orchestrator.state.inspecting import FORMAT, Inspection, Stage

KUBERNETES_NEEDED = (1, 31)
KRO_NEEDED = (0, 9)
KRO_TESTED = (0, 9, 4)

_OPEN = {
    "creating": "the next run looks whether it was made, and goes on from there",
    "updating": "the next run applies it again",
    "applied": "the next run waits until it is ready",
    "deleting": "the next run deletes it if it is still there; where the script declares it again, it is kept",
}
_OTHERS = 0o077
# What users of kro decide on, and graphs depend on; the flags of its speed are not told.
_TOLD = ("--allow-crd-deletion", "--feature-gates")


@attrs.frozen
class Finding:
    """What one check found.

    Args:
        name: the check.
        verdict: `warning` where typekro works, and something is not as it should be; `problem` where it does not work.
        text: what was found, a line or more.
        hint: what to do about it, a line or more; may be empty.
    """

    name: str
    verdict: Literal["ok", "warning", "problem"]
    text: str
    hint: str = ""

    @classmethod
    def of_error(cls, name: str, message: str) -> "Finding":
        """A problem that an error of typekro tells: its hints stay hints."""
        lines = message.splitlines()
        hints = [line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")]
        return cls(name, "problem", "\n".join(line for line in lines if not line.startswith("hint: ")), "\n".join(hints))


@attrs.frozen(kw_only=True)
class KroFacts:
    """What is seen of kro in a cluster.

    Args:
        installed: whether its ResourceGraphDefinitions are served.
        definitions: the ResourceGraphDefinitions; None where they may not be read.
        deployments: the Deployments that its controller may be.
        hidden: whether Deployments may not be read.
        labels: the versions that it wrote onto its objects.
        local: the version that is played, where it is a local cluster of typekro; None where it is none.
    """

    installed: bool
    definitions: Sequence[Mapping[str, Any]] | None = ()
    deployments: Sequence[Mapping[str, Any]] = ()
    hidden: bool = False
    labels: Iterable[str] = ()
    local: str | None = None


def judge_connection(context: str, server: str, identity: str) -> Finding:
    """Which cluster was asked; that its identity may not be read is told among the permissions."""
    known = f"it is cluster {identity}" if identity else "which cluster it is may not be read"
    return Finding("connection", "ok", f"context {context} at {server}; {known}")


def judge_kubernetes(version: str) -> Finding:
    """Whether the version of Kubernetes (`v1.36.3`) is one that kro works with."""
    shown, number = version.removeprefix("v"), numbers(version)
    if number is None:
        return Finding("kubernetes", "warning", f"its version is not known: it says {version!r}")
    if number[:2] >= KUBERNETES_NEEDED:
        return Finding("kubernetes", "ok", shown)
    why = "kro selects its GraphRevisions by fields, and CustomResourceDefinitions have selectableFields from 1.31 on"
    return Finding("kubernetes", "problem", f"{shown} is too old\n  {why}", "upgrade the cluster to Kubernetes 1.31 or newer")


def judge_kro(facts: KroFacts, *, used: bool = True) -> list[Finding]:
    """Whether kro is there, whether its controller works, and which version it is.

    Args:
        facts: what was seen of it.
        used: whether it has a part in what is recorded.
    """
    if not facts.installed and not used:
        return [Finding("kro", "ok", "this cluster has no kro, and nothing that is recorded needs it")]
    if not facts.installed:
        what = "this cluster has no kro: it serves no ResourceGraphDefinitions (resourcegraphdefinitions.kro.run)"
        hint = "install kro 0.9 or newer: helm install kro oci://registry.k8s.io/kro/charts/kro --namespace kro-system --create-namespace"
        return [Finding("kro", "problem", what, f"{hint}\nor do without it: typekro up FILE --direct")]
    if facts.local is not None:
        here = "this is a local cluster of typekro, and kro a part of it: nothing is deployed"
        return [Finding("kro", "ok", here), Finding("kro-version", "ok", facts.local.removeprefix("v"))]
    at_work = _deployed(facts.deployments) if facts.deployments else _unseen(facts)
    return [at_work, _judge_version(facts)]


def judge_permissions(asked: Sequence[Need], denied: Sequence[Need]) -> Finding:
    """Whether all that typekro needs is allowed."""
    hint = "let who may give rights apply what this prints: typekro doctor --rbac"
    missing = [need for need in denied if not need.otherwise]
    lines = [f"  {line}" for line in listed(missing)]
    for otherwise in dict.fromkeys(need.otherwise for need in denied if need.otherwise):
        lines += [f"  {line} ({otherwise})" for line in listed(need for need in denied if need.otherwise == otherwise)]
    if missing:
        return Finding("permissions", "problem", "\n".join(["typekro is not allowed what it needs:", *lines]), hint)
    if denied:
        return Finding("permissions", "warning", "\n".join(["typekro is not allowed what it can do without:", *lines]), hint)
    return Finding("permissions", "ok", f"all {len(asked)} that typekro needs are there")


def judge_file(file: Inspection) -> list[Finding]:
    """The state file itself: its format, and who can read it."""
    told = ", ".join(f"{one} has {len(one.records)} {'record' if len(one.records) == 1 else 'records'}" for one in file.stages)
    later = f"; the next run makes it version {FORMAT}, and keeps a copy" if file.version < FORMAT else ""
    whole = f"{file.path} is whole, its format is version {file.version}{later}: {told or 'nothing was recorded yet'}"
    found = [Finding("state", "ok", whole if file.version else f"{file.path} is empty: nothing was recorded yet")]
    if file.mode & _OTHERS:
        what = f"others can get at the state file: its mode is {file.mode:04o}\n  it holds the inputs and outputs of all resources"
        found.append(Finding("state-mode", "warning", what, f"chmod 600 {file.path}"))
    return found


def judge_stage(stage: Stage, now: datetime) -> list[Finding]:
    """The lock of a stage, and the operations that failed or were cut off in it."""
    if stage.holder is None:
        lock = Finding("lock", "ok", "nobody holds it")
    elif stage.alive:
        lock = Finding("lock", "ok", f"held by {stage.holder.text(now)}")
    else:
        lock = Finding("lock", "ok", f"free: the run of {stage.holder.text(now)} has died, and the next one takes it over")
    begun = [record for record in stage.records if record.status in _OPEN]
    if not begun:
        return [lock]
    if stage.alive:
        return [lock, Finding("interrupted", "ok", f"the run that goes on is at work on {', '.join(record.id for record in begun)}")]
    errors = {record: record.error.replace("\n", "\n    ") for record in begun if record.error is not None}
    failed = [f"  {record.id} ({record.status}): {error}" for record, error in errors.items()]
    cut_off = [f"  {record.id} ({record.status}): {_OPEN[record.status]}" for record in begun if record.error is None]
    told = {"failed": ["in an earlier run these were refused, or failed:", *failed] if failed else []}
    told["interrupted"] = ["an earlier run was cut off:", *cut_off] if cut_off else []
    found = [Finding(name, "warning", "\n".join(lines), "run the script again") for name, lines in told.items() if lines]
    return [lock, *found]


def judge_place(stage: Stage, identity: str) -> list[Finding]:
    """Whether the records of the default cluster were made in the cluster of this identity."""
    inside = [record for record in stage.records if record.slot == "cluster" and record.place is not None]
    strangers = [record for record in inside if record.place != identity]
    if not strangers:
        return [Finding("place", "ok", f"all {len(inside)} records of objects were made in this cluster")] if inside else []
    places = sorted({str(record.place) for record in strangers})
    lines = [f"  in cluster {place}: {', '.join(record.id for record in strangers if record.place == place)}" for place in places]
    hints = ["go back to that cluster (--context), or drop its records and touch nothing there:"]
    hints += [forget_command(f"--cluster {place}", stage.stage, stage.app) for place in places]
    what = f"{len(strangers)} of {len(stage.records)} records were made in another cluster than {identity}: a run is refused"
    return [Finding("place", "problem", "\n".join([what, *lines]), "\n".join(hints))]


def numbers(version: str) -> tuple[int, ...] | None:
    """The numbers of a version; None where it is none.

    Example:
        >>> numbers("v1.31.2+k3s1"), numbers("0.9.4-debug"), numbers("latest")
        ((1, 31, 2), (0, 9, 4), None)
    """
    found = re.match(r"v?(\d+)\.(\d+)(?:\.(\d+))?", version)
    return None if found is None else tuple(int(number) for number in found.groups("0"))


def _deployed(deployments: Sequence[Mapping[str, Any]]) -> Finding:
    working = [each for each in deployments if part(each, "status").get("availableReplicas")]
    if working:
        flags = sorted(_flags(working[0]))
        started = f", started with {', '.join(flags)}" if flags else ""
        return Finding("kro", "ok", f"its controller runs: {identify(working[0])}{started}")
    first = deployments[0]
    metadata = first["metadata"]
    wanted = part(first, "spec").get("replicas", 1)
    what = f"its controller does not run: {identify(first)} has 0 of {wanted} replicas available"
    return Finding("kro", "problem", what, f"kubectl describe deployment {metadata['name']} --namespace {metadata['namespace']}")


def _unseen(facts: KroFacts) -> Finding:
    seen = "Deployments may not be read here" if facts.hidden else "no Deployment of it is in this cluster"
    if facts.definitions is None:
        return Finding("kro", "warning", f"it is not known whether its controller works: {seen}, nor may ResourceGraphDefinitions")
    answered = [each for each in facts.definitions if _answered(each)]
    if answered:
        told = f"it has answered to {len(answered)} of {len(facts.definitions)} ResourceGraphDefinitions"
        return Finding("kro", "ok", f"its controller is not seen ({seen}), and works: {told}")
    if facts.definitions:
        what = f"no controller works: {seen}, and none of {len(facts.definitions)} ResourceGraphDefinitions has an answer"
        return Finding("kro", "problem", what, "see where kro runs, and what it says in its log")
    return Finding("kro", "warning", f"it is not known whether its controller works: {seen}, and there is no ResourceGraphDefinition yet")


def _answered(definition: Mapping[str, Any]) -> bool:
    generation = definition["metadata"].get("generation")
    return any(each.get("observedGeneration") == generation for each in parts(part(definition, "status"), "conditions"))


def _judge_version(facts: KroFacts) -> Finding:
    # What runs comes first: labels may be left from the version before.
    tags = [number for text in _tags(facts.deployments) if (number := numbers(text)) is not None]
    found = tags or [number for text in facts.labels if (number := numbers(text)) is not None]
    tested, needed = (".".join(map(str, version)) for version in (KRO_TESTED, KRO_NEEDED))
    if not found:
        return Finding("kro-version", "warning", f"its version is not known: no Deployment and no object of it says so; {needed} is needed")
    version = max(found)
    shown = ".".join(map(str, version))
    if version < KRO_NEEDED:
        return Finding("kro-version", "warning", f"{shown} is older than {needed}, which typekro needs", "upgrade kro")
    if version > KRO_TESTED:
        hint = "upgrade typekro, or look out for what is different"
        return Finding("kro-version", "warning", f"{shown} is newer than {tested}, which typekro was tested with", hint)
    return Finding("kro-version", "ok", shown)


def _tags(deployments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in deployments:
        for container in _containers(each):
            name = str(container.get("image", "")).partition("@")[0].rpartition("/")[2]
            yield name.partition(":")[2]
        yield str(part(each["metadata"], "labels").get("app.kubernetes.io/version", ""))


def _flags(deployment: Mapping[str, Any]) -> Iterator[str]:
    for container in _containers(deployment):
        given: list[str] = [*(container.get("command") or ()), *(container.get("args") or ())]
        for flag, after in pairwise([*given, ""]):
            if flag.partition("=")[0] in _TOLD:
                yield flag if "=" in flag or after.startswith("-") or not after else f"{flag}={after}"


def _containers(deployment: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return parts(part(part(part(deployment, "spec"), "template"), "spec"), "containers")
