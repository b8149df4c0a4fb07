"""Shapes and kinds of apiextensions/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import Any, ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class CustomResourceColumnDefinition(Shape):
    """CustomResourceColumnDefinition specifies a column for server side printing."""

    description: str = _optional()
    """description is a human readable description of this column."""
    format: str = _optional()
    """format is an optional OpenAPI type definition for this column."""
    json_path: str
    """jsonPath is a simple JSON path (i.e. with array notation) which is evaluated against each custom resource to produce the value for
    this column.
    """
    name: str
    """name is a human readable name for the column."""
    priority: int = _optional()
    """priority is an integer defining the relative importance of this column compared to others."""
    type: str
    """type is an OpenAPI type definition for this column."""


class CustomResourceConversion(Shape):
    """CustomResourceConversion describes how to convert different versions of a CR."""

    strategy: str
    """strategy specifies how custom resources are converted between versions."""
    webhook: WebhookConversion = _optional()
    """webhook describes how to call the conversion webhook."""


class CustomResourceDefinition(Kind):
    """CustomResourceDefinition represents a resource that should be exposed on the API server."""

    api_version: ClassVar[str] = "apiextensions.k8s.io/v1"
    kind: ClassVar[str] = "CustomResourceDefinition"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: CustomResourceDefinitionSpec
    """spec describes how the user wants the resources to appear."""
    status: CustomResourceDefinitionStatus = _read_only()
    """status indicates the actual state of the CustomResourceDefinition."""


class CustomResourceDefinitionCondition(Shape):
    """CustomResourceDefinitionCondition contains details for the current condition of this pod."""

    last_transition_time: str = _optional()
    """lastTransitionTime last time the condition transitioned from one status to another."""
    message: str = _optional()
    """message is a human-readable message indicating details about last transition."""
    observed_generation: int = _optional()
    """observedGeneration represents the .metadata.generation that the condition was set based upon."""
    reason: str = _optional()
    """reason is a unique, one-word, CamelCase reason for the condition's last transition."""
    status: str
    """status is the status of the condition."""
    type: str
    """type is the type of the condition."""


class CustomResourceDefinitionNames(Shape):
    """CustomResourceDefinitionNames indicates the names to serve this CustomResourceDefinition."""

    categories: list[str] = _optional()
    """categories is a list of grouped resources this custom resource belongs to (e.g. 'all')."""
    kind: str
    """kind is the serialized kind of the resource."""
    list_kind: str = _optional()
    """listKind is the serialized kind of the list for this resource."""
    plural: str
    """plural is the plural name of the resource to serve."""
    short_names: list[str] = _optional()
    """shortNames are short names for the resource, exposed in API discovery documents, and used by clients to support invocations like
    `kubectl get <shortname>`.
    """
    singular: str = _optional()
    """singular is the singular name of the resource."""


class CustomResourceDefinitionSpec(Shape):
    """CustomResourceDefinitionSpec describes how a user wants their resource to appear."""

    conversion: CustomResourceConversion = _optional()
    """conversion defines conversion settings for the CRD."""
    group: str
    """group is the API group of the defined custom resource."""
    names: CustomResourceDefinitionNames
    """names specify the resource and kind names for the custom resource."""
    preserve_unknown_fields: bool = _optional()
    """preserveUnknownFields indicates that object fields which are not specified in the OpenAPI schema should be preserved when persisting
    to storage. apiVersion, kind, metadata and known fields inside metadata are always preserved.
    """
    scope: str
    """scope indicates whether the defined custom resource is cluster- or namespace-scoped."""
    versions: list[CustomResourceDefinitionVersion]
    """versions is the list of all API versions of the defined custom resource."""


class CustomResourceDefinitionStatus(Shape):
    """CustomResourceDefinitionStatus indicates the state of the CustomResourceDefinition."""

    accepted_names: CustomResourceDefinitionNames = _optional()
    """acceptedNames are the names that are actually being used to serve discovery."""
    conditions: list[CustomResourceDefinitionCondition] = _optional()
    """conditions indicate state for particular aspects of a CustomResourceDefinition."""
    observed_generation: int = _optional()
    """The generation observed by the CRD controller."""
    stored_versions: list[str] = _optional()
    """storedVersions lists all versions of CustomResources that were ever persisted."""


