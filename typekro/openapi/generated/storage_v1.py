"""Shapes and kinds of storage/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class CSIDriver(Kind):
    """CSIDriver captures information about a Container Storage Interface (CSI) volume driver deployed on the cluster."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "CSIDriver"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata. metadata.Name indicates the name of the CSI driver that this object refers to; it MUST be the same name
    returned by the CSI GetPluginName() call for that driver.
    """
    spec: CSIDriverSpec
    """spec represents the specification of the CSI Driver."""


class CSIDriverSpec(Shape):
    """CSIDriverSpec is the specification of a CSIDriver."""

    attach_required: bool = _optional()
    """attachRequired indicates this CSI volume driver requires an attach operation (because it implements the CSI ControllerPublishVolume()
    method), and that the Kubernetes attach detach controller should call the attach volume interface which checks the volumeattachment
    status and waits until the volume is attached before proceeding to mounting.
    """
    fs_group_policy: str = _optional()
    """fsGroupPolicy defines if the underlying volume supports changing ownership and permission of the volume before being mounted."""
    node_allocatable_update_period_seconds: int = _optional()
    """nodeAllocatableUpdatePeriodSeconds specifies the interval between periodic updates of the CSINode allocatable capacity for this
    driver.
    """
    pod_info_on_mount: bool = _optional()
    """podInfoOnMount indicates this CSI volume driver requires additional pod information (like podName, podUID, etc.) during mount
    operations, if set to true.
    """
    prevent_pod_scheduling_if_missing: bool = _optional()
    """PreventPodSchedulingIfMissing indicates that the CSI driver wants to prevent pod scheduling if the CSI driver on the node is missing.
    """
    requires_republish: bool = _optional()
    """requiresRepublish indicates the CSI driver wants `NodePublishVolume` being periodically called to reflect any possible change in the
    mounted volume.
    """
    se_linux_mount: bool = _optional()
    """seLinuxMount specifies if the CSI driver supports "-o context" mount option."""
    service_account_token_in_secrets: bool = _optional()
    """serviceAccountTokenInSecrets is an opt-in for CSI drivers to indicate that service account tokens should be passed via the Secrets
    field in NodePublishVolumeRequest instead of the VolumeContext field.
    """
    storage_capacity: bool = _optional()
    """storageCapacity indicates that the CSI volume driver wants pod scheduling to consider the storage capacity that the driver deployment
    will report by creating CSIStorageCapacity objects with capacity information, if set to true.
    """
    token_requests: list[TokenRequest] = _optional()
    """tokenRequests indicates the CSI driver needs pods' service account tokens it is mounting volume for to do necessary authentication.
    """
    volume_lifecycle_modes: list[str] = _optional()
    """volumeLifecycleModes defines what kind of volumes this CSI volume driver supports."""


class CSINode(Kind):
    """CSINode holds information about all CSI drivers installed on a node."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "CSINode"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata. metadata.name must be the Kubernetes node name."""
    spec: CSINodeSpec
    """spec is the specification of CSINode."""


class CSINodeDriver(Shape):
    """CSINodeDriver holds information about the specification of one CSI driver installed on a node."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "node_id": "nodeID",
    }

    allocatable: VolumeNodeResources = _optional()
    """allocatable represents the volume resources of a node that are available for scheduling."""
    name: str
    """name represents the name of the CSI driver that this object refers to."""
    node_id: str
    """nodeID of the node from the driver point of view."""
    topology_keys: list[str] = _optional()
    """topologyKeys is the list of keys supported by the driver."""


class CSINodeSpec(Shape):
    """CSINodeSpec holds information about the specification of all CSI drivers installed on a node."""

    drivers: list[CSINodeDriver]
    """drivers is a list of information of all CSI Drivers existing on a node."""


class CSIStorageCapacity(Kind):
    """CSIStorageCapacity stores the result of one CSI GetCapacity call."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "CSIStorageCapacity"

    capacity: str = _optional()
    """capacity is the value reported by the CSI driver in its GetCapacityResponse for a GetCapacityRequest with topology and parameters
    that match the previous fields.
    """
    maximum_volume_size: str = _optional()
    """maximumVolumeSize is the value reported by the CSI driver in its GetCapacityResponse for a GetCapacityRequest with topology and
    parameters that match the previous fields.
    """
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    node_topology: k8s.meta_v1.LabelSelector = _optional()
    """nodeTopology defines which nodes have access to the storage for which capacity was reported."""
    storage_class_name: str
    """storageClassName represents the name of the StorageClass that the reported capacity applies to."""


