"""What one may do: everything; the user of the local cluster is its administrator."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.local.api.changes import Manifest

GROUPS: Final = ("system:masters", "system:authenticated")


def _allowed(_: str) -> dict[str, Any]:
    return {"allowed": True}


def _rules(_: str) -> dict[str, Any]:
    return {
        "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}],
        "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}],
        "incomplete": False,
    }


def _user(user: str) -> dict[str, Any]:
    return {"userInfo": {"username": user, "groups": list(GROUPS)}}


REVIEWS: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "selfsubjectaccessreviews": _allowed,
    "subjectaccessreviews": _allowed,
    "localsubjectaccessreviews": _allowed,
    "selfsubjectrulesreviews": _rules,
    "selfsubjectreviews": _user,
}
"""What answers the reviews, by the plural of their kind."""


def reviewed(plural: str, manifest: Manifest, user: str) -> Manifest:
    """A review with its answer.

    Args:
        plural: which one.
        manifest: what was asked.
        user: who asks.
    """
    return {**manifest, "metadata": manifest.get("metadata") or {}, "status": REVIEWS[plural](user)}
