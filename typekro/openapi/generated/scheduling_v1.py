"""Shapes and kinds of scheduling/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import optional as _optional


class PriorityClass(Kind):
    """PriorityClass defines mapping from a priority class name to the priority integer value."""

    api_version: ClassVar[str] = "scheduling.k8s.io/v1"
    kind: ClassVar[str] = "PriorityClass"

    description: str = _optional()
    """description is an arbitrary string that usually provides guidelines on when this priority class should be used."""
    global_default: bool = _optional()
    """globalDefault specifies whether this PriorityClass should be considered as the default priority for pods that do not have any
    priority class.
    """
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    preemption_policy: str = _optional()
    """preemptionPolicy is the Policy for preempting pods with lower priority."""
    value: int = _optional()
    """value represents the integer value of this priority class."""
