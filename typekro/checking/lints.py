"""What kro accepts and what then hangs or surprises: warnings, each with its place, the rule and the remedy."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from typekro.checking.kubernetes_rules import broken_rules
from typekro.checking.kubernetes_values import refused_values
from typekro.checking.lints_optional import unguarded_fields, unpromised_fields
from typekro.checking.lints_readiness import never_ready, unasked_readiness
from typekro.checking.lints_secrets import literal_secrets
from typekro.checking.lints_unresolved import never_resolved
from typekro.checking.lints_written import written_references
from typekro.checking.problems import Lint, Problem
from typekro.checking.report import Analysis


def lints(analysis: Analysis) -> tuple[Problem, ...]:
    """The warnings of a definition that kro accepts: first those of its schema, then of its resources in their order, then of the status.

    Args:
        analysis: what the check made of the definition. Where the CEL library is absent, expressions are not looked into.

    Example:
        >>> from typekro.checking.check import check
        >>> from typekro.openapi.kinds import Kinds
        >>> cm = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"tier": "${schema.spec.tier}"}}
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"tier": "string"}}
        >>> spec = {"schema": schema, "resources": [{"id": "cm", "template": cm}]}
        >>> head = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> analysis = check({**head, "spec": spec}, Kinds.builtin()).analysis
        >>> [found.text.splitlines()[0] for found in lints(analysis)]
        ['schema.spec.tier: an instance may leave it out, and it is read as if it were always there']
    """
    owners = ["schema", *(f"resources.{id_}" for id_ in analysis.nodes)]

    def order(problem: Problem) -> int:
        return next(
            (index for index, owner in enumerate(owners) if f"{problem.place}.".startswith((f"{owner}.", f"{owner}["))), len(owners)
        )

    return tuple(sorted(dict.fromkeys(_all(analysis)), key=order))


def _all(analysis: Analysis) -> Iterator[Problem]:
    for lint, find in _LINTS.items():
        yield from (attrs.evolve(found, lint=lint) for found in find(analysis))


def absent_values(analysis: Analysis) -> Iterator[Problem]:
    """What may be missing: fields of the spec first, then fields of other definitions' statuses."""
    yield from unguarded_fields(analysis)
    yield from unpromised_fields(analysis)


def refused_objects(analysis: Analysis) -> Iterator[Problem]:
    """What Kubernetes refuses, or cannot make work: values first, then what does not fit together."""
    # A name with a reference that is written out is no name, and that is not what is wrong with it.
    told = {found.place for found in written_references(analysis)}
    yield from (found for found in refused_values(analysis) if found.place not in told)
    yield from broken_rules(analysis)


_LINTS: Final[Mapping[Lint, Callable[[Analysis], Iterator[Problem]]]] = {
    "unasked-readiness": unasked_readiness,
    "literal-secret": literal_secrets,
    "written-reference": written_references,
    "refused-object": refused_objects,
    "unset-field": absent_values,
    "unresolved-status": never_resolved,
    "never-ready": never_ready,
}
