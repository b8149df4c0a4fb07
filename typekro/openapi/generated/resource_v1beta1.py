"""Shapes and kinds of resource/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import Any, ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class AllocatedDeviceStatus(Shape):
    """AllocatedDeviceStatus contains the status of an allocated device, if the driver chooses to report it."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "share_id": "shareID",
    }

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """Conditions contains the latest observation of the device's state."""
    data: Any = _optional()
    """Data contains arbitrary driver-specific data."""
    device: str
    """Device references one device instance via its name in the driver's resource pool."""
    driver: str
    """Driver specifies the name of the DRA driver whose kubelet plugin should be invoked to process the allocation once the claim is needed
    on a node.
    """
    network_data: NetworkDeviceData = _optional()
    """NetworkData contains network-related information specific to the device."""
    pool: str
    """This name together with the driver name and the device name field identify which device was allocated (`<driver name>/<pool
    name>/<device name>`).
    """
    share_id: str = _optional()
    """ShareID uniquely identifies an individual allocation share of the device."""


class AllocationResult(Shape):
    """AllocationResult contains attributes of an allocated resource."""

    allocation_timestamp: str = _optional()
    """AllocationTimestamp stores the time when the resources were allocated."""
    devices: DeviceAllocationResult = _optional()
    """Devices is the result of allocating devices."""
    node_selector: k8s.core_v1.NodeSelector = _optional()
    """NodeSelector defines where the allocated resources are available."""


class BasicDevice(Shape):
    """BasicDevice defines one device instance."""

    all_nodes: bool = _optional()
    """AllNodes indicates that all nodes have access to the device."""
    allow_multiple_allocations: bool = _optional()
    """AllowMultipleAllocations marks whether the device is allowed to be allocated to multiple DeviceRequests."""
    attributes: dict[str, DeviceAttribute] = _optional()
    """Attributes defines the set of attributes for this device."""
    binding_conditions: list[str] = _optional()
    """BindingConditions defines the conditions for proceeding with binding."""
    binding_failure_conditions: list[str] = _optional()
    """BindingFailureConditions defines the conditions for binding failure."""
    binds_to_node: bool = _optional()
    """BindsToNode indicates if the usage of an allocation involving this device has to be limited to exactly the node that was chosen when
    allocating the claim.
    """
    capacity: dict[str, DeviceCapacity] = _optional()
    """Capacity defines the set of capacities for this device."""
    consumes_counters: list[DeviceCounterConsumption] = _optional()
    """ConsumesCounters defines a list of references to sharedCounters and the set of counters that the device will consume from those
    counter sets.
    """
    node_allocatable_resource_mappings: dict[str, NodeAllocatableResourceMapping] = _optional()
    """NodeAllocatableResourceMappings defines the mapping of node resources that are managed by the DRA driver exposing this device."""
    node_name: str = _optional()
    """NodeName identifies the node where the device is available."""
    node_selector: k8s.core_v1.NodeSelector = _optional()
    """NodeSelector defines the nodes where the device is available."""
    taints: list[DeviceTaint] = _optional()
    """If specified, these are the driver-defined taints."""


class CELDeviceSelector(Shape):
    """CELDeviceSelector contains a CEL expression for selecting a device."""

    expression: str
    """Expression is a CEL expression which evaluates a single device."""


class CapacityRequestPolicy(Shape):
    """CapacityRequestPolicy defines how requests consume device capacity."""

    default: str = _optional()
    """Default specifies how much of this capacity is consumed by a request that does not contain an entry for it in DeviceRequest's
    Capacity.
    """
    valid_range: CapacityRequestPolicyRange = _optional()
    """ValidRange defines an acceptable quantity value range in consuming requests."""
    valid_values: list[str] = _optional()
    """ValidValues defines a set of acceptable quantity values in consuming requests."""


