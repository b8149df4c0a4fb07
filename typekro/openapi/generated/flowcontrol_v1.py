"""Shapes and kinds of flowcontrol/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class ExemptPriorityLevelConfiguration(Shape):
    """ExemptPriorityLevelConfiguration describes the configurable aspects of the handling of exempt requests."""

    lendable_percent: int = _optional()
    """`lendablePercent` prescribes the fraction of the level's NominalCL that can be borrowed by other priority levels."""
    nominal_concurrency_shares: int = _optional()
    """`nominalConcurrencyShares` (NCS) contributes to the computation of the NominalConcurrencyLimit (NominalCL) of this level."""


class FlowDistinguisherMethod(Shape):
    """FlowDistinguisherMethod specifies the method of a flow distinguisher."""

    type: str
    """`type` is the type of flow distinguisher method The supported types are "ByUser" and "ByNamespace"."""


class FlowSchema(Kind):
    """FlowSchema defines the schema of a group of flows."""

    api_version: ClassVar[str] = "flowcontrol.apiserver.k8s.io/v1"
    kind: ClassVar[str] = "FlowSchema"

    metadata: k8s.meta_v1.ObjectMeta
    """`metadata` is the standard object's metadata."""
    spec: FlowSchemaSpec = _optional()
    """`spec` is the specification of the desired behavior of a FlowSchema."""
    status: FlowSchemaStatus = _read_only()
    """`status` is the current status of a FlowSchema."""


class FlowSchemaCondition(Shape):
    """FlowSchemaCondition describes conditions for a FlowSchema."""

    last_transition_time: str = _optional()
    """`lastTransitionTime` is the last time the condition transitioned from one status to another."""
    message: str = _optional()
    """`message` is a human-readable message indicating details about last transition."""
    reason: str = _optional()
    """`reason` is a unique, one-word, CamelCase reason for the condition's last transition."""
    status: str = _optional()
    """`status` is the status of the condition."""
    type: str = _optional()
    """`type` is the type of the condition."""


class FlowSchemaSpec(Shape):
    """FlowSchemaSpec describes how the FlowSchema's specification looks like."""

    distinguisher_method: FlowDistinguisherMethod = _optional()
    """`distinguisherMethod` defines how to compute the flow distinguisher for requests that match this schema. `nil` specifies that the
    distinguisher is disabled and thus will always be the empty string.
    """
    matching_precedence: int = _optional()
    """`matchingPrecedence` is used to choose among the FlowSchemas that match a given request."""
    priority_level_configuration: PriorityLevelConfigurationReference
    """`priorityLevelConfiguration` should reference a PriorityLevelConfiguration in the cluster."""
    rules: list[PolicyRulesWithSubjects] = _optional()
    """`rules` describes which requests will match this flow schema."""


class FlowSchemaStatus(Shape):
    """FlowSchemaStatus represents the current state of a FlowSchema."""

    conditions: list[FlowSchemaCondition] = _optional()
    """`conditions` is a list of the current states of FlowSchema."""


class GroupSubject(Shape):
    """GroupSubject holds detailed information for group-kind subject."""

    name: str
    """name is the user group that matches, or "*" to match all user groups."""


class LimitResponse(Shape):
    """LimitResponse defines how to handle requests that can not be executed right now."""

    queuing: QueuingConfiguration = _optional()
    """`queuing` holds the configuration parameters for queuing."""
    type: str
    """`type` is "Queue" or "Reject". "Queue" means that requests that can not be executed upon arrival are held in a queue until they can
    be executed or a queuing limit is reached. "Reject" means that requests that can not be executed upon arrival are rejected.
    """


class LimitedPriorityLevelConfiguration(Shape):
    """LimitedPriorityLevelConfiguration specifies how to handle requests that are subject to limits."""

    borrowing_limit_percent: int = _optional()
    """`borrowingLimitPercent`, if present, configures a limit on how many seats this priority level can borrow from other priority levels.
    """
    lendable_percent: int = _optional()
    """`lendablePercent` prescribes the fraction of the level's NominalCL that can be borrowed by other priority levels."""
    limit_response: LimitResponse = _optional()
    """`limitResponse` indicates what to do with requests that can not be executed right now."""
    nominal_concurrency_shares: int = _optional()
    """`nominalConcurrencyShares` (NCS) contributes to the computation of the NominalConcurrencyLimit (NominalCL) of this level."""


