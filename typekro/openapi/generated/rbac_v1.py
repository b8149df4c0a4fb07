"""Shapes and kinds of rbac/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class AggregationRule(Shape):
    """AggregationRule describes how to locate ClusterRoles to aggregate into the ClusterRole."""

    cluster_role_selectors: list[k8s.meta_v1.LabelSelector] = _optional()
    """ClusterRoleSelectors holds a list of selectors which will be used to find ClusterRoles and create the rules."""


class ClusterRole(Kind):
    """ClusterRole is a cluster level, logical grouping of PolicyRules that can be referenced as a unit by a RoleBinding or
    ClusterRoleBinding.
    """

    api_version: ClassVar[str] = "rbac.authorization.k8s.io/v1"
    kind: ClassVar[str] = "ClusterRole"

    aggregation_rule: AggregationRule = _optional()
    """AggregationRule is an optional field that describes how to build the Rules for this ClusterRole."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    rules: list[PolicyRule] = _optional()
    """Rules holds all the PolicyRules for this ClusterRole."""


class ClusterRoleBinding(Kind):
    """ClusterRoleBinding references a ClusterRole, but not contain it."""

    api_version: ClassVar[str] = "rbac.authorization.k8s.io/v1"
    kind: ClassVar[str] = "ClusterRoleBinding"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    role_ref: RoleRef
    """RoleRef can only reference a ClusterRole in the global namespace."""
    subjects: list[Subject] = _optional()
    """Subjects holds references to the objects the role applies to."""


class PolicyRule(Shape):
    """PolicyRule holds information that describes a policy rule, but does not contain information about who the rule applies to or which
    namespace the rule applies to.
    """

    __wire_names__: ClassVar[dict[str, str]] = {
        "non_resource_urls": "nonResourceURLs",
    }

    api_groups: list[str] = _optional()
    """APIGroups is the name of the APIGroup that contains the resources."""
    non_resource_urls: list[str] = _optional()
    """NonResourceURLs is a set of partial urls that a user should have access to. *s are allowed, but only as the full, final step in the
    path Since non-resource URLs are not namespaced, this field is only applicable for ClusterRoles referenced from a ClusterRoleBinding.
    """
    resource_names: list[str] = _optional()
    """ResourceNames is an optional white list of names that the rule applies to."""
    resources: list[str] = _optional()
    """Resources is a list of resources this rule applies to. '*' represents all resources."""
    verbs: list[str]
    """Verbs is a list of Verbs that apply to ALL the ResourceKinds contained in this rule. '*' represents all verbs."""


class Role(Kind):
    """Role is a namespaced, logical grouping of PolicyRules that can be referenced as a unit by a RoleBinding."""

    api_version: ClassVar[str] = "rbac.authorization.k8s.io/v1"
    kind: ClassVar[str] = "Role"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    rules: list[PolicyRule] = _optional()
    """Rules holds all the PolicyRules for this Role."""


class RoleBinding(Kind):
    """RoleBinding references a role, but does not contain it."""

    api_version: ClassVar[str] = "rbac.authorization.k8s.io/v1"
    kind: ClassVar[str] = "RoleBinding"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    role_ref: RoleRef
    """RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace."""
    subjects: list[Subject] = _optional()
    """Subjects holds references to the objects the role applies to."""


class RoleRef(Shape):
    """RoleRef contains information that points to the role being used."""

    api_group: str = _optional()
    """APIGroup is the group for the resource being referenced."""
    kind: str
    """Kind is the type of resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""


class Subject(Shape):
    """Subject contains a reference to the object or user identities a role binding applies to."""

    api_group: str = _optional()
    """APIGroup holds the API group of the referenced subject."""
    kind: str
    """Kind of object being referenced."""
    name: str
    """Name of the object being referenced."""
    namespace: str = _optional()
    """Namespace of the referenced object."""
