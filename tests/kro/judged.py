"""Objects to judge, as the API server shows them once all is well."""

from typing import Any


def condition(kind: str, status: str, generation: int = 2, message: str = "") -> dict[str, Any]:
    """A condition as kro writes it."""
    return {"type": kind, "status": status, "observedGeneration": generation, "message": message}


def changed(live: dict[str, Any], **parts: dict[str, Any]) -> dict[str, Any]:
    """An object with other values in its parts."""
    return {**live, **{name: {**live[name], **part} for name, part in parts.items()}}


def graph_said(kind: str, message: str) -> dict[str, Any]:
    """A graph of whose present generation kro says this."""
    return changed(
        GRAPH, status={"conditions": [condition(kind, "False", message=message), condition("Ready", "False")], "state": "Inactive"}
    )


GRAPH: dict[str, Any] = {
    "metadata": {"uid": "1", "generation": 2},
    "status": {"state": "Active", "conditions": [condition("GraphAccepted", "True"), condition("Ready", "True")]},
}

INSTANCE: dict[str, Any] = {
    "metadata": {"uid": "1", "generation": 2},
    "status": {"conditions": [condition("Ready", "True")], "host": "h", "disk": {"size": 0}},
}

_TEXT = {"type": "string"}
_SPEC = {"properties": {"size": {"type": "integer"}, "disk": {"properties": {"class": _TEXT}}}}
_PROPERTIES = {"spec": _SPEC, "status": {"properties": {"host": _TEXT}}}

CRD: dict[str, Any] = {
    "spec": {"versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"properties": _PROPERTIES}}}]},
    "status": {"conditions": [condition("Established", "True"), condition("NamesAccepted", "True")]},
}
