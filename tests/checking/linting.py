"""Definitions written short, for the tests of lints."""

from collections.abc import Mapping
from typing import Any

import yaml

from typekro.checking.check import check
from typekro.checking.instance_kind import instance_schema, status_with_own
from typekro.checking.lints import lints
from typekro.checking.problems import Problem
from typekro.checking.reading import UnknownKinds
from typekro.openapi.kinds import Kinds

KINDS = Kinds.builtin().with_kind(
    "example.com/v1", "Database", instance_schema({"type": "object"}, status_with_own({"type": "object"})), namespaced=True
)
DATA = "{apiVersion: v1, kind: ConfigMap, metadata: {name: data}, data: {%s}}"


def found(
    resources: str,
    *,
    spec: Mapping[str, Any] | None = None,
    status: str = "{}",
    types: Mapping[str, Any] | None = None,
    unknown: UnknownKinds = "refuse",
) -> list[Problem]:
    """The warnings of a definition.

    Args:
        resources: the list of resources, as YAML.
        spec: the SimpleSchema of the spec.
        status: the status, as YAML.
        types: the types of the schema.
        unknown: what is done about unknown kinds.
    """
    schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": spec or {}, "types": types or {}, "status": yaml.safe_load(status)}
    definition = {
        "apiVersion": "kro.run/v1alpha1",
        "kind": "ResourceGraphDefinition",
        "metadata": {"name": "app"},
        "spec": {"schema": schema, "resources": yaml.safe_load(resources)},
    }
    report = check(definition, KINDS, unknown_kinds=unknown)
    assert report.analysis is not None, [problem.text for problem in report.problems]
    return list(lints(report.analysis))


def texts(resources: str, **others: Any) -> list[str]:
    """The whole texts of the warnings."""
    return [problem.text for problem in found(resources, **others)]


def config_map(data: str, *more: str) -> str:
    """One ConfigMap `data` as a list of resources.

    Args:
        data: its data, one entry, as YAML.
        more: further fields of the resource, such as a readyWhen.
    """
    lines = ["- id: data", f"  template: {DATA % data}", *(f"  {line}" for line in more)]
    return "\n".join(lines)
