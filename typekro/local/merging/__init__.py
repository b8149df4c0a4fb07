"""How objects are merged: JSON, merge and strategic merge patches, and server-side apply with managed fields; pure, and knows no store."""

from typekro.local.merging.applying import Merged, apply
from typekro.local.merging.errors import ApplyConflict, Conflict, MergeError
from typekro.local.merging.field_sets import EMPTY, FieldSet
from typekro.local.merging.json_patch import MAX_OPERATIONS, json_patch
from typekro.local.merging.managed_fields import updated
from typekro.local.merging.managers import with_old_times
from typekro.local.merging.merge_patch import merge_patch
from typekro.local.merging.resetting import reset_fields
from typekro.local.merging.strategic import strategic_merge

__all__ = [
    "EMPTY",
    "MAX_OPERATIONS",
    "ApplyConflict",
    "Conflict",
    "FieldSet",
    "MergeError",
    "Merged",
    "apply",
    "json_patch",
    "merge_patch",
    "reset_fields",
    "strategic_merge",
    "updated",
    "with_old_times",
]