class StorageClass(Kind):
    """StorageClass describes the parameters for a class of storage for which PersistentVolumes can be dynamically provisioned."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "StorageClass"

    allow_volume_expansion: bool = _optional()
    """allowVolumeExpansion shows whether the storage class allow volume expand."""
    allowed_topologies: list[k8s.core_v1.TopologySelectorTerm] = _optional()
    """allowedTopologies restrict the node topologies where volumes can be dynamically provisioned."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    mount_options: list[str] = _optional()
    """mountOptions controls the mountOptions for dynamically provisioned PersistentVolumes of this storage class. e.g. ["ro", "soft"]."""
    parameters: dict[str, str] = _optional()
    """parameters holds the parameters for the provisioner that should create volumes of this storage class."""
    provisioner: str
    """provisioner indicates the type of the provisioner."""
    reclaim_policy: str = _optional()
    """reclaimPolicy controls the reclaimPolicy for dynamically provisioned PersistentVolumes of this storage class."""
    volume_binding_mode: str = _optional()
    """volumeBindingMode indicates how PersistentVolumeClaims should be provisioned and bound."""


class TokenRequest(Shape):
    """TokenRequest contains parameters of a service account token."""

    audience: str
    """audience is the intended audience of the token in "TokenRequestSpec"."""
    expiration_seconds: int = _optional()
    """expirationSeconds is the duration of validity of the token in "TokenRequestSpec"."""


class VolumeAttachment(Kind):
    """VolumeAttachment captures the intent to attach or detach the specified volume to/from the specified node."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "VolumeAttachment"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object metadata."""
    spec: VolumeAttachmentSpec
    """spec represents specification of the desired attach/detach volume behavior."""
    status: VolumeAttachmentStatus = _read_only()
    """status represents status of the VolumeAttachment request."""


class VolumeAttachmentSource(Shape):
    """VolumeAttachmentSource represents a volume that should be attached."""

    inline_volume_spec: k8s.core_v1.PersistentVolumeSpec = _optional()
    """inlineVolumeSpec contains all the information necessary to attach a persistent volume defined by a pod's inline VolumeSource."""
    persistent_volume_name: str = _optional()
    """persistentVolumeName represents the name of the persistent volume to attach."""


class VolumeAttachmentSpec(Shape):
    """VolumeAttachmentSpec is the specification of a VolumeAttachment request."""

    attacher: str
    """attacher indicates the name of the volume driver that MUST handle this request."""
    node_name: str
    """nodeName represents the node that the volume should be attached to."""
    source: VolumeAttachmentSource
    """source represents the volume that should be attached."""


class VolumeAttachmentStatus(Shape):
    """VolumeAttachmentStatus is the status of a VolumeAttachment request."""

    attach_error: VolumeError = _optional()
    """attachError represents the last error encountered during attach operation, if any."""
    attached: bool
    """attached indicates the volume is successfully attached."""
    attachment_metadata: dict[str, str] = _optional()
    """attachmentMetadata is populated with any information returned by the attach operation, upon successful attach, that must be passed
    into subsequent WaitForAttach or Mount calls.
    """
    detach_error: VolumeError = _optional()
    """detachError represents the last error encountered during detach operation, if any."""


class VolumeAttributesClass(Kind):
    """VolumeAttributesClass represents a specification of mutable volume attributes defined by the CSI driver."""

    api_version: ClassVar[str] = "storage.k8s.io/v1"
    kind: ClassVar[str] = "VolumeAttributesClass"

    driver_name: str
    """Name of the CSI driver This field is immutable."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    parameters: dict[str, str] = _optional()
    """parameters hold volume attributes defined by the CSI driver."""


class VolumeError(Shape):
    """VolumeError captures an error encountered during a volume operation."""

    error_code: int = _optional()
    """errorCode is a numeric gRPC code representing the error encountered during Attach or Detach operations."""
    message: str = _optional()
    """message represents the error encountered during Attach or Detach operation."""
    time: str = _optional()
    """time represents the time the error was encountered."""


class VolumeNodeResources(Shape):
    """VolumeNodeResources is a set of resource limits for scheduling of volumes."""

    count: int = _optional()
    """count indicates the maximum number of unique volumes managed by the CSI driver that can be used on a node."""
