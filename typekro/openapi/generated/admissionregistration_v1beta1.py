"""Shapes and kinds of admissionregistration/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class ApplyConfiguration(Shape):
    """ApplyConfiguration defines the desired configuration values of an object."""

    expression: str = _optional()
    """expression will be evaluated by CEL to create an apply configuration. ref: https://github.com/google/cel-spec Apply configurations
    are declared in CEL using object initialization.
    """


class JSONPatch(Shape):
    """JSONPatch defines a JSON Patch."""

    expression: str = _optional()
    """expression will be evaluated by CEL to create a [JSON patch](https://jsonpatch.com/). ref: https://github.com/google/cel-spec
    expression must return an array of JSONPatch values.
    """


class MatchCondition(Shape):
    """MatchCondition represents a condition which must be fulfilled for a request to be sent to a webhook."""

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

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1beta1"
    kind: ClassVar[str] = "MutatingAdmissionPolicy"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: MutatingAdmissionPolicySpec = _optional()
    """spec defines the desired behavior of the MutatingAdmissionPolicy."""


class MutatingAdmissionPolicyBinding(Kind):
    """MutatingAdmissionPolicyBinding binds the MutatingAdmissionPolicy with parametrized resources."""

    api_version: ClassVar[str] = "admissionregistration.k8s.io/v1beta1"
    kind: ClassVar[str] = "MutatingAdmissionPolicyBinding"

    metadata: k8s.meta_v1.ObjectMeta
    """metadata is the standard object metadata;."""
    spec: MutatingAdmissionPolicyBindingSpec = _optional()
    """spec defines the desired behavior of the MutatingAdmissionPolicyBinding."""


class MutatingAdmissionPolicyBindingSpec(Shape):
    """MutatingAdmissionPolicyBindingSpec is the specification of the MutatingAdmissionPolicyBinding."""

    match_resources: MatchResources = _optional()
    """matchResources limits what resources match this binding and may be mutated by it."""
    param_ref: ParamRef = _optional()
    """paramRef specifies the parameter resource used to configure the admission control policy."""
    policy_name: str = _optional()
    """policyName references a MutatingAdmissionPolicy name which the MutatingAdmissionPolicyBinding binds to."""


class MutatingAdmissionPolicySpec(Shape):
    """MutatingAdmissionPolicySpec is the specification of the desired behavior of the admission policy."""

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


class Variable(Shape):
    """Variable is the definition of a variable that is used for composition."""

    expression: str
    """expression is the expression that will be evaluated as the value of the variable."""
    name: str
    """name is the name of the variable."""
