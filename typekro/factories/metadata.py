"""The metadata of a node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from typekro.checking.text_rules import ANNOTATION_KEY, NAME, Rule
from typekro.expressions import cel, expression_of
from typekro.factories.checks import Checks
from typekro.factories.joining import joined
from typekro.openapi import k8s


class About(TypedDict, total=False):
    """What can be said about any resource, beside its name."""

    namespace: str
    """Where it is made; by default where the instance is."""
    labels: Mapping[str, str]
    """Labels, each a text or a reference; also a reference to all of them."""
    annotations: Mapping[str, str]
    """Annotations, the same way."""
    metadata: k8s.meta_v1.ObjectMetaFields
    """Any other field of the metadata."""


APP: Final = "app"
_ARGUMENTS: Final = {
    "metadata.name": "name",
    "metadata.namespace": "namespace",
    "metadata.labels": "labels",
    "metadata.annotations": "annotations",
}


def metadata(checks: Checks, name: str, about: About, *, rule: Rule = NAME, app: bool = False) -> dict[str, Any]:
    """Name and all else as they stand in a manifest; what is not given is not there.

    Args:
        checks: takes what is wrong.
        name: the resource.
        about: what else was said.
        rule: what a constant name looks like.
        app: whether it is a workload, whose pods a label selects.
    """
    checks.text("name", name, rule)
    found: dict[str, Any] = {"name": name}
    if "namespace" in about:
        checks.text("namespace", about["namespace"], NAME)
        found["namespace"] = about["namespace"]
    if "labels" in about or app:
        found["labels"] = labels(checks, name, about, app=app)
    if "annotations" in about:
        found["annotations"] = checks.text_map("annotations", about["annotations"], keys=ANNOTATION_KEY)
    return joined(checks, found, checks.fields("metadata", k8s.meta_v1.ObjectMeta, about.get("metadata", {})), "metadata", _ARGUMENTS)


def labels(checks: Checks, name: str, about: About, *, app: bool) -> Any:
    """The labels that were given; those of a workload with the one that selects its pods."""
    given = checks.labels("labels", about.get("labels", {}))
    if not app:
        return given
    if expression_of(given) is not None:
        return cel.merge(given, {APP: name})
    if APP in given:
        checks.add(
            'labels has the key "app"', f"typekro: it holds the name that {checks.call} was given, and selects its pods", "leave it out"
        )
    return {APP: name, **given}
