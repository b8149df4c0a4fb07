"""The metadata of a node."""

from collections.abc import Mapping
from typing import Any

from typekro.factories.checks import Checks
from typekro.factories.rules import NAME


def metadata(checks: Checks, *, name: str, namespace: str | None, labels: Mapping[str, str]) -> dict[str, Any]:
    """Name, namespace and labels as they stand in a manifest; what is not given is not there. The labels are checked already."""
    checks.text("name", name, NAME)
    found: dict[str, Any] = {"name": name}
    if namespace is not None:
        checks.text("namespace", namespace, NAME)
        found["namespace"] = namespace
    if labels:
        found["labels"] = dict(labels)
    return found
