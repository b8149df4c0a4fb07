"""Which workloads do not work: by what they are called, what they are labelled with, which image they run, or a function."""

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, TypedDict, Unpack

import attrs

from typekro.kubernetes.objects import parts
from typekro.local.controllers.manifests import annotations_of, labels_of, name_of, namespace_of, spec_of

ANNOTATION: Final = "local.typekro.io/pods"
"""On a pod template: `never-ready`, `image-pull-error`, `crash-loop`, `mount-error`, `fails`, or `ready-after=5s`."""

Behaviour = Literal["ready", "never-ready", "image-pull-error", "crash-loop", "mount-error", "fails", "pending"]

_BEHAVIOURS: tuple[Behaviour, ...] = ("ready", "never-ready", "image-pull-error", "crash-loop", "mount-error", "fails")
_READY_AFTER: Final = re.compile(r"ready-after=(\d+(?:\.\d+)?)(ms|s|m)?")
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


@attrs.frozen
class Outcome:
    """What becomes of a pod or a claim.

    Args:
        behaviour: what becomes of it.
        after: seconds until it does; only `ready` and `fails` may take time.
        problem: why `never-ready` was taken for something that cannot be read.
    """

    behaviour: Behaviour = "ready"
    after: float = 0.0
    problem: str = ""


WORKS: Final = Outcome()
"""What becomes of everything that nobody said anything about."""


@attrs.frozen
class Rule:
    """Says what becomes of some workloads. All that is given has to fit; `*` in a text stands for anything.

    Args:
        outcome: what becomes of them.
        kind: the kind of the pod or of a workload that it belongs to: `Deployment`.
        namespace: where it is.
        name: the name of the pod or of a workload that it belongs to.
        labels: labels of the pod or of a workload that it belongs to.
        image: the image of one of its containers.
        where: decides by the pod, or the claim, itself.
    """

    outcome: Outcome
    kind: str | None = None
    namespace: str | None = None
    name: str | None = None
    labels: Mapping[str, str] = attrs.field(factory=dict[str, str])
    image: str | None = None
    where: Callable[[Mapping[str, Any]], bool] | None = None

    def fits(self, chain: Sequence[Mapping[str, Any]]) -> bool:
        """Whether it is about an object.

        Args:
            chain: the object itself, then the workloads that it belongs to, from the inside.
        """
        return (
            (self.namespace is None or fnmatchcase(namespace_of(chain[0]), self.namespace))
            and (self.image is None or any(fnmatchcase(image, self.image) for image in images_of(chain[0])))
            and (self.where is None or self.where(chain[0]))
            and any(self._names(each) for each in chain)
        )

    def _names(self, each: Mapping[str, Any]) -> bool:
        return (
            (self.kind is None or each["kind"] == self.kind)
            and (self.name is None or fnmatchcase(name_of(each), self.name))
            and self.labels.items() <= labels_of(each).items()
        )


class About(TypedDict, total=False):
    """Which pods, or claims, a rule is about; all that is given has to fit, as `Rule` says it."""

    kind: str
    namespace: str
    name: str
    labels: Mapping[str, str]
    image: str
    where: Callable[[Mapping[str, Any]], bool]