class CapacityRequestPolicyRange(Shape):
    """CapacityRequestPolicyRange defines a valid range for consumable capacity values. - If the requested amount is less than Min, it is
    rounded up to the Min value. - If Step is set and the requested amount is between Min and Max but not aligned with Step, it will be
    rounded up to the next value equal to Min + (n * Step). - If Step is not set, the requested amount is used as-is if it falls within the
    range Min to Max (if set). - If the requested or rounded amount exceeds Max (if set), the request does not satisfy the policy, and the
    device cannot be allocated.
    """

    max: str = _optional()
    """Max defines the upper limit for capacity that can be requested."""
    min: str
    """Min specifies the minimum capacity allowed for a consumption request."""
    step: str = _optional()
    """Step defines the step size between valid capacity amounts within the range."""


class CapacityRequirements(Shape):
    """CapacityRequirements defines the capacity requirements for a specific device request."""

    requests: dict[str, str] = _optional()
    """Requests represent individual device resource requests for distinct resources, all of which must be provided by the device."""


class Counter(Shape):
    """Counter describes a quantity associated with a device."""

    value: str
    """Value defines how much of a certain device counter is available."""


class CounterSet(Shape):
    """CounterSet defines a named set of counters that are available to be used by devices defined in the ResourcePool."""

    counters: dict[str, Counter]
    """Counters defines the set of counters for this CounterSet The name of each counter must be unique in that set and must be a DNS label.
    """
    name: str
    """Name defines the name of the counter set."""


class Device(Shape):
    """Device represents one individual hardware instance that can be selected based on its attributes."""

    basic: BasicDevice = _optional()
    """Basic defines one device instance."""
    name: str
    """Name is unique identifier among all devices managed by the driver in the pool."""


class DeviceAllocationConfiguration(Shape):
    """DeviceAllocationConfiguration gets embedded in an AllocationResult."""

    opaque: OpaqueDeviceConfiguration = _optional()
    """Opaque provides driver-specific configuration parameters."""
    requests: list[str] = _optional()
    """Requests lists the names of requests where the configuration applies."""
    source: str
    """Source records whether the configuration comes from a class and thus is not something that a normal user would have been able to set
    or from a claim.
    """


class DeviceAllocationResult(Shape):
    """DeviceAllocationResult is the result of allocating devices."""

    config: list[DeviceAllocationConfiguration] = _optional()
    """This field is a combination of all the claim and class configuration parameters."""
    results: list[DeviceRequestAllocationResult] = _optional()
    """Results lists all allocated devices."""


class DeviceAttribute(Shape):
    """DeviceAttribute must have exactly one field set."""

    bool_: bool = _optional()
    """BoolValue is a true/false value."""
    bools: list[bool] = _optional()
    """BoolValues is a non-empty list of true/false values."""
    int_: int = _optional()
    """IntValue is a number."""
    ints: list[int] = _optional()
    """IntValues is a non-empty list of numbers."""
    string: str = _optional()
    """StringValue is a string."""
    strings: list[str] = _optional()
    """StringValues is a non-empty list of strings."""
    version: str = _optional()
    """VersionValue is a semantic version according to semver.org spec 2.0.0."""
    versions: list[str] = _optional()
    """VersionValues is a non-empty list of semantic versions according to semver.org spec 2.0.0."""


class DeviceCapacity(Shape):
    """DeviceCapacity describes a quantity associated with a device."""

    request_policy: CapacityRequestPolicy = _optional()
    """RequestPolicy defines how this DeviceCapacity must be consumed when the device is allowed to be shared by multiple allocations."""
    value: str
    """Value defines how much of a certain capacity that device has."""


class DeviceClaim(Shape):
    """DeviceClaim defines how to request devices with a ResourceClaim."""

    config: list[DeviceClaimConfiguration] = _optional()
    """This field holds configuration for multiple potential drivers which could satisfy requests in this claim."""
    constraints: list[DeviceConstraint] = _optional()
    """These constraints must be satisfied by the set of devices that get allocated for the claim."""
    requests: list[DeviceRequest] = _optional()
    """Requests represent individual requests for distinct devices which must all be satisfied."""


class DeviceClaimConfiguration(Shape):
    """DeviceClaimConfiguration is used for configuration parameters in DeviceClaim."""

    opaque: OpaqueDeviceConfiguration = _optional()
    """Opaque provides driver-specific configuration parameters."""
    requests: list[str] = _optional()
    """Requests lists the names of requests where the configuration applies."""


