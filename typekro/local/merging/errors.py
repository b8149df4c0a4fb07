"""What can go wrong when something is merged into an object, in the words of the API server."""

from collections.abc import Sequence
from typing import NamedTuple

from typekro.errors import TypeKroError


class Conflict(NamedTuple):
    """One field that somebody else owns with another value.

    Attributes:
        manager: who owns it.
        description: the manager as Kubernetes tells it, such as `"kubectl" using apps/v1`; the quoted name alone for those that apply.
        path: the field, such as `.spec.replicas`.
    """

    manager: str
    description: str
    path: str

    @property
    def message(self) -> str:
        """What a cause in the Status says; the cause's field is `path`, its reason `FieldManagerConflict`.

        Example:
            >>> Conflict("kubectl", '"kubectl" using apps/v1', ".spec.replicas").message
            'conflict with "kubectl" using apps/v1'
        """
        return f"conflict with {self.description}"


class MergeError(TypeKroError):
    """A patch, or an object that is applied, cannot be merged.

    Args:
        message: what the API server says of it.
        reason: of the Status: `BadRequest` (400), `Invalid` (422), or `InternalError` (500).
    """

    def __init__(self, message: str, reason: str = "BadRequest") -> None:
        super().__init__(message, "MERGE_ERROR", {"reason": reason})
        self.reason = reason


class ApplyConflict(TypeKroError):  # noqa: N818 - the field's term
    """Fields that are applied are owned by others with other values, and nobody forces it: 409 with the reason `Conflict`.

    Args:
        conflicts: each field, the managers in the order of their names.

    Example:
        >>> print(ApplyConflict([Conflict("kubectl", '"kubectl" using apps/v1', ".spec.replicas")]))
        Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas
    """

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(_told(conflicts), "APPLY_CONFLICT", {"conflicts": tuple(conflicts)})
        self.conflicts = tuple(conflicts)


def _told(conflicts: Sequence[Conflict]) -> str:
    if len(conflicts) == 1:
        return f"Apply failed with 1 conflict: {conflicts[0].message}: {conflicts[0].path}"
    paths: dict[str, list[str]] = {}
    for conflict in conflicts:
        paths.setdefault(conflict.description, []).append(conflict.path)
    lines = [line for description, found in paths.items() for line in (f"conflicts with {description}:", *(f"- {path}" for path in found))]
    return f"Apply failed with {len(conflicts)} conflicts: " + "\n".join(lines)
