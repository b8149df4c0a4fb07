"""Shapes and kinds of storagemigration/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class StorageVersionMigration(Kind):
    """StorageVersionMigration represents a migration of stored data to the latest storage version."""

    api_version: ClassVar[str] = "storagemigration.k8s.io/v1beta1"
    kind: ClassVar[str] = "StorageVersionMigration"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: StorageVersionMigrationSpec = _optional()
    """Specification of the migration."""
    status: StorageVersionMigrationStatus = _read_only()
    """Status of the migration."""


class StorageVersionMigrationSpec(Shape):
    """Spec of the storage version migration."""

    resource: k8s.meta_v1.GroupResource
    """The resource that is being migrated."""


class StorageVersionMigrationStatus(Shape):
    """Status of the storage version migration."""

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """The latest available observations of the migration's current state."""
    resource_version: str = _optional()
    """ResourceVersion to compare with the GC cache for performing the migration."""
