"""Shapes and kinds of authorization/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class FieldSelectorAttributes(Shape):
    """FieldSelectorAttributes indicates a field limited access."""

    raw_selector: str = _optional()
    """rawSelector is the serialization of a field selector that would be included in a query parameter."""
    requirements: list[k8s.meta_v1.FieldSelectorRequirement] = _optional()
    """requirements is the parsed interpretation of a field selector."""


class LabelSelectorAttributes(Shape):
    """LabelSelectorAttributes indicates a label limited access."""

    raw_selector: str = _optional()
    """rawSelector is the serialization of a field selector that would be included in a query parameter."""
    requirements: list[k8s.meta_v1.LabelSelectorRequirement] = _optional()
    """requirements is the parsed interpretation of a label selector."""


class LocalSubjectAccessReview(Kind):
    """LocalSubjectAccessReview checks whether or not a user or group can perform an action in a given namespace."""

    api_version: ClassVar[str] = "authorization.k8s.io/v1"
    kind: ClassVar[str] = "LocalSubjectAccessReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard list metadata."""
    spec: SubjectAccessReviewSpec
    """spec holds information about the request being evaluated. spec.namespace must be equal to the namespace you made the request against.
    """
    status: SubjectAccessReviewStatus = _read_only()
    """status is filled in by the server and indicates whether the request is allowed or not."""


class NonResourceAttributes(Shape):
    """NonResourceAttributes includes the authorization attributes available for non-resource requests to the Authorizer interface."""

    path: str = _optional()
    """path is the URL path of the request."""
    verb: str = _optional()
    """verb is the standard HTTP verb."""


class NonResourceRule(Shape):
    """NonResourceRule holds information that describes a rule for the non-resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "non_resource_urls": "nonResourceURLs",
    }

    non_resource_urls: list[str] = _optional()
    """nonResourceURLs is a set of partial urls that a user should have access to. *s are allowed, but only as the full, final step in the
    path. "*" means all.
    """
    verbs: list[str]
    """verbs is a list of kubernetes non-resource API verbs, like: get, post, put, delete, patch, head, options. "*" means all."""


class ResourceAttributes(Shape):
    """ResourceAttributes includes the authorization attributes available for resource requests to the Authorizer interface."""

    field_selector: FieldSelectorAttributes = _optional()
    """fieldSelector describes the limitation on access based on field."""
    group: str = _optional()
    """group is the API Group of the Resource. "*" means all."""
    label_selector: LabelSelectorAttributes = _optional()
    """labelSelector describes the limitation on access based on labels."""
    name: str = _optional()
    """name is the name of the resource being requested for a "get" or deleted for a "delete". "" (empty) means all."""
    namespace: str = _optional()
    """namespace is the namespace of the action being requested."""
    resource: str = _optional()
    """resource is one of the existing resource types. "*" means all."""
    subresource: str = _optional()
    """subresource is one of the existing resource types. "" means none."""
    verb: str = _optional()
    """verb is a kubernetes resource API verb, like: get, list, watch, create, update, delete, proxy. "*" means all."""
    version: str = _optional()
    """version is the API Version of the Resource. "*" means all."""


class ResourceRule(Shape):
    """ResourceRule is the list of actions the subject is allowed to perform on resources."""

    api_groups: list[str] = _optional()
    """apiGroups is the name of the APIGroup that contains the resources."""
    resource_names: list[str] = _optional()
    """resourceNames is an optional white list of names that the rule applies to."""
    resources: list[str] = _optional()
    """resources is a list of resources this rule applies to. "*" means all in the specified apiGroups. "*/foo" represents the subresource
    'foo' for all resources in the specified apiGroups.
    """
    verbs: list[str]
    """verbs is a list of kubernetes resource API verbs, like: get, list, watch, create, update, delete, proxy. "*" means all."""


class SelfSubjectAccessReview(Kind):
    """SelfSubjectAccessReview checks whether or the current user can perform an action."""

    api_version: ClassVar[str] = "authorization.k8s.io/v1"
    kind: ClassVar[str] = "SelfSubjectAccessReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard list metadata."""
    spec: SelfSubjectAccessReviewSpec
    """spec holds information about the request being evaluated. user and groups must be empty."""
    status: SubjectAccessReviewStatus = _read_only()
    """status is filled in by the server and indicates whether the request is allowed or not."""


class SelfSubjectAccessReviewSpec(Shape):
    """SelfSubjectAccessReviewSpec is a description of the access request."""

    non_resource_attributes: NonResourceAttributes = _optional()
    """nonResourceAttributes describes information for a non-resource access request."""
    resource_attributes: ResourceAttributes = _optional()
    """resourceAttributes describes information for a resource access request."""


class SelfSubjectRulesReview(Kind):
    """SelfSubjectRulesReview enumerates the set of actions the current user can perform within a namespace."""

    api_version: ClassVar[str] = "authorization.k8s.io/v1"
    kind: ClassVar[str] = "SelfSubjectRulesReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard list metadata."""
    spec: SelfSubjectRulesReviewSpec
    """spec holds information about the request being evaluated."""
    status: SubjectRulesReviewStatus = _read_only()
    """status is filled in by the server and indicates the set of actions a user can perform."""


class SelfSubjectRulesReviewSpec(Shape):
    """SelfSubjectRulesReviewSpec defines the specification for SelfSubjectRulesReview."""

    namespace: str = _optional()
    """namespace to evaluate rules for."""


class SubjectAccessReview(Kind):
    """SubjectAccessReview checks whether or not a user or group can perform an action."""

    api_version: ClassVar[str] = "authorization.k8s.io/v1"
    kind: ClassVar[str] = "SubjectAccessReview"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard list metadata."""
    spec: SubjectAccessReviewSpec
    """spec holds information about the request being evaluated."""
    status: SubjectAccessReviewStatus = _read_only()
    """status is filled in by the server and indicates whether the request is allowed or not."""


class SubjectAccessReviewSpec(Shape):
    """SubjectAccessReviewSpec is a description of the access request."""

    extra: dict[str, list[str]] = _optional()
    """extra corresponds to the user.Info.GetExtra() method from the authenticator."""
    groups: list[str] = _optional()
    """groups is the groups you're testing for."""
    non_resource_attributes: NonResourceAttributes = _optional()
    """nonResourceAttributes describes information for a non-resource access request."""
    resource_attributes: ResourceAttributes = _optional()
    """resourceAttributes describes information for a resource access request."""
    uid: str = _optional()
    """uid information about the requesting user."""
    user: str = _optional()
    """user is the user you're testing for."""


class SubjectAccessReviewStatus(Shape):
    """SubjectAccessReviewStatus."""

    allowed: bool
    """allowed is required."""
    denied: bool = _optional()
    """denied is optional."""
    evaluation_error: str = _optional()
    """evaluationError is an indication that some error occurred during the authorization check."""
    reason: str = _optional()
    """reason is optional."""


class SubjectRulesReviewStatus(Shape):
    """SubjectRulesReviewStatus contains the result of a rules check."""

    evaluation_error: str = _optional()
    """evaluationError can appear in combination with Rules."""
    incomplete: bool
    """incomplete is true when the rules returned by this call are incomplete."""
    non_resource_rules: list[NonResourceRule]
    """nonResourceRules is the list of actions the subject is allowed to perform on non-resources."""
    resource_rules: list[ResourceRule]
    """resourceRules is the list of actions the subject is allowed to perform on resources."""