class DeviceClass(Kind):
    """DeviceClass is a vendor- or admin-provided resource that contains device configuration and selectors."""

    api_version: ClassVar[str] = "resource.k8s.io/v1beta1"
    kind: ClassVar[str] = "DeviceClass"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: DeviceClassSpec
    """Spec defines what can be allocated and how to configure it."""


class DeviceClassConfiguration(Shape):
    """DeviceClassConfiguration is used in DeviceClass."""

    opaque: OpaqueDeviceConfiguration = _optional()
    """Opaque provides driver-specific configuration parameters."""


class DeviceClassSpec(Shape):
    """DeviceClassSpec is used in a [DeviceClass] to define what can be allocated and how to configure it."""

    config: list[DeviceClassConfiguration] = _optional()
    """Config defines configuration parameters that apply to each device that is claimed via this class."""
    extended_resource_name: str = _optional()
    """ExtendedResourceName is the extended resource name for the devices of this class."""
    selectors: list[DeviceSelector] = _optional()
    """Each selector must be satisfied by a device which is claimed via this class."""


class DeviceConstraint(Shape):
    """DeviceConstraint must have exactly one field set besides Requests."""

    distinct_attribute: str = _optional()
    """DistinctAttribute requires that all devices in question have this attribute and that its type and value are unique across those
    devices.
    """
    match_attribute: str = _optional()
    """MatchAttribute requires that all devices in question have this attribute and that its type and value are the same across those
    devices.
    """
    requests: list[str] = _optional()
    """Requests is a list of the one or more requests in this claim which must co-satisfy this constraint."""


class DeviceCounterConsumption(Shape):
    """DeviceCounterConsumption defines a set of counters that a device will consume from a CounterSet."""

    counter_set: str
    """CounterSet is the name of the set from which the counters defined will be consumed."""
    counters: dict[str, Counter]
    """Counters defines the counters that will be consumed by the device."""


class DeviceRequest(Shape):
    """DeviceRequest is a request for devices required for a claim."""

    admin_access: bool = _optional()
    """AdminAccess indicates that this is a claim for administrative access to the device(s)."""
    allocation_mode: str = _optional()
    """AllocationMode and its related fields define how devices are allocated to satisfy this request."""
    capacity: CapacityRequirements = _optional()
    """Capacity define resource requirements against each capacity."""
    count: int = _optional()
    """Count is used only when the count mode is "ExactCount"."""
    device_class_name: str = _optional()
    """DeviceClassName references a specific DeviceClass, which can define additional configuration and selectors to be inherited by this
    request.
    """
    first_available: list[DeviceSubRequest] = _optional()
    """FirstAvailable contains subrequests, of which exactly one will be satisfied by the scheduler to satisfy this request."""
    name: str
    """Name can be used to reference this request in a pod.spec.containers[].resources.claims entry and in a constraint of the claim."""
    selectors: list[DeviceSelector] = _optional()
    """Selectors define criteria which must be satisfied by a specific device in order for that device to be considered for this request."""
    tolerations: list[DeviceToleration] = _optional()
    """If specified, the request's tolerations."""


class DeviceRequestAllocationResult(Shape):
    """DeviceRequestAllocationResult contains the allocation result for one request."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "share_id": "shareID",
    }

    admin_access: bool = _optional()
    """AdminAccess indicates that this device was allocated for administrative access."""
    binding_conditions: list[str] = _optional()
    """BindingConditions contains a copy of the BindingConditions from the corresponding ResourceSlice at the time of allocation."""
    binding_failure_conditions: list[str] = _optional()
    """BindingFailureConditions contains a copy of the BindingFailureConditions from the corresponding ResourceSlice at the time of
    allocation.
    """
    consumed_capacity: dict[str, str] = _optional()
    """ConsumedCapacity tracks the amount of capacity consumed per device as part of the claim request."""
    device: str
    """Device references one device instance via its name in the driver's resource pool."""
    driver: str
    """Driver specifies the name of the DRA driver whose kubelet plugin should be invoked to process the allocation once the claim is needed
    on a node.
    """
    pool: str
    """This name together with the driver name and the device name field identify which device was allocated (`<driver name>/<pool
    name>/<device name>`).
    """
    request: str
    """Request is the name of the request in the claim which caused this device to be allocated."""
    share_id: str = _optional()
    """ShareID uniquely identifies an individual allocation share of the device, used when the device supports multiple simultaneous
    allocations.
    """
    tolerations: list[DeviceToleration] = _optional()
    """A copy of all tolerations specified in the request at the time when the device got allocated."""


