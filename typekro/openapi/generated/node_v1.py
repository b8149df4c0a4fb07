"""Shapes and kinds of node/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class Overhead(Shape):
    """Overhead structure represents the resource overhead associated with running a pod."""

    pod_fixed: dict[str, str] = _optional()
    """podFixed represents the fixed resource overhead associated with running a pod."""


class RuntimeClass(Kind):
    """RuntimeClass defines a class of container runtime supported in the cluster."""

    api_version: ClassVar[str] = "node.k8s.io/v1"
    kind: ClassVar[str] = "RuntimeClass"

    handler: str
    """handler specifies the underlying runtime and configuration that the CRI implementation will use to handle pods of this class."""
    metadata: k8s.meta_v1.ObjectMeta
    """More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata."""
    overhead: Overhead = _optional()
    """overhead represents the resource overhead associated with running a pod for a given RuntimeClass."""
    scheduling: Scheduling = _optional()
    """scheduling holds the scheduling constraints to ensure that pods running with this RuntimeClass are scheduled to nodes that support
    it.
    """


class Scheduling(Shape):
    """Scheduling specifies the scheduling constraints for nodes supporting a RuntimeClass."""

    node_selector: dict[str, str] = _optional()
    """nodeSelector lists labels that must be present on nodes that support this RuntimeClass."""
    tolerations: list[k8s.core_v1.Toleration] = _optional()
    """tolerations are appended (excluding duplicates) to pods running with this RuntimeClass during admission, effectively unioning the set
    of nodes tolerated by the pod and the RuntimeClass.
    """
