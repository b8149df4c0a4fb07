"""Shapes and kinds of meta/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import Any, TypedDict

from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class Condition(Shape):
    """Condition contains details for one aspect of the current state of this API Resource."""

    last_transition_time: str
    """lastTransitionTime is the last time the condition transitioned from one status to another."""
    message: str
    """message is a human readable message indicating details about the transition."""
    observed_generation: int = _optional()
    """observedGeneration represents the .metadata.generation that the condition was set based upon."""
    reason: str
    """reason contains a programmatic identifier indicating the reason for the condition's last transition."""
    status: str
    """status of the condition, one of True, False, Unknown."""
    type: str
    """type of condition in CamelCase or in foo.example.com/CamelCase."""


class FieldSelectorRequirement(Shape):
    """FieldSelectorRequirement is a selector that contains values, a key, and an operator that relates the key and values."""

    key: str
    """key is the field selector key that the requirement applies to."""
    operator: str
    """operator represents a key's relationship to a set of values."""
    values: list[str] = _optional()
    """values is an array of string values."""


class GroupResource(Shape):
    """GroupResource specifies a Group and a Resource, but does not force a version."""

    group: str
    resource: str


class LabelSelector(Shape):
    """A label selector is a label query over a set of resources."""

    match_expressions: list[LabelSelectorRequirement] = _optional()
    """matchExpressions is a list of label selector requirements."""
    match_labels: dict[str, str] = _optional()
    """matchLabels is a map of {key,value} pairs."""


class LabelSelectorRequirement(Shape):
    """A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values."""

    key: str
    """key is the label key that the selector applies to."""
    operator: str
    """operator represents a key's relationship to a set of values."""
    values: list[str] = _optional()
    """values is an array of string values."""


class ManagedFieldsEntry(Shape):
    """ManagedFieldsEntry is a workflow-id, a FieldSet and the group version of the resource that the fieldset applies to."""

    api_version: str = _optional()
    """APIVersion defines the version of this resource that this field set applies to."""
    fields_type: str = _optional()
    """FieldsType is the discriminator for the different fields format and version."""
    fields_v1: dict[str, Any] = _optional()
    """FieldsV1 holds the first JSON version format as described in the "FieldsV1" type."""
    manager: str = _optional()
    """Manager is an identifier of the workflow managing these fields."""
    operation: str = _optional()
    """Operation is the type of operation which lead to this ManagedFieldsEntry being created."""
    subresource: str = _optional()
    """Subresource is the name of the subresource used to update that object, or empty string if the object was updated through the main
    resource.
    """
    time: str = _optional()
    """Time is the timestamp of when the ManagedFields entry was added."""


class ObjectMeta(Shape):
    """ObjectMeta is metadata that all persisted resources must have, which includes all objects users must create."""

    annotations: dict[str, str] = _optional()
    """Annotations is an unstructured key value map stored with a resource that may be set by external tools to store and retrieve arbitrary
    metadata.
    """
    creation_timestamp: str = _read_only()
    """CreationTimestamp is a timestamp representing the server time when this object was created."""
    deletion_grace_period_seconds: int = _read_only()
    """Number of seconds allowed for this object to gracefully terminate before it will be removed from the system."""
    deletion_timestamp: str = _read_only()
    """DeletionTimestamp is RFC 3339 date and time at which this resource will be deleted."""
    finalizers: list[str] = _optional()
    """Must be empty before the object is deleted from the registry."""
    generate_name: str = _optional()
    """GenerateName is an optional prefix, used by the server, to generate a unique name ONLY IF the Name field has not been provided."""
    generation: int = _read_only()
    """A sequence number representing a specific generation of the desired state."""
    labels: dict[str, str] = _optional()
    """Map of string keys and values that can be used to organize and categorize (scope and select) objects."""
    managed_fields: list[ManagedFieldsEntry] = _read_only()
    """ManagedFields maps workflow-id and version to the set of fields that are managed by that workflow."""
    name: str = _optional()
    """Name must be unique within a namespace."""
    namespace: str = _optional()
    """Namespace defines the space within which each name must be unique."""
    owner_references: list[OwnerReference] = _optional()
    """List of objects depended by this object."""
    resource_version: str = _read_only()
    """An opaque value that represents the internal version of this object that can be used by clients to determine when objects have
    changed.
    """
    self_link: str = _read_only()
    """Deprecated: selfLink is a legacy read-only field that is no longer populated by the system."""
    uid: str = _read_only()
    """UID is the unique in time and space value for this object."""


class ObjectMetaFields(TypedDict, total=False):
    """Fields of ObjectMeta as a dict, each of which may be left out."""

    annotations: dict[str, str]
    finalizers: list[str]
    generate_name: str
    labels: dict[str, str]
    name: str
    namespace: str
    owner_references: list[OwnerReference]


class OwnerReference(Shape):
    """OwnerReference contains enough information to let you identify an owning object."""

    api_version: str
    """API version of the referent."""
    block_owner_deletion: bool = _optional()
    """If true, AND if the owner has the "foregroundDeletion" finalizer, then the owner cannot be deleted from the key-value store until
    this reference is removed.
    """
    controller: bool = _optional()
    """If true, this reference points to the managing controller."""
    kind: str
    """Kind of the referent."""
    name: str
    """Name of the referent."""
    uid: str
    """UID of the referent."""