class DeviceSelector(Shape):
    """DeviceSelector must have exactly one field set."""

    cel: CELDeviceSelector = _optional()
    """CEL contains a CEL expression for selecting a device."""


class DeviceSubRequest(Shape):
    """DeviceSubRequest describes a request for device provided in the claim.spec.devices.requests[].firstAvailable array."""

    allocation_mode: str = _optional()
    """AllocationMode and its related fields define how devices are allocated to satisfy this subrequest."""
    capacity: CapacityRequirements = _optional()
    """Capacity define resource requirements against each capacity."""
    count: int = _optional()
    """Count is used only when the count mode is "ExactCount"."""
    device_class_name: str
    """DeviceClassName references a specific DeviceClass, which can define additional configuration and selectors to be inherited by this
    subrequest.
    """
    name: str
    """Name can be used to reference this subrequest in the list of constraints or the list of configurations for the claim."""
    selectors: list[DeviceSelector] = _optional()
    """Selectors define criteria which must be satisfied by a specific device in order for that device to be considered for this subrequest.
    """
    tolerations: list[DeviceToleration] = _optional()
    """If specified, the request's tolerations."""


class DeviceTaint(Shape):
    """The device this taint is attached to has the "effect" on any claim which does not tolerate the taint and, through the claim, to pods
    using the claim.
    """

    effect: str
    """The effect of the taint on claims that do not tolerate the taint and through such claims on the pods using them."""
    key: str
    """The taint key to be applied to a device."""
    time_added: str = _optional()
    """TimeAdded represents the time at which the taint was added or (only in a DeviceTaintRule) the effect was modified."""
    value: str = _optional()
    """The taint value corresponding to the taint key."""


class DeviceToleration(Shape):
    """The ResourceClaim this DeviceToleration is attached to tolerates any taint that matches the triple <key,value,effect> using the
    matching operator <operator>.
    """

    effect: str = _optional()
    """Effect indicates the taint effect to match."""
    key: str = _optional()
    """Key is the taint key that the toleration applies to."""
    operator: str = _optional()
    """Operator represents a key's relationship to the value."""
    toleration_seconds: int = _optional()
    """TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this field is ignored)
    tolerates the taint.
    """
    value: str = _optional()
    """Value is the taint value the toleration matches to."""


class NetworkDeviceData(Shape):
    """NetworkDeviceData provides network-related details for the allocated device."""

    hardware_address: str = _optional()
    """HardwareAddress represents the hardware address (e.g. MAC Address) of the device's network interface."""
    interface_name: str = _optional()
    """InterfaceName specifies the name of the network interface associated with the allocated device."""
    ips: list[str] = _optional()
    """IPs lists the network addresses assigned to the device's network interface."""


class NodeAllocatableResourceMapping(Shape):
    """NodeAllocatableResourceMapping defines the translation between the DRA device/capacity units requested to the corresponding quantity
    of the node allocatable resource.
    """

    allocation_multiplier: str = _optional()
    """AllocationMultiplier is used as a multiplier for the allocated device count or the allocated capacity in the claim."""
    capacity_key: str = _optional()
    """CapacityKey references a capacity name defined as a key in the `spec.devices[*].capacity` map."""


class OpaqueDeviceConfiguration(Shape):
    """OpaqueDeviceConfiguration contains configuration parameters for a driver in a format defined by the driver vendor."""

    driver: str
    """Driver is used to determine which kubelet plugin needs to be passed these configuration parameters."""
    parameters: Any
    """Parameters can contain arbitrary data."""


