"""What the API server refuses, in Kubernetes' own words: each refusal as the Status that is answered."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs


@attrs.frozen
class StatusCause:
    """One of the reasons of a refusal.

    Args:
        reason: Kubernetes' word for it: `FieldValueRequired`.
        message: what is wrong.
        field: where.
    """

    reason: str
    message: str
    field: str


_ALWAYS_DETAILS = frozenset({405})


class YamlError(Exception):
    """A body is no YAML; the text says why, as Go does."""


class StatusError(Exception):
    """The API server refuses a request; `warnings` are told beside the refusal.

    Args:
        code: the HTTP status.
        reason: Kubernetes' word for it: `NotFound`.
        message: what is shown.
        details: what it is about: `name`, `group`, `kind`, `uid`, `causes`, `retryAfterSeconds`.
        metadata: the metadata of the Status; a list that expired says there how to go on.
    """

    def __init__(
        self, code: int, reason: str, message: str, details: Mapping[str, Any] | None = None, metadata: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.details: dict[str, Any] = dict(details or {})
        self.metadata: dict[str, Any] = dict(metadata or {})
        self.always_details = code in _ALWAYS_DETAILS
        self.warnings: list[str] = []

    def status(self) -> dict[str, Any]:
        """The Status that is answered."""
        written: dict[str, Any] = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": self.metadata,
            "status": "Failure",
            "message": self.message,
        }
        if self.reason:
            written["reason"] = self.reason
        if self.details or self.always_details:
            written["details"] = self.details
        return {**written, "code": self.code}


def about(group: str, kind: str, name: str = "", causes: Sequence[StatusCause] = ()) -> dict[str, Any]:
    """The details of a Status; `kind` is the resource's plural, or the kind where an object is invalid."""
    details: dict[str, Any] = {"name": name, "group": group, "kind": kind}
    written = {key: value for key, value in details.items() if value}
    if causes:
        written["causes"] = [
            {key: value for key, value in (("reason", each.reason), ("message", each.message), ("field", each.field)) if value}
            for each in causes
        ]
    return written
