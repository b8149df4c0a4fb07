"""App, resources, handles, runs and their records. Knows nothing of Kubernetes."""

from typekro.orchestrator.app import App
from typekro.orchestrator.connections import Connection, Provider
from typekro.orchestrator.context import Context, Sharing
from typekro.orchestrator.opening import alchemy
from typekro.orchestrator.plan import FieldChange, Preview
from typekro.orchestrator.report import Report
from typekro.orchestrator.resource import OPAQUE, WHERE, Change, Handling, Resource, setting
from typekro.orchestrator.scope import scope

__all__ = [
    "OPAQUE",
    "WHERE",
    "App",
    "Change",
    "Connection",
    "Context",
    "FieldChange",
    "Handling",
    "Preview",
    "Provider",
    "Report",
    "Resource",
    "Sharing",
    "alchemy",
    "scope",
    "setting",
]
