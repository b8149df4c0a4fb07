"""What is asked beside resources: the version, health, what paths there are."""

from collections.abc import Mapping
from typing import Any, Final

from typekro.local.api.openapi import openapi
from typekro.local.api.registry import Registry
from typekro.local.api.responses import Response, answer, text
from typekro.openapi.kinds import Kinds

VERSION: Final[Mapping[str, Any]] = {
    "major": "1",
    "minor": "36",
    "emulationMajor": "1",
    "emulationMinor": "36",
    "minCompatibilityMajor": "1",
    "minCompatibilityMinor": "35",
    "gitVersion": "v1.36.3",
    "gitCommit": "",
    "gitTreeState": "",
    "buildDate": "1970-01-01T00:00:00Z",
    "goVersion": "go1.26",
    "compiler": "gc",
    "platform": "linux/amd64",
}
"""What `/version` answers: the Kubernetes whose behaviour this is."""


def static(registry: Registry, kinds: Kinds, parts: list[str], accept: str) -> Response | None:
    """The answer to a GET of what is no resource; None where the path is something else.

    Args:
        registry: what is served.
        kinds: the schemas of the built-in kinds.
        parts: the path.
        accept: the request's `Accept`.
    """
    match parts:
        case []:
            return answer({"paths": _paths(registry)})
        case ["version"]:
            return answer(VERSION)
        case ["healthz" | "livez" | "readyz", *_]:
            return text("ok")
        case ["openapi", *_]:
            return openapi(registry, kinds, parts, accept)
        case _:
            return None


def _paths(registry: Registry) -> list[str]:
    groups = [f"/apis/{group}" for group in registry.groups if group]
    versions = [f"/apis/{group}/{version}" for group, found in registry.groups.items() if group for version in found]
    return sorted(
        [
            "/api",
            "/api/v1",
            "/apis",
            "/apis/",
            *groups,
            *versions,
            "/healthz",
            "/livez",
            "/openapi/v2",
            "/openapi/v3",
            "/readyz",
            "/version",
        ]
    )
