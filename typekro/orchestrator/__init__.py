"""App, resources, handles, runs and their records. Knows nothing of Kubernetes."""

from typekro.orchestrator.app import App, alchemy
from typekro.orchestrator.connections import Connection, Provider
from typekro.orchestrator.context import Context
from typekro.orchestrator.plan import FieldChange, Preview
from typekro.orchestrator.report import Report
from typekro.orchestrator.resource import OPAQUE, Change, Handling, Resource, setting

__all__ = [
    "OPAQUE",
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
    "alchemy",
    "setting",
]
