"""One thing that a check found, at its place."""

from collections.abc import Sequence
from typing import Literal

import attrs

from typekro.errors import compose

Stage = Literal["A", "S", "T", "D"]
Lint = Literal["unset-field", "unresolved-status", "never-ready", "unasked-readiness", "literal-secret", "written-reference"]
"""What kro accepts and what then hangs or surprises: an optional field that is read as if it were there, a status that cannot have a value,
a readyWhen that cannot become true, a workload that nobody asks whether it is ready, a password that stands there as text; and, in Python
alone, a text with a `${...}` in it that would be a reference in YAML."""


@attrs.frozen
class Problem:
    """What kro or Kubernetes would refuse, or, as a warning, what hangs or surprises.

    Args:
        place: where it is, as a path that begins with `schema`, `resources.ID`, `status` or `metadata`, without `template`.
        text: the whole text: the first line begins with the place, then come reasons and hints.
        stage: who refuses it: A the API server when the definition is applied; S kro, from the definition alone; T kro, from
            the types of Kubernetes objects; D kro, since the kind is not there.
        lint: what found it, where it is a warning.

    Example:
        >>> Problem("resources.web.spec.replicas", "resources.web.spec.replicas: it takes an integer", "T").place
        'resources.web.spec.replicas'
    """

    place: str
    text: str
    stage: Stage
    lint: Lint | None = None


def problem(stage: Stage, place: str, what: str, why: str | Sequence[str] = (), hint: str | Sequence[str] = ()) -> Problem:
    """A problem, its text composed of what is wrong there, why, and what to write instead.

    Example:
        >>> print(problem("S", "resources.web", "it refers to itself", "kro makes a resource from what is there before it").text)
        resources.web: it refers to itself
          kro makes a resource from what is there before it
    """
    return Problem(place, compose(f"{place}: {what}", why, hint), stage)