class ResourceClaim(Kind):
    """ResourceClaim describes a request for access to resources in the cluster, for use by workloads."""

    api_version: ClassVar[str] = "resource.k8s.io/v1beta1"
    kind: ClassVar[str] = "ResourceClaim"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: ResourceClaimSpec
    """Spec describes what is being requested and how to configure it."""
    status: ResourceClaimStatus = _read_only()
    """Status describes whether the claim is ready to use and what has been allocated."""


class ResourceClaimConsumerReference(Shape):
    """ResourceClaimConsumerReference contains enough information to let you locate the consumer of a ResourceClaim."""

    api_group: str = _optional()
    """APIGroup is the group for the resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""
    resource: str
    """Resource is the type of resource being referenced, for example "pods"."""
    uid: str
    """UID identifies exactly one incarnation of the resource."""


class ResourceClaimSpec(Shape):
    """ResourceClaimSpec defines what is being requested in a ResourceClaim and how to configure it."""

    devices: DeviceClaim = _optional()
    """Devices defines how to request devices."""


class ResourceClaimStatus(Shape):
    """ResourceClaimStatus tracks whether the resource has been allocated and what the result of that was."""

    allocation: AllocationResult = _optional()
    """Allocation is set once the claim has been allocated successfully."""
    devices: list[AllocatedDeviceStatus] = _optional()
    """Devices contains the status of each device allocated for this claim, as reported by the driver."""
    reserved_for: list[ResourceClaimConsumerReference] = _optional()
    """ReservedFor indicates which entities are currently allowed to use the claim."""


class ResourceClaimTemplate(Kind):
    """ResourceClaimTemplate is used to produce ResourceClaim objects."""

    api_version: ClassVar[str] = "resource.k8s.io/v1beta1"
    kind: ClassVar[str] = "ResourceClaimTemplate"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: ResourceClaimTemplateSpec
    """Describes the ResourceClaim that is to be generated."""


class ResourceClaimTemplateSpec(Shape):
    """ResourceClaimTemplateSpec contains the metadata and fields for a ResourceClaim."""

    metadata: k8s.meta_v1.ObjectMeta = _optional()
    """ObjectMeta may contain labels and annotations that will be copied into the ResourceClaim when creating it."""
    spec: ResourceClaimSpec
    """Spec for the ResourceClaim."""


class ResourcePool(Shape):
    """ResourcePool describes the pool that ResourceSlices belong to."""

    generation: int
    """Generation tracks the change in a pool over time."""
    name: str
    """Name is used to identify the pool."""
    resource_slice_count: int
    """ResourceSliceCount is the total number of ResourceSlices in the pool at this generation number."""


class ResourceSlice(Kind):
    """ResourceSlice represents one or more resources in a pool of similar resources, managed by a common driver."""

    api_version: ClassVar[str] = "resource.k8s.io/v1beta1"
    kind: ClassVar[str] = "ResourceSlice"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: ResourceSliceSpec
    """Contains the information published by the driver."""


class ResourceSliceSpec(Shape):
    """ResourceSliceSpec contains the information published by the driver in one ResourceSlice."""

    all_nodes: bool = _optional()
    """AllNodes indicates that all nodes have access to the resources in the pool."""
    devices: list[Device] = _optional()
    """Devices lists some or all of the devices in this pool."""
    driver: str
    """Driver identifies the DRA driver providing the capacity information."""
    node_name: str = _optional()
    """NodeName identifies the node which provides the resources in this pool."""
    node_selector: k8s.core_v1.NodeSelector = _optional()
    """NodeSelector defines which nodes have access to the resources in the pool, when that pool is not limited to a single node."""
    per_device_node_selection: bool = _optional()
    """PerDeviceNodeSelection defines whether the access from nodes to resources in the pool is set on the ResourceSlice level or on each
    device.
    """
    pool: ResourcePool
    """Pool describes the pool that this ResourceSlice belongs to."""
    shared_counters: list[CounterSet] = _optional()
    """SharedCounters defines a list of counter sets, each of which has a name and a list of counters available."""