class NonResourcePolicyRule(Shape):
    """NonResourcePolicyRule is a predicate that matches non-resource requests according to their verb and the target non-resource URL."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "non_resource_urls": "nonResourceURLs",
    }

    non_resource_urls: list[str]
    """`nonResourceURLs` is a set of url prefixes that a user should have access to and may not be empty."""
    verbs: list[str]
    """`verbs` is a list of matching verbs and may not be empty. "*" matches all verbs."""


class PolicyRulesWithSubjects(Shape):
    """PolicyRulesWithSubjects prescribes a test that applies to a request to an apiserver."""

    non_resource_rules: list[NonResourcePolicyRule] = _optional()
    """`nonResourceRules` is a list of NonResourcePolicyRules that identify matching requests according to their verb and the target
    non-resource URL.
    """
    resource_rules: list[ResourcePolicyRule] = _optional()
    """`resourceRules` is a slice of ResourcePolicyRules that identify matching requests according to their verb and the target resource."""
    subjects: list[Subject]
    """subjects is the list of normal user, serviceaccount, or group that this rule cares about."""


class PriorityLevelConfiguration(Kind):
    """PriorityLevelConfiguration represents the configuration of a priority level."""

    api_version: ClassVar[str] = "flowcontrol.apiserver.k8s.io/v1"
    kind: ClassVar[str] = "PriorityLevelConfiguration"

    metadata: k8s.meta_v1.ObjectMeta
    """`metadata` is the standard object's metadata."""
    spec: PriorityLevelConfigurationSpec = _optional()
    """`spec` is the specification of the desired behavior of a "request-priority"."""
    status: PriorityLevelConfigurationStatus = _read_only()
    """`status` is the current status of a "request-priority"."""


class PriorityLevelConfigurationCondition(Shape):
    """PriorityLevelConfigurationCondition defines the condition of priority level."""

    last_transition_time: str = _optional()
    """`lastTransitionTime` is the last time the condition transitioned from one status to another."""
    message: str = _optional()
    """`message` is a human-readable message indicating details about last transition."""
    reason: str = _optional()
    """`reason` is a unique, one-word, CamelCase reason for the condition's last transition."""
    status: str = _optional()
    """`status` is the status of the condition."""
    type: str = _optional()
    """`type` is the type of the condition."""


class PriorityLevelConfigurationReference(Shape):
    """PriorityLevelConfigurationReference contains information that points to the "request-priority" being used."""

    name: str
    """`name` is the name of the priority level configuration being referenced Required."""


class PriorityLevelConfigurationSpec(Shape):
    """PriorityLevelConfigurationSpec specifies the configuration of a priority level."""

    exempt: ExemptPriorityLevelConfiguration = _optional()
    """`exempt` specifies how requests are handled for an exempt priority level."""
    limited: LimitedPriorityLevelConfiguration = _optional()
    """`limited` specifies how requests are handled for a Limited priority level."""
    type: str
    """`type` indicates whether this priority level is subject to limitation on request execution."""


class PriorityLevelConfigurationStatus(Shape):
    """PriorityLevelConfigurationStatus represents the current state of a "request-priority"."""

    conditions: list[PriorityLevelConfigurationCondition] = _optional()
    """`conditions` is the current state of "request-priority"."""


class QueuingConfiguration(Shape):
    """QueuingConfiguration holds the configuration parameters for queuing."""

    hand_size: int = _optional()
    """`handSize` is a small positive number that configures the shuffle sharding of requests into queues."""
    queue_length_limit: int = _optional()
    """`queueLengthLimit` is the maximum number of requests allowed to be waiting in a given queue of this priority level at a time; excess
    requests are rejected.
    """
    queues: int = _optional()
    """`queues` is the number of queues for this priority level."""


class ResourcePolicyRule(Shape):
    """ResourcePolicyRule is a predicate that matches some resource requests, testing the request's verb and the target resource."""

    api_groups: list[str]
    """`apiGroups` is a list of matching API groups and may not be empty. "*" matches all API groups and, if present, must be the only
    entry.
    """
    cluster_scope: bool = _optional()
    """`clusterScope` indicates whether to match requests that do not specify a namespace (which happens either because the resource is not
    namespaced or the request targets all namespaces).
    """
    namespaces: list[str] = _optional()
    """`namespaces` is a list of target namespaces that restricts matches."""
    resources: list[str]
    """`resources` is a list of matching resources (i.e., lowercase and plural) with, if desired, subresource."""
    verbs: list[str]
    """`verbs` is a list of matching verbs and may not be empty. "*" matches all verbs and, if present, must be the only entry."""


class ServiceAccountSubject(Shape):
    """ServiceAccountSubject holds detailed information for service-account-kind subject."""

    name: str
    """`name` is the name of matching ServiceAccount objects, or "*" to match regardless of name."""
    namespace: str
    """`namespace` is the namespace of matching ServiceAccount objects."""


class Subject(Shape):
    """Subject matches the originator of a request, as identified by the request authentication system."""

    group: GroupSubject = _optional()
    """`group` matches based on user group name."""
    kind: str
    """`kind` indicates which one of the other fields is non-empty."""
    service_account: ServiceAccountSubject = _optional()
    """`serviceAccount` matches ServiceAccounts."""
    user: UserSubject = _optional()
    """`user` matches based on username."""


class UserSubject(Shape):
    """UserSubject holds detailed information for user-kind subject."""

    name: str
    """`name` is the username that matches, or "*" to match all usernames."""
