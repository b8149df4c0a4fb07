"""The async Kubernetes client: connect, discover, apply, get, list, delete, watch. Knows nothing of the orchestrator."""

from typekro.kubernetes.client import Applied, Client
from typekro.kubernetes.connection import Cluster, Reachable
from typekro.kubernetes.discovery import ResourceType
from typekro.kubernetes.errors import (
    ApiError,
    ClusterConfigError,
    ClusterUnreachableError,
    ConflictError,
    FieldConflict,
    ForbiddenError,
    InvalidError,
    KindNotFoundError,
    PreconditionFailedError,
)
from typekro.kubernetes.feed import Mark
from typekro.kubernetes.objects import Listing, Manifest
from typekro.kubernetes.watch import Watch

__all__ = [
    "ApiError",
    "Applied",
    "Client",
    "Cluster",
    "ClusterConfigError",
    "ClusterUnreachableError",
    "ConflictError",
    "FieldConflict",
    "ForbiddenError",
    "InvalidError",
    "KindNotFoundError",
    "Listing",
    "Manifest",
    "Mark",
    "PreconditionFailedError",
    "Reachable",
    "ResourceType",
    "Watch",
]
