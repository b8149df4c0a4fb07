"""What happened to an object: what the store tells those who asked to be told."""

from typing import Any, Literal

import attrs

from typekro.local.api.resources import Resource

Manifest = dict[str, Any]
"""A Kubernetes object as plain JSON. What was stored is never changed again: whoever changes it makes a new one."""


@attrs.frozen
class Change:
    """A write that was committed.

    Args:
        type: what happened.
        resource: the kind of the object, in the version in which it is stored.
        object: the object as it is now; of a deleted one the last state, with the resourceVersion of the deletion.
        old: the object as it was; None where it was created.
    """

    type: Literal["ADDED", "MODIFIED", "DELETED"]
    resource: Resource
    object: Manifest
    old: Manifest | None = None
