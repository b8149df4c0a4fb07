"""Shapes and kinds of apiregistration/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class APIService(Kind):
    """APIService represents a server for a particular GroupVersion."""

    api_version: ClassVar[str] = "apiregistration.k8s.io/v1"
    kind: ClassVar[str] = "APIService"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: APIServiceSpec = _optional()
    """Spec contains information for locating and communicating with a server."""
    status: APIServiceStatus = _read_only()
    """Status contains derived information about an API server."""


class APIServiceCondition(Shape):
    """APIServiceCondition describes the state of an APIService at a particular point."""

    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    message: str = _optional()
    """Human-readable message indicating details about last transition."""
    reason: str = _optional()
    """Unique, one-word, CamelCase reason for the condition's last transition."""
    status: str
    """Status is the status of the condition."""
    type: str
    """Type is the type of the condition."""


class APIServiceSpec(Shape):
    """APIServiceSpec contains information for locating and communicating with a server."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "insecure_skip_tls_verify": "insecureSkipTLSVerify",
    }

    ca_bundle: str = _optional()
    """CABundle is a PEM encoded CA bundle which will be used to validate an API server's serving certificate."""
    group: str = _optional()
    """Group is the API group name this server hosts."""
    group_priority_minimum: int
    """GroupPriorityMinimum is the priority this group should have at least."""
    insecure_skip_tls_verify: bool = _optional()
    """InsecureSkipTLSVerify disables TLS certificate verification when communicating with this server."""
    service: ServiceReference = _optional()
    """Service is a reference to the service for this API server."""
    version: str = _optional()
    """Version is the API version this server hosts."""
    version_priority: int
    """VersionPriority controls the ordering of this API version inside of its group."""


class APIServiceStatus(Shape):
    """APIServiceStatus contains derived information about an API server."""

    conditions: list[APIServiceCondition] = _optional()
    """Current service state of apiService."""


class ServiceReference(Shape):
    """ServiceReference holds a reference to Service.legacy.k8s.io."""

    name: str = _optional()
    """Name is the name of the service."""
    namespace: str = _optional()
    """Namespace is the namespace of the service."""
    port: int = _optional()
    """If specified, the port on the service that hosting webhook."""