class CustomResourceDefinitionVersion(Shape):
    """CustomResourceDefinitionVersion describes a version for CRD."""

    additional_printer_columns: list[CustomResourceColumnDefinition] = _optional()
    """additionalPrinterColumns specifies additional columns returned in Table output."""
    deprecated: bool = _optional()
    """deprecated indicates this version of the custom resource API is deprecated."""
    deprecation_warning: str = _optional()
    """deprecationWarning overrides the default warning returned to API clients."""
    name: str
    """name is the version name, e.g. “v1”, “v2beta1”, etc. The custom resources are served under this version at
    `/apis/<group>/<version>/...` if `served` is true.
    """
    schema: CustomResourceValidation = _optional()
    """schema describes the schema used for validation, pruning, and defaulting of this version of the custom resource."""
    selectable_fields: list[SelectableField] = _optional()
    """selectableFields specifies paths to fields that may be used as field selectors."""
    served: bool
    """served is a flag enabling/disabling this version from being served via REST APIs."""
    storage: bool
    """storage indicates this version should be used when persisting custom resources to storage."""
    subresources: CustomResourceSubresources = _optional()
    """subresources specify what subresources this version of the defined custom resource have."""


class CustomResourceSubresourceScale(Shape):
    """CustomResourceSubresourceScale defines how to serve the scale subresource for CustomResources."""

    label_selector_path: str = _optional()
    """labelSelectorPath defines the JSON path inside of a custom resource that corresponds to Scale `status.selector`."""
    spec_replicas_path: str
    """specReplicasPath defines the JSON path inside of a custom resource that corresponds to Scale `spec.replicas`."""
    status_replicas_path: str
    """statusReplicasPath defines the JSON path inside of a custom resource that corresponds to Scale `status.replicas`."""


class CustomResourceSubresourceStatus(Shape):
    """CustomResourceSubresourceStatus defines how to serve the status subresource for CustomResources."""


class CustomResourceSubresources(Shape):
    """CustomResourceSubresources defines the status and scale subresources for CustomResources."""

    scale: CustomResourceSubresourceScale = _optional()
    """scale indicates the custom resource should serve a `/scale` subresource that returns an `autoscaling/v1` Scale object."""
    status: CustomResourceSubresourceStatus = _optional()
    """status indicates the custom resource should serve a `/status` subresource."""


class CustomResourceValidation(Shape):
    """CustomResourceValidation is a list of validation methods for CustomResources."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "open_api_v3_schema": "openAPIV3Schema",
    }

    open_api_v3_schema: JSONSchemaProps = _optional()
    """openAPIV3Schema is the OpenAPI v3 schema to use for validation and pruning."""


class ExternalDocumentation(Shape):
    """ExternalDocumentation allows referencing an external resource for extended documentation."""

    description: str = _optional()
    url: str = _optional()


class JSONSchemaProps(Shape):
    """JSONSchemaProps is a JSON-Schema following Specification Draft 4 (http://json-schema.org/)."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "ref": "$ref",
        "schema": "$schema",
        "x_kubernetes_embedded_resource": "x-kubernetes-embedded-resource",
        "x_kubernetes_int_or_string": "x-kubernetes-int-or-string",
        "x_kubernetes_list_map_keys": "x-kubernetes-list-map-keys",
        "x_kubernetes_list_type": "x-kubernetes-list-type",
        "x_kubernetes_map_type": "x-kubernetes-map-type",
        "x_kubernetes_preserve_unknown_fields": "x-kubernetes-preserve-unknown-fields",
        "x_kubernetes_validations": "x-kubernetes-validations",
    }

    ref: str = _optional()
    schema: str = _optional()
    additional_items: Any = _optional()
    additional_properties: Any = _optional()
    all_of: list[JSONSchemaProps] = _optional()
    any_of: list[JSONSchemaProps] = _optional()
    default: Any = _optional()
    """default is a default value for undefined object fields."""
    definitions: dict[str, JSONSchemaProps] = _optional()
    dependencies: dict[str, Any] = _optional()
    description: str = _optional()
    enum: list[Any] = _optional()
    example: Any = _optional()
    exclusive_maximum: bool = _optional()
    exclusive_minimum: bool = _optional()
    external_docs: ExternalDocumentation = _optional()
    format: str = _optional()
    """format is an OpenAPI v3 format string."""
    id: str = _optional()
    items: Any = _optional()
    max_items: int = _optional()
    max_length: int = _optional()
    max_properties: int = _optional()
    maximum: float = _optional()
    min_items: int = _optional()
    min_length: int = _optional()
    min_properties: int = _optional()
    minimum: float = _optional()
    multiple_of: float = _optional()
    not_: JSONSchemaProps = _optional()
    nullable: bool = _optional()
    one_of: list[JSONSchemaProps] = _optional()
    pattern: str = _optional()
    pattern_properties: dict[str, JSONSchemaProps] = _optional()
    properties: dict[str, JSONSchemaProps] = _optional()
    required: list[str] = _optional()
    title: str = _optional()
    type: str = _optional()
    unique_items: bool = _optional()
    x_kubernetes_embedded_resource: bool = _optional()
    """x-kubernetes-embedded-resource defines that the value is an embedded Kubernetes runtime.Object, with TypeMeta and ObjectMeta."""
    x_kubernetes_int_or_string: bool = _optional()
    """x-kubernetes-int-or-string specifies that this value is either an integer or a string."""
    x_kubernetes_list_map_keys: list[str] = _optional()
    """x-kubernetes-list-map-keys annotates an array with the x-kubernetes-list-type `map` by specifying the keys used as the index of the
    map.
    """
    x_kubernetes_list_type: str = _optional()
    """x-kubernetes-list-type annotates an array to further describe its topology."""
    x_kubernetes_map_type: str = _optional()
    """x-kubernetes-map-type annotates an object to further describe its topology."""
    x_kubernetes_preserve_unknown_fields: bool = _optional()
    """x-kubernetes-preserve-unknown-fields stops the API server decoding step from pruning fields which are not specified in the validation
    schema.
    """
    x_kubernetes_validations: list[ValidationRule] = _optional()
    """x-kubernetes-validations describes a list of validation rules written in the CEL expression language."""


