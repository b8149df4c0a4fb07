"""Shapes and kinds of authentication/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class SelfSubjectReview(Kind):
    """SelfSubjectReview contains the user information that the kube-apiserver has about the user making this request."""

    api_version: ClassVar[str] = "authentication.k8s.io/v1"
    kind: ClassVar[str] = "SelfSubjectReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is standard object's metadata."""
    status: SelfSubjectReviewStatus = _read_only()
    """status is filled in by the server with the user attributes."""


class SelfSubjectReviewStatus(Shape):
    """SelfSubjectReviewStatus is filled by the kube-apiserver and sent back to a user."""

    user_info: UserInfo = _optional()
    """userInfo is a set of attributes belonging to the user making this request."""


class TokenReview(Kind):
    """TokenReview attempts to authenticate a token to a known user."""

    api_version: ClassVar[str] = "authentication.k8s.io/v1"
    kind: ClassVar[str] = "TokenReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object's metadata."""
    spec: TokenReviewSpec
    """spec holds information about the request being evaluated."""
    status: TokenReviewStatus = _read_only()
    """status is filled in by the server and indicates whether the request can be authenticated."""


class TokenReviewSpec(Shape):
    """TokenReviewSpec is a description of the token authentication request."""

    audiences: list[str] = _optional()
    """audiences is a list of the identifiers that the resource server presented with the token identifies as."""
    token: str
    """token is the opaque bearer token."""


class TokenReviewStatus(Shape):
    """TokenReviewStatus is the result of the token authentication request."""

    audiences: list[str] = _optional()
    """audiences are audience identifiers chosen by the authenticator that are compatible with both the TokenReview and token."""
    authenticated: bool = _optional()
    """authenticated indicates that the token was associated with a known user."""
    error: str = _optional()
    """error indicates that the token couldn't be checked."""
    user: UserInfo = _optional()
    """user is the UserInfo associated with the provided token."""


class UserInfo(Shape):
    """UserInfo holds the information about the user needed to implement the user.Info interface."""

    extra: dict[str, list[str]] = _optional()
    """extra is any additional information provided by the authenticator."""
    groups: list[str] = _optional()
    """groups is the names of groups this user is a part of."""
    uid: str = _optional()
    """uid is a unique value that identifies this user across time."""
    username: str = _optional()
    """username is the name that uniquely identifies this user among all active users."""