@attrs.define
class Workloads:
    """Tells the local cluster which workloads do not work, or take their time; everything else becomes ready at once.

    Each method adds a rule and gives it back; where several rules fit, the one that was added last counts. A rule says what it is about
    by `kind`, `namespace`, `name`, `labels`, `image` and `where`; `*` in a text stands for anything. It counts for pods that are made
    after it, and for those that have not become what they will be yet. YAML says the same of a single workload with the annotation
    `local.typekro.io/pods` on its pod template, which goes before all rules.

    Example:
        >>> workloads = Workloads()
        >>> _ = workloads.image_pull_error(image="*:broken")
        >>> pod = {"kind": "Pod", "metadata": {"name": "web", "namespace": "default"}, "spec": {"containers": [{"image": "web:broken"}]}}
        >>> workloads.outcome([pod]).behaviour
        'image-pull-error'
    """

    rules: list[Rule] = attrs.field(factory=list[Rule])
    _listeners: list[Callable[[], None]] = attrs.field(factory=list[Callable[[], None]], init=False, repr=False)

    def listen(self, listener: Callable[[], None]) -> None:
        """Has somebody called whenever rules change."""
        self._listeners.append(listener)

    def never_ready(self, **about: Unpack[About]) -> Rule:
        """Pods run, and are never ready."""
        return self._add(Outcome("never-ready"), about)

    def image_pull_error(self, **about: Unpack[About]) -> Rule:
        """Images cannot be pulled: `ErrImagePull`, then `ImagePullBackOff`."""
        return self._add(Outcome("image-pull-error"), about)

    def crash_loop(self, **about: Unpack[About]) -> Rule:
        """Containers end as soon as they start: `CrashLoopBackOff`."""
        return self._add(Outcome("crash-loop"), about)

    def mount_error(self, **about: Unpack[About]) -> Rule:
        """Volumes cannot be mounted: `ContainerCreating`, with the event `FailedMount`."""
        return self._add(Outcome("mount-error"), about)

    def fails(self, *, after: float = 0.0, **about: Unpack[About]) -> Rule:
        """Containers end with exit code 1 and pods become Failed; with `kind="Job"`, the Job fails when its backoff limit is reached.

        Args:
            after: seconds until they end.
            **about: which ones.
        """
        return self._add(Outcome("fails", after), about)

    def ready_after(self, seconds: float, **about: Unpack[About]) -> Rule:
        """Pods become ready, or those of Jobs complete, after a time.

        Args:
            seconds: how long it takes.
            **about: which ones.
        """
        return self._add(Outcome("ready", seconds), about)

    def claim_pending(self, **about: Unpack[About]) -> Rule:
        """PersistentVolumeClaims are not bound."""
        return self._add(Outcome("pending"), {"kind": "PersistentVolumeClaim", **about})

    def remove(self, rule: Rule) -> None:
        """Takes a rule away again: what it kept from becoming ready does so now."""
        self.rules.remove(rule)
        self._tell()

    def outcome(self, chain: Sequence[Mapping[str, Any]]) -> Outcome:
        """What becomes of a pod or a claim.

        Args:
            chain: the object itself, then the workloads that it belongs to, from the inside.
        """
        said = annotations_of(chain[0]).get(ANNOTATION)
        if said is not None:
            return parse_outcome(said)
        return next((rule.outcome for rule in reversed(self.rules) if rule.fits(chain)), WORKS)

    def _add(self, outcome: Outcome, about: About) -> Rule:
        rule = Rule(outcome, **about)
        self.rules.append(rule)
        self._tell()
        return rule

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def images_of(pod: Mapping[str, Any]) -> list[str]:
    """The images of a pod's containers."""
    spec = spec_of(pod)
    return [each.get("image", "") for name in ("initContainers", "containers") for each in parts(spec, name)]


def parse_outcome(text: str) -> Outcome:
    """What the annotation says.

    Example:
        >>> parse_outcome("crash-loop"), parse_outcome("ready-after=1.5s").after
        (Outcome(behaviour='crash-loop', after=0.0, problem=''), 1.5)
        >>> parse_outcome("broken").problem
        "local.typekro.io/pods is 'broken', which is none of never-ready, image-pull-error, crash-loop, mount-error, fails, ready-after=5s"
    """
    for behaviour in _BEHAVIOURS:
        if text == behaviour:
            return Outcome(behaviour)
    slow = _READY_AFTER.fullmatch(text)
    if slow is not None:
        return Outcome("ready", float(slow[1]) * _UNITS[slow[2] or "s"])
    known = ", ".join((*_BEHAVIOURS[1:], "ready-after=5s"))
    return Outcome("never-ready", problem=f"{ANNOTATION} is {text!r}, which is none of {known}")
