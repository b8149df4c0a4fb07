"""App, resources, handles, runs and their records. Knows nothing of Kubernetes."""

from typekro.orchestrator.app import App, alchemy
from typekro.orchestrator.connections import Connection, Provider
from typekro.orchestrator.context import Context
from typekro.orchestrator.report import Report
from typekro.orchestrator.resource import OPAQUE, Resource, setting

__all__ = ["OPAQUE", "App", "Connection", "Context", "Provider", "Report", "Resource", "alchemy", "setting"]