class SelectableField(Shape):
    """SelectableField specifies the JSON path of a field that may be used with field selectors."""

    json_path: str
    """jsonPath is a simple JSON path which is evaluated against each custom resource to produce a field selector value."""


class ServiceReference(Shape):
    """ServiceReference holds a reference to Service.legacy.k8s.io."""

    name: str
    """name is the name of the service."""
    namespace: str
    """namespace is the namespace of the service."""
    path: str = _optional()
    """path is an optional URL path at which the webhook will be contacted."""
    port: int = _optional()
    """port is an optional service port at which the webhook will be contacted. `port` should be a valid port number (1-65535, inclusive).
    """


class ValidationRule(Shape):
    """ValidationRule describes a validation rule written in the CEL expression language."""

    field_path: str = _optional()
    """fieldPath represents the field path returned when the validation fails."""
    message: str = _optional()
    """Message represents the message displayed when validation fails."""
    message_expression: str = _optional()
    """MessageExpression declares a CEL expression that evaluates to the validation failure message that is returned when this rule fails.
    """
    optional_old_self: bool = _optional()
    """optionalOldSelf is used to opt a transition rule into evaluation even when the object is first created, or if the old object is
    missing the value.
    """
    reason: str = _optional()
    """reason provides a machine-readable validation failure reason that is returned to the caller when a request fails this validation
    rule.
    """
    rule: str
    """Rule represents the expression which will be evaluated by CEL. ref: https://github.com/google/cel-spec The Rule is scoped to the
    location of the x-kubernetes-validations extension in the schema.
    """


class WebhookClientConfig(Shape):
    """WebhookClientConfig contains the information to make a TLS connection with the webhook."""

    ca_bundle: str = _optional()
    """caBundle is a PEM encoded CA bundle which will be used to validate the webhook's server certificate."""
    service: ServiceReference = _optional()
    """service is a reference to the service for this webhook."""
    url: str = _optional()
    """url gives the location of the webhook, in standard URL form (`scheme://host:port/path`)."""


class WebhookConversion(Shape):
    """WebhookConversion describes how to call a conversion webhook."""

    client_config: WebhookClientConfig = _optional()
    """clientConfig is the instructions for how to call the webhook if strategy is `Webhook`."""
    conversion_review_versions: list[str]
    """conversionReviewVersions is an ordered list of preferred `ConversionReview` versions the Webhook expects."""
