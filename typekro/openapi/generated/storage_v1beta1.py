"""Shapes and kinds of storage/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import optional as _optional


class VolumeAttributesClass(Kind):
    """VolumeAttributesClass represents a specification of mutable volume attributes defined by the CSI driver."""

    api_version: ClassVar[str] = "storage.k8s.io/v1beta1"
    kind: ClassVar[str] = "VolumeAttributesClass"

    driver_name: str
    """Name of the CSI driver This field is immutable."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    parameters: dict[str, str] = _optional()
    """parameters hold volume attributes defined by the CSI driver."""
