"""Shapes and kinds of admissionregistration/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class ApplyConfiguration(Shape):
    """ApplyConfiguration defines the desired configuration values of an object."""

    expression: str = _optional()
    """expression will be evaluated by CEL to create an apply configuration. ref: https://github.com/google/cel-spec Apply configurations
    are declared in CEL using object initialization.
    """


class AuditAnnotation(Shape):
    """AuditAnnotation describes how to produce an audit annotation for an API request."""

    key: str
    """key specifies the audit annotation key."""
    value_expression: str
    """valueExpression represents the expression which is evaluated by CEL to produce an audit annotation value."""


class ExpressionWarning(Shape):
    """ExpressionWarning is a warning information that targets a specific expression."""

    field_ref: str
    """fieldRef is the path to the field that refers to the expression."""
    warning: str
    """warning contains the content of type checking information in a human-readable form."""


class JSONPatch(Shape):
    """JSONPatch defines a JSON Patch."""

    expression: str = _optional()
    """expression will be evaluated by CEL to create a [JSON patch](https://jsonpatch.com/). ref: https://github.com/google/cel-spec
    expression must return an array of JSONPatch values.
    """


class MatchCondition(Shape):
    """MatchCondition represents a condition which must by fulfilled for a request to be sent to a webhook."""

    expression: str
    """expression represents the expression which will be evaluated by CEL."""
    name: str
    """name is an identifier for this match condition, used for strategic merging of MatchConditions, as well as providing an identifier for
    logging purposes.
    """


class MatchResources(Shape):
    """MatchResources decides whether to run the admission control policy on an object based on whether it meets the match criteria."""

    exclude_resource_rules: list[NamedRuleWithOperations] = _optional()
    """excludeResourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy should not care about."""
    match_policy: str = _optional()
    """matchPolicy defines how the "MatchResources" list is used to match incoming requests."""
    namespace_selector: k8s.meta_v1.LabelSelector = _optional()
    """namespaceSelector decides whether to run the admission control policy on an object based on whether the namespace for that object
    matches the selector.
    """
    object_selector: k8s.meta_v1.LabelSelector = _optional()
    """objectSelector decides whether to run the validation based on if the object has matching labels. objectSelector is evaluated against
    both the oldObject and newObject that would be sent to the cel validation, and is considered to match if either object matches the
    selector.
    """
    resource_rules: list[NamedRuleWithOperations] = _optional()
    """resourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy matches."""


class MutatingAdmissionPolicy(Kind):
    """MutatingAdmissionPolicy describes the definition of an admission mutation policy that mutates the object coming into admission chain.
    """

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "MutatingAdmissionPolicy"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: MutatingAdmissionPolicySpec = _optional()
    """spec defines the desired behavior of the MutatingAdmissionPolicy."""


class MutatingAdmissionPolicyBinding(Kind):
    """MutatingAdmissionPolicyBinding binds the MutatingAdmissionPolicy with parametrized resources."""

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "MutatingAdmissionPolicyBinding"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: MutatingAdmissionPolicyBindingSpec = _optional()
    """spec defines the desired behavior of the MutatingAdmissionPolicyBinding."""


class MutatingAdmissionPolicyBindingSpec(Shape):
    """MutatingAdmissionPolicyBindingSpec defines the specification of the MutatingAdmissionPolicyBinding."""

    match_resources: MatchResources = _optional()
    """matchResources limits what resources match this binding and may be mutated by it."""
    param_ref: ParamRef = _optional()
    """paramRef specifies the parameter resource used to configure the admission control policy."""
    policy_name: str = _optional()
    """policyName references a MutatingAdmissionPolicy name which the MutatingAdmissionPolicyBinding binds to."""


class MutatingAdmissionPolicySpec(Shape):
    """MutatingAdmissionPolicySpec defines the desired behavior of the admission policy."""

    failure_policy: str = _optional()
    """failurePolicy defines how to handle failures for the admission policy."""
    match_conditions: list[MatchCondition] = _optional()
    """matchConditions is a list of conditions that must be met for a request to be validated."""
    match_constraints: MatchResources = _optional()
    """matchConstraints specifies what resources this policy is designed to validate."""
    mutations: list[Mutation] = _optional()
    """mutations contain operations to perform on matching objects. mutations may not be empty; a minimum of one mutation is required.
    mutations are evaluated in order, and are reinvoked according to the reinvocationPolicy.
    """
    param_kind: ParamKind = _optional()
    """paramKind specifies the kind of resources used to parameterize this policy."""
    reinvocation_policy: str = _optional()
    """reinvocationPolicy indicates whether mutations may be called multiple times per MutatingAdmissionPolicyBinding as part of a single
    admission evaluation.
    """
    variables: list[Variable] = _optional()
    """variables contain definitions of variables that can be used in composition of other expressions."""


class MutatingWebhook(Shape):
    """MutatingWebhook describes an admission webhook and the resources and operations it applies to."""

    admission_review_versions: list[str]
    """admissionReviewVersions is an ordered list of preferred `AdmissionReview` versions the Webhook expects."""
    client_config: WebhookClientConfig
    """clientConfig defines how to communicate with the hook."""
    failure_policy: str = _optional()
    """failurePolicy defines how unrecognized errors from the admission endpoint are handled - allowed values are Ignore or Fail."""
    match_conditions: list[MatchCondition] = _optional()
    """matchConditions is a list of conditions that must be met for a request to be sent to this webhook."""
    match_policy: str = _optional()
    """matchPolicy defines how the "rules" list is used to match incoming requests."""
    name: str
    """name is the name of the admission webhook."""
    namespace_selector: k8s.meta_v1.LabelSelector = _optional()
    """namespaceSelector decides whether to run the webhook on an object based on whether the namespace for that object matches the
    selector.
    """
    object_selector: k8s.meta_v1.LabelSelector = _optional()
    """objectSelector decides whether to run the webhook based on if the object has matching labels. objectSelector is evaluated against
    both the oldObject and newObject that would be sent to the webhook, and is considered to match if either object matches the selector.
    """
    reinvocation_policy: str = _optional()
    """reinvocationPolicy indicates whether this webhook should be called multiple times as part of a single admission evaluation."""
    rules: list[RuleWithOperations] = _optional()
    """rules describes what operations on what resources/subresources the webhook cares about."""
    side_effects: str
    """sideEffects states whether this webhook has side effects."""
    timeout_seconds: int = _optional()
    """timeoutSeconds specifies the timeout for this webhook."""


class MutatingWebhookConfiguration(Kind):
    """MutatingWebhookConfiguration describes the configuration of and admission webhook that accept or reject and may change the object."""

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "MutatingWebhookConfiguration"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    webhooks: list[MutatingWebhook] = _optional()
    """webhooks is a list of webhooks and the affected resources and operations."""


class Mutation(Shape):
    """Mutation specifies the CEL expression which is used to apply the Mutation."""

    apply_configuration: ApplyConfiguration = _optional()
    """applyConfiguration defines the desired configuration values of an object."""
    json_patch: JSONPatch = _optional()
    """jsonPatch defines a [JSON patch](https://jsonpatch.com/) operation to perform a mutation to the object."""
    patch_type: str
    """patchType indicates the patch strategy used."""


class NamedRuleWithOperations(Shape):
    """NamedRuleWithOperations is a tuple of Operations and Resources with ResourceNames."""

    api_groups: list[str] = _optional()
    """apiGroups is the API groups the resources belong to. '*' is all groups."""
    api_versions: list[str] = _optional()
    """apiVersions is the API versions the resources belong to. '*' is all versions."""
    operations: list[str] = _optional()
    """operations is the operations the admission hook cares about - CREATE, UPDATE, DELETE, CONNECT or * for all of those operations and
    any future admission operations that are added.
    """
    resource_names: list[str] = _optional()
    """resourceNames is an optional white list of names that the rule applies to."""
    resources: list[str] = _optional()
    """resources is a list of resources this rule applies to."""
    scope: str = _optional()
    """scope specifies the scope of this rule."""


class ParamKind(Shape):
    """ParamKind is a tuple of Group Kind and Version."""

    api_version: str = _optional()
    """apiVersion is the API group version the resources belong to."""
    kind: str = _optional()
    """kind is the API kind the resources belong to."""


class ParamRef(Shape):
    """ParamRef describes how to locate the params to be used as input to expressions of rules applied by a policy binding."""

    name: str = _optional()
    """name is the name of the resource being referenced."""
    namespace: str = _optional()
    """namespace is the namespace of the referenced resource."""
    parameter_not_found_action: str = _optional()
    """parameterNotFoundAction controls the behavior of the binding when the resource exists, and name or selector is valid, but there are
    no parameters matched by the binding.
    """
    selector: k8s.meta_v1.LabelSelector = _optional()
    """selector can be used to match multiple param objects based on their labels."""


class RuleWithOperations(Shape):
    """RuleWithOperations is a tuple of Operations and Resources."""

    api_groups: list[str] = _optional()
    """apiGroups is the API groups the resources belong to. '*' is all groups."""
    api_versions: list[str] = _optional()
    """apiVersions is the API versions the resources belong to. '*' is all versions."""
    operations: list[str] = _optional()
    """operations is the operations the admission hook cares about - CREATE, UPDATE, DELETE, CONNECT or * for all of those operations and
    any future admission operations that are added.
    """
    resources: list[str] = _optional()
    """resources is a list of resources this rule applies to."""
    scope: str = _optional()
    """scope specifies the scope of this rule."""


class ServiceReference(Shape):
    """ServiceReference holds a reference to Service.legacy.k8s.io."""

    name: str
    """name is the name of the service."""
    namespace: str
    """namespace is the namespace of the service."""
    path: str = _optional()
    """path is an optional URL path which will be sent in any request to this service."""
    port: int = _optional()
    """port is the port on the service that hosts the webhook."""


class TypeChecking(Shape):
    """TypeChecking contains results of type checking the expressions in the ValidatingAdmissionPolicy."""

    expression_warnings: list[ExpressionWarning] = _optional()
    """expressionWarnings contains the type checking warnings for each expression."""


class ValidatingAdmissionPolicy(Kind):
    """ValidatingAdmissionPolicy describes the definition of an admission validation policy that accepts or rejects an object without
    changing it.
    """

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "ValidatingAdmissionPolicy"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: ValidatingAdmissionPolicySpec = _optional()
    """spec defines the desired behavior of the ValidatingAdmissionPolicy."""
    status: ValidatingAdmissionPolicyStatus = _read_only()
    """status represents the current status of the ValidatingAdmissionPolicy, including warnings that are useful to determine if the policy
    behaves in the expected way.
    """


class ValidatingAdmissionPolicyBinding(Kind):
    """ValidatingAdmissionPolicyBinding binds the ValidatingAdmissionPolicy with paramerized resources."""

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "ValidatingAdmissionPolicyBinding"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: ValidatingAdmissionPolicyBindingSpec
    """spec defines the desired behavior of the ValidatingAdmissionPolicyBinding."""


class ValidatingAdmissionPolicyBindingSpec(Shape):
    """ValidatingAdmissionPolicyBindingSpec is the specification of the ValidatingAdmissionPolicyBinding."""

    match_resources: MatchResources = _optional()
    """matchResources declares what resources match this binding and will be validated by it."""
    param_ref: ParamRef = _optional()
    """paramRef specifies the parameter resource used to configure the admission control policy."""
    policy_name: str
    """policyName references a ValidatingAdmissionPolicy name which the ValidatingAdmissionPolicyBinding binds to."""
    validation_actions: list[str]
    """validationActions declares how Validations of the referenced ValidatingAdmissionPolicy are enforced."""


class ValidatingAdmissionPolicySpec(Shape):
    """ValidatingAdmissionPolicySpec is the specification of the desired behavior of the AdmissionPolicy."""

    audit_annotations: list[AuditAnnotation] = _optional()
    """auditAnnotations contains CEL expressions which are used to produce audit annotations for the audit event of the API request.
    validations and auditAnnotations may not both be empty; a least one of validations or auditAnnotations is required.
    """
    failure_policy: str = _optional()
    """failurePolicy defines how to handle failures for the admission policy."""
    match_conditions: list[MatchCondition] = _optional()
    """matchConditions is a list of conditions that must be met for a request to be validated."""
    match_constraints: MatchResources = _optional()
    """matchConstraints specifies what resources this policy is designed to validate."""
    param_kind: ParamKind = _optional()
    """paramKind specifies the kind of resources used to parameterize this policy."""
    validations: list[Validation] = _optional()
    """validations contain CEL expressions which is used to apply the validation."""
    variables: list[Variable] = _optional()
    """variables contain definitions of variables that can be used in composition of other expressions."""


class ValidatingAdmissionPolicyStatus(Shape):
    """ValidatingAdmissionPolicyStatus represents the status of an admission validation policy."""

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """conditions represent the latest available observations of a policy's current state."""
    observed_generation: int = _optional()
    """observedGeneration is the generation observed by the controller."""
    type_checking: TypeChecking = _optional()
    """typeChecking contains the results of type checking for each expression."""


class ValidatingWebhook(Shape):
    """ValidatingWebhook describes an admission webhook and the resources and operations it applies to."""

    admission_review_versions: list[str]
    """admissionReviewVersions is an ordered list of preferred `AdmissionReview` versions the Webhook expects."""
    client_config: WebhookClientConfig
    """clientConfig defines how to communicate with the hook."""
    failure_policy: str = _optional()
    """failurePolicy defines how unrecognized errors from the admission endpoint are handled - allowed values are Ignore or Fail."""
    match_conditions: list[MatchCondition] = _optional()
    """matchConditions is a list of conditions that must be met for a request to be sent to this webhook."""
    match_policy: str = _optional()
    """matchPolicy defines how the "rules" list is used to match incoming requests."""
    name: str
    """name is the name of the admission webhook."""
    namespace_selector: k8s.meta_v1.LabelSelector = _optional()
    """namespaceSelector decides whether to run the webhook on an object based on whether the namespace for that object matches the
    selector.
    """
    object_selector: k8s.meta_v1.LabelSelector = _optional()
    """objectSelector decides whether to run the webhook based on if the object has matching labels. objectSelector is evaluated against
    both the oldObject and newObject that would be sent to the webhook, and is considered to match if either object matches the selector.
    """
    rules: list[RuleWithOperations] = _optional()
    """rules describes what operations on what resources/subresources the webhook cares about."""
    side_effects: str
    """sideEffects states whether this webhook has side effects."""
    timeout_seconds: int = _optional()
    """timeoutSeconds specifies the timeout for this webhook."""


class ValidatingWebhookConfiguration(Kind):
    """ValidatingWebhookConfiguration describes the configuration of and admission webhook that accept or reject and object without changing
    it.
    """

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1"
    kind: ClassVar[str] = "ValidatingWebhookConfiguration"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    webhooks: list[ValidatingWebhook] = _optional()
    """webhooks is a list of webhooks and the affected resources and operations."""


class Validation(Shape):
    """Validation specifies the CEL expression which is used to apply the validation."""

    expression: str
    """expression represents the expression which will be evaluated by CEL. ref: https://github.com/google/cel-spec CEL expressions have
    access to the contents of the API request/response, organized into CEL variables as well as some other useful variables: - 'object' -
    The object from the incoming request.
    """
    message: str = _optional()
    """message represents the message displayed when validation fails."""
    message_expression: str = _optional()
    """messageExpression declares a CEL expression that evaluates to the validation failure message that is returned when this rule fails.
    """
    reason: str = _optional()
    """reason represents a machine-readable description of why this validation failed."""


class Variable(Shape):
    """Variable is the definition of a variable that is used for composition."""

    expression: str
    """expression is the expression that will be evaluated as the value of the variable."""
    name: str
    """name is the name of the variable."""


class WebhookClientConfig(Shape):
    """WebhookClientConfig contains the information to make a TLS connection with the webhook."""

    ca_bundle: str = _optional()
    """caBundle is a PEM encoded CA bundle which will be used to validate the webhook's server certificate."""
    service: ServiceReference = _optional()
    """service is a reference to the service for this webhook."""
    url: str = _optional()
    """url gives the location of the webhook, in standard URL form (`scheme://host:port/path`)."""
