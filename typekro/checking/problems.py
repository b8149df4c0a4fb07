"""One thing that a check found, at its place."""

from collections.abc import Sequence
from typing import Literal

import attrs

from typekro.errors import compose

Stage = Literal["A", "S", "T", "D"]
Lint = Literal[
    "unset-field", "unresolved-status", "never-ready", "unasked-readiness", "literal-secret", "written-reference", "refused-object"
]
"""What kro accepts and what then hangs or surprises: an optional field that is read as if it were there, a status that cannot have a value,
a readyWhen that cannot become true, a workload that nobody asks whether it is ready, a password that stands there as text, a reference in a
text without the mark that makes it one, and an object that Kubernetes refuses, or that cannot work."""


@attrs.frozen
class Problem:
    """What kro or Kubernetes would refuse, or, as a warning, what hangs or surprises.

    Args:
        place: where it is, as a path that begins with `schema`, `resources.ID`, `status` or `metadata`, without `template`.
        text: the whole text: the first line begins with the place, then come reasons and hints.
        stage: who refuses it: A the API server when the definition is applied; S kro, from the definition alone; T kro, from
            the types of Kubernetes objects; D kro, since the kind is not there.
        lint: what found it, where it is a warning.
        python: what to write instead in Python, where that is not the same for all that its lint finds; {0} is the place by its
            names there.

    Example:
        >>> Problem("resources.web.spec.replicas", "resources.web.spec.replicas: it takes an integer", "T").place
        'resources.web.spec.replicas'
    """

    place: str
    text: str
    stage: Stage
    lint: Lint | None = None
    python: tuple[str, ...] = ()


def problem(stage: Stage, place: str, what: str, why: str | Sequence[str] = (), hint: str | Sequence[str] = ()) -> Problem:
    """A problem, its text composed of what is wrong there, why, and what to write instead.

    Example:
        >>> print(problem("S", "resources.web", "it refers to itself", "kro makes a resource from what is there before it").text)
        resources.web: it refers to itself
          kro makes a resource from what is there before it
    """
    return Problem(place, compose(f"{place}: {what}", why, hint), stage)


_REFUSED = "kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR"
_NEVER_THERE = "there can be no such object, and kro waits for it without end"


def refused(
    place: str,
    what: str,
    why: str | Sequence[str],
    hint: Sequence[str] = (),
    python: Sequence[str] = (),
    *,
    external: bool = False,
    effect: str = _REFUSED,
) -> Problem:
    """What kro takes and Kubernetes does not, as a problem of the lint `refused-object`.

    Args:
        place: where it stands.
        what: what is wrong there.
        why: whose rule it is.
        hint: what to write instead, in YAML.
        python: the same in Python, where it is not the same text.
        external: whether the object is only read.
        effect: what comes of it.
    """
    reasons = [*([why] if isinstance(why, str) else why), _NEVER_THERE if external else effect]
    return attrs.evolve(problem("S", place, what, reasons, hint), lint="refused-object", python=tuple(python))
