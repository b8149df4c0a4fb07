"""Shapes and kinds of core/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class AWSElasticBlockStoreVolumeSource(Shape):
    """Represents a Persistent Disk resource in AWS."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str = _optional()
    """fsType is the filesystem type of the volume that you want to mount."""
    partition: int = _optional()
    """partition is the partition in the volume that you want to mount."""
    read_only: bool = _optional()
    """readOnly value true will force the readOnly setting in VolumeMounts."""
    volume_id: str
    """volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume)."""


class Affinity(Shape):
    """Affinity is a group of affinity scheduling rules."""

    node_affinity: NodeAffinity = _optional()
    """Describes node affinity scheduling rules for the pod."""
    pod_affinity: PodAffinity = _optional()
    """Describes pod affinity scheduling rules (e.g. co-locate this pod in the same node, zone, etc. as some other pod(s))."""
    pod_anti_affinity: PodAntiAffinity = _optional()
    """Describes pod anti-affinity scheduling rules (e.g. avoid putting this pod in the same node, zone, etc. as some other pod(s))."""


class AppArmorProfile(Shape):
    """AppArmorProfile defines a pod or container's AppArmor settings."""

    localhost_profile: str = _optional()
    """localhostProfile indicates a profile loaded on the node that should be used."""
    type: str
    """type indicates which kind of AppArmor profile will be applied."""


class AttachedVolume(Shape):
    """AttachedVolume describes a volume attached to a node."""

    device_path: str
    """DevicePath represents the device path where the volume should be available."""
    name: str
    """Name of the attached volume."""


class AzureDiskVolumeSource(Shape):
    """AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "disk_uri": "diskURI",
    }

    caching_mode: str = _optional()
    """cachingMode is the Host Caching mode: None, Read Only, Read Write."""
    disk_name: str
    """diskName is the Name of the data disk in the blob storage."""
    disk_uri: str
    """diskURI is the URI of data disk in the blob storage."""
    fs_type: str = _optional()
    """fsType is Filesystem type to mount."""
    kind: str = _optional()
    """kind expected values are Shared: multiple blob disks per storage account Dedicated: single blob disk per storage account Managed:
    azure managed data disk (only in managed availability set). defaults to shared.
    """
    read_only: bool = _optional()
    """readOnly Defaults to false (read/write)."""


class AzureFilePersistentVolumeSource(Shape):
    """AzureFile represents an Azure File Service mount on the host and bind mount to the pod."""

    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_name: str
    """secretName is the name of secret that contains Azure Storage Account Name and Key."""
    secret_namespace: str = _optional()
    """secretNamespace is the namespace of the secret that contains Azure Storage Account Name and Key default is the same as the Pod."""
    share_name: str
    """shareName is the azure Share Name."""


class AzureFileVolumeSource(Shape):
    """AzureFile represents an Azure File Service mount on the host and bind mount to the pod."""

    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_name: str
    """secretName is the name of secret that contains Azure Storage Account Name and Key."""
    share_name: str
    """shareName is the azure share Name."""


class Binding(Kind):
    """Binding ties one object to another; for example, a pod is bound to a node by a scheduler."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Binding"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    target: ObjectReference
    """The target object that you want to bind to the standard object."""


class CSIPersistentVolumeSource(Shape):
    """Represents storage that is managed by an external CSI volume driver."""

    controller_expand_secret_ref: SecretReference = _optional()
    """controllerExpandSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete
    the CSI ControllerExpandVolume call.
    """
    controller_publish_secret_ref: SecretReference = _optional()
    """controllerPublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete
    the CSI ControllerPublishVolume and ControllerUnpublishVolume calls.
    """
    driver: str
    """driver is the name of the driver to use for this volume."""
    fs_type: str = _optional()
    """fsType to mount."""
    node_expand_secret_ref: SecretReference = _optional()
    """nodeExpandSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete the
    CSI NodeExpandVolume call.
    """
    node_publish_secret_ref: SecretReference = _optional()
    """nodePublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete the
    CSI NodePublishVolume and NodeUnpublishVolume calls.
    """
    node_stage_secret_ref: SecretReference = _optional()
    """nodeStageSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete the CSI
    NodeStageVolume and NodeStageVolume and NodeUnstageVolume calls.
    """
    read_only: bool = _optional()
    """readOnly value to pass to ControllerPublishVolumeRequest."""
    volume_attributes: dict[str, str] = _optional()
    """volumeAttributes of the volume to publish."""
    volume_handle: str
    """volumeHandle is the unique volume name returned by the CSI volume plugin’s CreateVolume to refer to the volume on all subsequent
    calls.
    """


class CSIVolumeSource(Shape):
    """Represents a source location of a volume to mount, managed by an external CSI driver."""

    driver: str
    """driver is the name of the CSI driver that handles this volume."""
    fs_type: str = _optional()
    """fsType to mount."""
    node_publish_secret_ref: LocalObjectReference = _optional()
    """nodePublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete the
    CSI NodePublishVolume and NodeUnpublishVolume calls.
    """
    read_only: bool = _optional()
    """readOnly specifies a read-only configuration for the volume."""
    volume_attributes: dict[str, str] = _optional()
    """volumeAttributes stores driver-specific properties that are passed to the CSI driver."""


class Capabilities(Shape):
    """Adds and removes POSIX capabilities from running containers."""

    add: list[str] = _optional()
    """Added capabilities."""
    drop: list[str] = _optional()
    """Removed capabilities."""


class CephFSPersistentVolumeSource(Shape):
    """Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership management or SELinux
    relabeling.
    """

    monitors: list[str]
    """monitors is Required: Monitors is a collection of Ceph monitors."""
    path: str = _optional()
    """path is Optional: Used as the mounted root, rather than the full Ceph tree, default is /."""
    read_only: bool = _optional()
    """readOnly is Optional: Defaults to false (read/write)."""
    secret_file: str = _optional()
    """secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret."""
    secret_ref: SecretReference = _optional()
    """secretRef is Optional: SecretRef is reference to the authentication secret for User, default is empty."""
    user: str = _optional()
    """user is Optional: User is the rados user name, default is admin."""


class CephFSVolumeSource(Shape):
    """Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership management or SELinux
    relabeling.
    """

    monitors: list[str]
    """monitors is Required: Monitors is a collection of Ceph monitors."""
    path: str = _optional()
    """path is Optional: Used as the mounted root, rather than the full Ceph tree, default is /."""
    read_only: bool = _optional()
    """readOnly is Optional: Defaults to false (read/write)."""
    secret_file: str = _optional()
    """secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef is Optional: SecretRef is reference to the authentication secret for User, default is empty."""
    user: str = _optional()
    """user is optional: User is the rados user name, default is admin."""


class CinderPersistentVolumeSource(Shape):
    """Represents a cinder volume resource in Openstack."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str = _optional()
    """fsType Filesystem type to mount."""
    read_only: bool = _optional()
    """readOnly is Optional: Defaults to false (read/write)."""
    secret_ref: SecretReference = _optional()
    """secretRef is Optional: points to a secret object containing parameters used to connect to OpenStack."""
    volume_id: str
    """volumeID used to identify the volume in cinder."""


class CinderVolumeSource(Shape):
    """Represents a cinder volume resource in Openstack."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef is optional: points to a secret object containing parameters used to connect to OpenStack."""
    volume_id: str
    """volumeID used to identify the volume in cinder."""


class ClientIPConfig(Shape):
    """ClientIPConfig represents the configurations of Client IP based session affinity."""

    timeout_seconds: int = _optional()
    """timeoutSeconds specifies the seconds of ClientIP type session sticky time."""


class ClusterTrustBundleProjection(Shape):
    """ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their contents into the pod
    filesystem.
    """

    label_selector: k8s.meta_v1.LabelSelector = _optional()
    """Select all ClusterTrustBundles that match this label selector."""
    name: str = _optional()
    """Select a single ClusterTrustBundle by object name."""
    optional: bool = _optional()
    """If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available."""
    path: str
    """Relative path from the volume root to write the bundle."""
    signer_name: str = _optional()
    """Select all ClusterTrustBundles that match this signer name."""


class ConfigMap(Kind):
    """ConfigMap holds configuration data for pods to consume."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "ConfigMap"

    binary_data: dict[str, str] = _optional()
    """BinaryData contains the binary data."""
    data: dict[str, str] = _optional()
    """Data contains the configuration data."""
    immutable: bool = _optional()
    """Immutable, if set to true, ensures that data stored in the ConfigMap cannot be updated (only object metadata can be modified)."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""


class ConfigMapEnvSource(Shape):
    """ConfigMapEnvSource selects a ConfigMap to populate the environment variables with."""

    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """Specify whether the ConfigMap must be defined."""


class ConfigMapKeySelector(Shape):
    """Selects a key from a ConfigMap."""

    key: str
    """The key to select."""
    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """Specify whether the ConfigMap or its key must be defined."""


class ConfigMapNodeConfigSource(Shape):
    """ConfigMapNodeConfigSource contains the information to reference a ConfigMap as a config source for the Node."""

    kubelet_config_key: str
    """KubeletConfigKey declares which key of the referenced ConfigMap corresponds to the KubeletConfiguration structure This field is
    required in all cases.
    """
    name: str
    """Name is the metadata.name of the referenced ConfigMap."""
    namespace: str
    """Namespace is the metadata.namespace of the referenced ConfigMap."""
    resource_version: str = _optional()
    """ResourceVersion is the metadata.ResourceVersion of the referenced ConfigMap."""
    uid: str = _optional()
    """UID is the metadata.UID of the referenced ConfigMap."""


class ConfigMapProjection(Shape):
    """Adapts a ConfigMap into a projected volume."""

    items: list[KeyToPath] = _optional()
    """items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """optional specify whether the ConfigMap or its keys must be defined."""


class ConfigMapVolumeSource(Shape):
    """Adapts a ConfigMap into a volume."""

    default_mode: int = _optional()
    """defaultMode is optional: mode bits used to set permissions on created files by default."""
    items: list[KeyToPath] = _optional()
    """items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """optional specify whether the ConfigMap or its keys must be defined."""


class Container(Shape):
    """A single application container that you want to run within a pod."""

    args: list[str] = _optional()
    """Arguments to the entrypoint."""
    command: list[str] = _optional()
    """Entrypoint array."""
    env: list[EnvVar] = _optional()
    """List of environment variables to set in the container."""
    env_from: list[EnvFromSource] = _optional()
    """List of sources to populate environment variables in the container."""
    image: str = _optional()
    """Container image name."""
    image_pull_policy: str = _optional()
    """Image pull policy."""
    lifecycle: Lifecycle = _optional()
    """Actions that the management system should take in response to container lifecycle events."""
    liveness_probe: Probe = _optional()
    """Periodic probe of container liveness."""
    name: str
    """Name of the container specified as a DNS_LABEL."""
    ports: list[ContainerPort] = _optional()
    """List of ports to expose from the container."""
    readiness_probe: Probe = _optional()
    """Periodic probe of container service readiness."""
    resize_policy: list[ContainerResizePolicy] = _optional()
    """Resources resize policy for the container."""
    resources: ResourceRequirements = _optional()
    """Compute Resources required by this container."""
    restart_policy: str = _optional()
    """RestartPolicy defines the restart behavior of individual containers in a pod."""
    restart_policy_rules: list[ContainerRestartRule] = _optional()
    """Represents a list of rules to be checked to determine if the container should be restarted on exit."""
    security_context: SecurityContext = _optional()
    """SecurityContext defines the security options the container should be run with."""
    startup_probe: Probe = _optional()
    """StartupProbe indicates that the Pod has successfully initialized."""
    stdin: bool = _optional()
    """Whether this container should allocate a buffer for stdin in the container runtime."""
    stdin_once: bool = _optional()
    """Whether the container runtime should close the stdin channel after it has been opened by a single attach."""
    termination_message_path: str = _optional()
    """Optional: Path at which the file to which the container's termination message will be written is mounted into the container's
    filesystem.
    """
    termination_message_policy: str = _optional()
    """Indicate how the termination message should be populated."""
    tty: bool = _optional()
    """Whether this container should allocate a TTY for itself, also requires 'stdin' to be true."""
    volume_devices: list[VolumeDevice] = _optional()
    """volumeDevices is the list of block devices to be used by the container."""
    volume_mounts: list[VolumeMount] = _optional()
    """Pod volumes to mount into the container's filesystem."""
    working_dir: str = _optional()
    """Container's working directory."""


class ContainerFields(TypedDict, total=False):
    """Fields of Container as a dict, each of which may be left out."""

    args: list[str]
    command: list[str]
    env: list[EnvVar]
    env_from: list[EnvFromSource]
    image: str
    image_pull_policy: str
    lifecycle: Lifecycle
    liveness_probe: Probe
    name: str
    ports: list[ContainerPort]
    readiness_probe: Probe
    resize_policy: list[ContainerResizePolicy]
    resources: ResourceRequirements
    restart_policy: str
    restart_policy_rules: list[ContainerRestartRule]
    security_context: SecurityContext
    startup_probe: Probe
    stdin: bool
    stdin_once: bool
    termination_message_path: str
    termination_message_policy: str
    tty: bool
    volume_devices: list[VolumeDevice]
    volume_mounts: list[VolumeMount]
    working_dir: str


class ContainerExtendedResourceRequest(Shape):
    """ContainerExtendedResourceRequest has the mapping of container name, extended resource name to the device request name."""

    container_name: str
    """The name of the container requesting resources."""
    request_name: str
    """The name of the request in the special ResourceClaim which corresponds to the extended resource."""
    resource_name: str
    """The name of the extended resource in that container which gets backed by DRA."""


class ContainerImage(Shape):
    """Describe a container image."""

    names: list[str] = _optional()
    """Names by which this image is known. e.g. ["kubernetes.example/hyperkube:v1.0.7",
    "cloud-vendor.registry.example/cloud-vendor/hyperkube:v1.0.7"].
    """
    size_bytes: int = _optional()
    """The size of the image in bytes."""


class ContainerPort(Shape):
    """ContainerPort represents a network port in a single container."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "host_ip": "hostIP",
    }

    container_port: int
    """Number of port to expose on the pod's IP address."""
    host_ip: str = _optional()
    """What host IP to bind the external port to."""
    host_port: int = _optional()
    """Number of port to expose on the host."""
    name: str = _optional()
    """If specified, this must be an IANA_SVC_NAME and unique within the pod."""
    protocol: str = _optional()
    """Protocol for port."""


class ContainerResizePolicy(Shape):
    """ContainerResizePolicy represents resource resize policy for the container."""

    resource_name: str
    """Name of the resource to which this resource resize policy applies."""
    restart_policy: str
    """Restart policy to apply when specified resource is resized."""


class ContainerRestartRule(Shape):
    """ContainerRestartRule describes how a container exit is handled."""

    action: str
    """Specifies the action taken on a container exit if the requirements are satisfied."""
    exit_codes: ContainerRestartRuleOnExitCodes = _optional()
    """Represents the exit codes to check on container exits."""


class ContainerRestartRuleOnExitCodes(Shape):
    """ContainerRestartRuleOnExitCodes describes the condition for handling an exited container based on its exit codes."""

    operator: str
    """Represents the relationship between the container exit code(s) and the specified values."""
    values: list[int] = _optional()
    """Specifies the set of values to check for container exit codes."""


class ContainerState(Shape):
    """ContainerState holds a possible state of container."""

    running: ContainerStateRunning = _optional()
    """Details about a running container."""
    terminated: ContainerStateTerminated = _optional()
    """Details about a terminated container."""
    waiting: ContainerStateWaiting = _optional()
    """Details about a waiting container."""


class ContainerStateRunning(Shape):
    """ContainerStateRunning is a running state of a container."""

    started_at: str = _optional()
    """Time at which the container was last (re-)started."""


class ContainerStateTerminated(Shape):
    """ContainerStateTerminated is a terminated state of a container."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "container_id": "containerID",
    }

    container_id: str = _optional()
    """Container's ID in the format '<type>://<container_id>'."""
    exit_code: int
    """Exit status from the last termination of the container."""
    finished_at: str = _optional()
    """Time at which the container last terminated."""
    message: str = _optional()
    """Message regarding the last termination of the container."""
    reason: str = _optional()
    """(brief) reason from the last termination of the container."""
    signal: int = _optional()
    """Signal from the last termination of the container."""
    started_at: str = _optional()
    """Time at which previous execution of the container started."""


class ContainerStateWaiting(Shape):
    """ContainerStateWaiting is a waiting state of a container."""

    message: str = _optional()
    """Message regarding why the container is not yet running."""
    reason: str = _optional()
    """(brief) reason the container is not yet running."""


class ContainerStatus(Shape):
    """ContainerStatus contains details for the current status of this container."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "container_id": "containerID",
        "image_id": "imageID",
    }

    allocated_resources: dict[str, str] = _optional()
    """AllocatedResources represents the compute resources allocated for this container by the node."""
    allocated_resources_status: list[ResourceStatus] = _optional()
    """AllocatedResourcesStatus represents the status of various resources allocated for this Pod."""
    container_id: str = _optional()
    """ContainerID is the ID of the container in the format '<type>://<container_id>'."""
    image: str
    """Image is the name of container image that the container is running."""
    image_id: str
    """ImageID is the image ID of the container's image."""
    last_state: ContainerState = _optional()
    """LastTerminationState holds the last termination state of the container to help debug container crashes and restarts."""
    name: str
    """Name is a DNS_LABEL representing the unique name of the container."""
    ready: bool
    """Ready specifies whether the container is currently passing its readiness check."""
    resources: ResourceRequirements = _optional()
    """Resources represents the compute resource requests and limits that have been successfully enacted on the running container after it
    has been started or has been successfully resized.
    """
    restart_count: int
    """RestartCount holds the number of times the container has been restarted."""
    started: bool = _optional()
    """Started indicates whether the container has finished its postStart lifecycle hook and passed its startup probe."""
    state: ContainerState = _optional()
    """State holds details about the container's current condition."""
    stop_signal: str = _optional()
    """StopSignal reports the effective stop signal for this container."""
    user: ContainerUser = _optional()
    """User represents user identity information initially attached to the first process of the container."""
    volume_mounts: list[VolumeMountStatus] = _optional()
    """Status of volume mounts."""


class ContainerUser(Shape):
    """ContainerUser represents user identity information."""

    linux: LinuxContainerUser = _optional()
    """Linux holds user identity information initially attached to the first process of the containers in Linux."""


class DaemonEndpoint(Shape):
    """DaemonEndpoint contains information about a single Daemon endpoint."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "port": "Port",
    }

    port: int
    """Port number of the given endpoint."""


class DownwardAPIProjection(Shape):
    """Represents downward API info for projecting into a projected volume."""

    items: list[DownwardAPIVolumeFile] = _optional()
    """Items is a list of DownwardAPIVolume file."""


class DownwardAPIVolumeFile(Shape):
    """DownwardAPIVolumeFile represents information to create the file containing the pod field."""

    field_ref: ObjectFieldSelector = _optional()
    """Required: Selects a field of the pod: only annotations, labels, name, namespace and uid are supported."""
    mode: int = _optional()
    """Optional: mode bits used to set permissions on this file, must be an octal value between 0000 and 0777 or a decimal value between 0
    and 511.
    """
    path: str
    """Required: Path is the relative path name of the file to be created."""
    resource_field_ref: ResourceFieldSelector = _optional()
    """Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory, requests.cpu and requests.memory)
    are currently supported.
    """


class DownwardAPIVolumeSource(Shape):
    """DownwardAPIVolumeSource represents a volume containing downward API info."""

    default_mode: int = _optional()
    """Optional: mode bits to use on created files by default."""
    items: list[DownwardAPIVolumeFile] = _optional()
    """Items is a list of downward API volume file."""


class EmptyDirVolumeSource(Shape):
    """Represents an empty directory for a pod."""

    medium: str = _optional()
    """medium represents what type of storage medium should back this directory."""
    size_limit: str = _optional()
    """sizeLimit is the total amount of local storage required for this EmptyDir volume."""


class EndpointAddress(Shape):
    """EndpointAddress is a tuple that describes single IP address."""

    hostname: str = _optional()
    """The Hostname of this endpoint."""
    ip: str
    """The IP of this endpoint."""
    node_name: str = _optional()
    """Optional: Node hosting this endpoint."""
    target_ref: ObjectReference = _optional()
    """Reference to object providing the endpoint."""


class EndpointPort(Shape):
    """EndpointPort is a tuple that describes a single port."""

    app_protocol: str = _optional()
    """The application protocol for this port."""
    name: str = _optional()
    """The name of this port."""
    port: int
    """The port number of the endpoint."""
    protocol: str = _optional()
    """The IP protocol for this port."""


class EndpointSubset(Shape):
    """EndpointSubset is a group of addresses with a common set of ports."""

    addresses: list[EndpointAddress] = _optional()
    """IP addresses which offer the related ports that are marked as ready."""
    not_ready_addresses: list[EndpointAddress] = _optional()
    """IP addresses which offer the related ports but are not currently marked as ready because they have not yet finished starting, have
    recently failed a readiness check, or have recently failed a liveness check.
    """
    ports: list[EndpointPort] = _optional()
    """Port numbers available on the related IP addresses."""


class Endpoints(Kind):
    """Endpoints is a collection of endpoints that implement the actual service."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Endpoints"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    subsets: list[EndpointSubset] = _optional()
    """The set of all endpoints is the union of all subsets."""


class EnvFromSource(Shape):
    """EnvFromSource represents the source of a set of ConfigMaps or Secrets."""

    config_map_ref: ConfigMapEnvSource = _optional()
    """The ConfigMap to select from."""
    prefix: str = _optional()
    """Optional text to prepend to the name of each environment variable."""
    secret_ref: SecretEnvSource = _optional()
    """The Secret to select from."""


class EnvVar(Shape):
    """EnvVar represents an environment variable present in a Container."""

    name: str
    """Name of the environment variable."""
    value: str = _optional()
    """Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the container and any service
    environment variables.
    """
    value_from: EnvVarSource = _optional()
    """Source for the environment variable's value."""


class EnvVarSource(Shape):
    """EnvVarSource represents a source for the value of an EnvVar."""

    config_map_key_ref: ConfigMapKeySelector = _optional()
    """Selects a key of a ConfigMap."""
    field_ref: ObjectFieldSelector = _optional()
    """Selects a field of the pod: supports metadata.name, metadata.namespace, `metadata.labels['<KEY>']`, `metadata.annotations['<KEY>']`,
    spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, status.podIPs.
    """
    file_key_ref: FileKeySelector = _optional()
    """FileKeyRef selects a key of the env file."""
    resource_field_ref: ResourceFieldSelector = _optional()
    """Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory, limits.ephemeral-storage,
    requests.cpu, requests.memory and requests.ephemeral-storage) are currently supported.
    """
    secret_key_ref: SecretKeySelector = _optional()
    """Selects a key of a secret in the pod's namespace."""


class EphemeralContainer(Shape):
    """An EphemeralContainer is a temporary container that you may add to an existing Pod for user-initiated activities such as debugging.
    """

    args: list[str] = _optional()
    """Arguments to the entrypoint."""
    command: list[str] = _optional()
    """Entrypoint array."""
    env: list[EnvVar] = _optional()
    """List of environment variables to set in the container."""
    env_from: list[EnvFromSource] = _optional()
    """List of sources to populate environment variables in the container."""
    image: str = _optional()
    """Container image name."""
    image_pull_policy: str = _optional()
    """Image pull policy."""
    lifecycle: Lifecycle = _optional()
    """Lifecycle is not allowed for ephemeral containers."""
    liveness_probe: Probe = _optional()
    """Probes are not allowed for ephemeral containers."""
    name: str
    """Name of the ephemeral container specified as a DNS_LABEL."""
    ports: list[ContainerPort] = _optional()
    """Ports are not allowed for ephemeral containers."""
    readiness_probe: Probe = _optional()
    """Probes are not allowed for ephemeral containers."""
    resize_policy: list[ContainerResizePolicy] = _optional()
    """Resources resize policy for the container."""
    resources: ResourceRequirements = _optional()
    """Resources are not allowed for ephemeral containers."""
    restart_policy: str = _optional()
    """Restart policy for the container to manage the restart behavior of each container within a pod."""
    restart_policy_rules: list[ContainerRestartRule] = _optional()
    """Represents a list of rules to be checked to determine if the container should be restarted on exit."""
    security_context: SecurityContext = _optional()
    """Optional: SecurityContext defines the security options the ephemeral container should be run with."""
    startup_probe: Probe = _optional()
    """Probes are not allowed for ephemeral containers."""
    stdin: bool = _optional()
    """Whether this container should allocate a buffer for stdin in the container runtime."""
    stdin_once: bool = _optional()
    """Whether the container runtime should close the stdin channel after it has been opened by a single attach."""
    target_container_name: str = _optional()
    """If set, the name of the container from PodSpec that this ephemeral container targets."""
    termination_message_path: str = _optional()
    """Optional: Path at which the file to which the container's termination message will be written is mounted into the container's
    filesystem.
    """
    termination_message_policy: str = _optional()
    """Indicate how the termination message should be populated."""
    tty: bool = _optional()
    """Whether this container should allocate a TTY for itself, also requires 'stdin' to be true."""
    volume_devices: list[VolumeDevice] = _optional()
    """volumeDevices is the list of block devices to be used by the container."""
    volume_mounts: list[VolumeMount] = _optional()
    """Pod volumes to mount into the container's filesystem."""
    working_dir: str = _optional()
    """Container's working directory."""


class EphemeralVolumeSource(Shape):
    """Represents an ephemeral volume that is handled by a normal storage driver."""

    volume_claim_template: PersistentVolumeClaimTemplate = _optional()
    """Will be used to create a stand-alone PVC to provision the volume."""


class Event(Kind):
    """Event is a report of an event somewhere in the cluster."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Event"

    action: str = _optional()
    """What action was taken/failed regarding to the Regarding object."""
    count: int = _optional()
    """The number of times this event has occurred."""
    event_time: str = _optional()
    """Time when this Event was first observed."""
    first_timestamp: str = _optional()
    """The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)."""
    involved_object: ObjectReference
    """The object that this event is about."""
    last_timestamp: str = _optional()
    """The time at which the most recent occurrence of this event was recorded."""
    message: str = _optional()
    """A human-readable description of the status of this operation."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    reason: str = _optional()
    """This should be a short, machine understandable string that gives the reason for the transition into the object's current status."""
    related: ObjectReference = _optional()
    """Optional secondary object for more complex actions."""
    reporting_component: str = _optional()
    """Name of the controller that emitted this Event, e.g. `kubernetes.io/kubelet`."""
    reporting_instance: str = _optional()
    """ID of the controller instance, e.g. `kubelet-xyzf`."""
    series: EventSeries = _optional()
    """Data about the Event series this event represents or nil if it's a singleton Event."""
    source: EventSource = _optional()
    """The component reporting this event."""
    type: str = _optional()
    """Type of this event (Normal, Warning), new types could be added in the future."""


class EventSeries(Shape):
    """EventSeries contain information on series of events, i.e. thing that was/is happening continuously for some time."""

    count: int = _optional()
    """Number of occurrences in this series up to the last heartbeat time."""
    last_observed_time: str = _optional()
    """Time of the last occurrence observed."""


class EventSource(Shape):
    """EventSource contains information for an event."""

    component: str = _optional()
    """Component from which the event is generated."""
    host: str = _optional()
    """Node name on which the event is generated."""


class ExecAction(Shape):
    """ExecAction describes a "run in container" action."""

    command: list[str] = _optional()
    """Command is the command line to execute inside the container, the working directory for the command is root ('/') in the container's
    filesystem.
    """


class FCVolumeSource(Shape):
    """Represents a Fibre Channel volume."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "target_wwns": "targetWWNs",
    }

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    lun: int = _optional()
    """lun is Optional: FC target lun number."""
    read_only: bool = _optional()
    """readOnly is Optional: Defaults to false (read/write)."""
    target_wwns: list[str] = _optional()
    """targetWWNs is Optional: FC target worldwide names (WWNs)."""
    wwids: list[str] = _optional()
    """wwids Optional: FC volume world wide identifiers (wwids) Either wwids or combination of targetWWNs and lun must be set, but not both
    simultaneously.
    """


class FileKeySelector(Shape):
    """FileKeySelector selects a key of the env file."""

    key: str
    """The key within the env file."""
    optional: bool = _optional()
    """Specify whether the file or its key must be defined."""
    path: str
    """The path within the volume from which to select the file."""
    volume_name: str
    """The name of the volume mount containing the env file."""


class FlexPersistentVolumeSource(Shape):
    """FlexPersistentVolumeSource represents a generic persistent volume resource that is provisioned/attached using an exec based plugin.
    """

    driver: str
    """driver is the name of the driver to use for this volume."""
    fs_type: str = _optional()
    """fsType is the Filesystem type to mount."""
    options: dict[str, str] = _optional()
    """options is Optional: this field holds extra command options if any."""
    read_only: bool = _optional()
    """readOnly is Optional: defaults to false (read/write)."""
    secret_ref: SecretReference = _optional()
    """secretRef is Optional: SecretRef is reference to the secret object containing sensitive information to pass to the plugin scripts."""


class FlexVolumeSource(Shape):
    """FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin."""

    driver: str
    """driver is the name of the driver to use for this volume."""
    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    options: dict[str, str] = _optional()
    """options is Optional: this field holds extra command options if any."""
    read_only: bool = _optional()
    """readOnly is Optional: defaults to false (read/write)."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef is Optional: secretRef is reference to the secret object containing sensitive information to pass to the plugin scripts."""


class FlockerVolumeSource(Shape):
    """Represents a Flocker volume mounted by the Flocker agent."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "dataset_uuid": "datasetUUID",
    }

    dataset_name: str = _optional()
    """datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered as deprecated."""
    dataset_uuid: str = _optional()
    """datasetUUID is the UUID of the dataset."""


class GCEPersistentDiskVolumeSource(Shape):
    """Represents a Persistent Disk resource in Google Compute Engine."""

    fs_type: str = _optional()
    """fsType is filesystem type of the volume that you want to mount."""
    partition: int = _optional()
    """partition is the partition in the volume that you want to mount."""
    pd_name: str
    """pdName is unique name of the PD resource in GCE."""
    read_only: bool = _optional()
    """readOnly here will force the ReadOnly setting in VolumeMounts."""


class GRPCAction(Shape):
    """GRPCAction specifies an action involving a GRPC service."""

    port: int
    """Port number of the gRPC service."""
    service: str = _optional()
    """Service is the name of the service to place in the gRPC HealthCheckRequest (see
    https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
    """


class GitRepoVolumeSource(Shape):
    """Represents a volume that is populated with the contents of a git repository."""

    directory: str = _optional()
    """directory is the target directory name."""
    repository: str
    """repository is the URL."""
    revision: str = _optional()
    """revision is the commit hash for the specified revision."""


class GlusterfsPersistentVolumeSource(Shape):
    """Represents a Glusterfs mount that lasts the lifetime of a pod."""

    endpoints: str
    """endpoints is the endpoint name that details Glusterfs topology."""
    endpoints_namespace: str = _optional()
    """endpointsNamespace is the namespace that contains Glusterfs endpoint."""
    path: str
    """path is the Glusterfs volume path."""
    read_only: bool = _optional()
    """readOnly here will force the Glusterfs volume to be mounted with read-only permissions."""


class GlusterfsVolumeSource(Shape):
    """Represents a Glusterfs mount that lasts the lifetime of a pod."""

    endpoints: str
    """endpoints is the endpoint name that details Glusterfs topology."""
    path: str
    """path is the Glusterfs volume path."""
    read_only: bool = _optional()
    """readOnly here will force the Glusterfs volume to be mounted with read-only permissions."""


class HTTPGetAction(Shape):
    """HTTPGetAction describes an action based on HTTP Get requests."""

    host: str = _optional()
    """Host name to connect to, defaults to the pod IP."""
    http_headers: list[HTTPHeader] = _optional()
    """Custom headers to set in the request."""
    path: str = _optional()
    """Path to access on the HTTP server."""
    port: int | str
    """Name or number of the port to access on the container."""
    scheme: str = _optional()
    """Scheme to use for connecting to the host."""


class HTTPHeader(Shape):
    """HTTPHeader describes a custom header to be used in HTTP probes."""

    name: str
    """The header field name."""
    value: str
    """The header field value."""


class HostAlias(Shape):
    """HostAlias holds the mapping between IP and hostnames that will be injected as an entry in the pod's hosts file."""

    hostnames: list[str] = _optional()
    """Hostnames for the above IP address."""
    ip: str
    """IP address of the host file entry."""


class HostIP(Shape):
    """HostIP represents a single IP address allocated to the host."""

    ip: str
    """IP is the IP address assigned to the host."""


class HostPathVolumeSource(Shape):
    """Represents a host path mapped into a pod."""

    path: str
    """path of the directory on the host."""
    type: str = _optional()
    """type for HostPath Volume Defaults to ""."""


class ISCSIPersistentVolumeSource(Shape):
    """ISCSIPersistentVolumeSource represents an ISCSI disk."""

    chap_auth_discovery: bool = _optional()
    """chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication."""
    chap_auth_session: bool = _optional()
    """chapAuthSession defines whether support iSCSI Session CHAP authentication."""
    fs_type: str = _optional()
    """fsType is the filesystem type of the volume that you want to mount."""
    initiator_name: str = _optional()
    """initiatorName is the custom iSCSI Initiator Name."""
    iqn: str
    """iqn is Target iSCSI Qualified Name."""
    iscsi_interface: str = _optional()
    """iscsiInterface is the interface Name that uses an iSCSI transport."""
    lun: int
    """lun is iSCSI Target Lun number."""
    portals: list[str] = _optional()
    """portals is the iSCSI Target Portal List."""
    read_only: bool = _optional()
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: SecretReference = _optional()
    """secretRef is the CHAP Secret for iSCSI target and initiator authentication."""
    target_portal: str
    """targetPortal is iSCSI Target Portal."""


class ISCSIVolumeSource(Shape):
    """Represents an ISCSI disk."""

    chap_auth_discovery: bool = _optional()
    """chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication."""
    chap_auth_session: bool = _optional()
    """chapAuthSession defines whether support iSCSI Session CHAP authentication."""
    fs_type: str = _optional()
    """fsType is the filesystem type of the volume that you want to mount."""
    initiator_name: str = _optional()
    """initiatorName is the custom iSCSI Initiator Name."""
    iqn: str
    """iqn is the target iSCSI Qualified Name."""
    iscsi_interface: str = _optional()
    """iscsiInterface is the interface Name that uses an iSCSI transport."""
    lun: int
    """lun represents iSCSI Target Lun number."""
    portals: list[str] = _optional()
    """portals is the iSCSI Target Portal List."""
    read_only: bool = _optional()
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef is the CHAP Secret for iSCSI target and initiator authentication."""
    target_portal: str
    """targetPortal is iSCSI Target Portal."""


class ImageVolumeSource(Shape):
    """ImageVolumeSource represents a image volume resource."""

    pull_policy: str = _optional()
    """Policy for pulling OCI objects."""
    reference: str = _optional()
    """Required: Image or artifact reference to be used."""


class ImageVolumeStatus(Shape):
    """ImageVolumeStatus represents the image-based volume status."""

    image_ref: str
    """ImageRef is the digest of the image used for this volume."""


class KeyToPath(Shape):
    """Maps a string key to a path within a volume."""

    key: str
    """key is the key to project."""
    mode: int = _optional()
    """mode is Optional: mode bits used to set permissions on this file."""
    path: str
    """path is the relative path of the file to map the key to."""


class Lifecycle(Shape):
    """Lifecycle describes actions that the management system should take in response to container lifecycle events."""

    post_start: LifecycleHandler = _optional()
    """PostStart is called immediately after a container is created."""
    pre_stop: LifecycleHandler = _optional()
    """PreStop is called immediately before a container is terminated due to an API request or management event such as liveness/startup
    probe failure, preemption, resource contention, etc. The handler is not called if the container crashes or exits.
    """
    stop_signal: str = _optional()
    """StopSignal defines which signal will be sent to a container when it is being stopped."""


class LifecycleHandler(Shape):
    """LifecycleHandler defines a specific action that should be taken in a lifecycle hook."""

    exec: ExecAction = _optional()
    """Exec specifies a command to execute in the container."""
    http_get: HTTPGetAction = _optional()
    """HTTPGet specifies an HTTP GET request to perform."""
    sleep: SleepAction = _optional()
    """Sleep represents a duration that the container should sleep."""
    tcp_socket: TCPSocketAction = _optional()
    """Deprecated."""


class LimitRange(Kind):
    """LimitRange sets resource usage limits for each kind of resource in a Namespace."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "LimitRange"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: LimitRangeSpec = _optional()
    """Spec defines the limits enforced."""


class LimitRangeItem(Shape):
    """LimitRangeItem defines a min/max usage limit for any resource that matches on kind."""

    default: dict[str, str] = _optional()
    """Default resource requirement limit value by resource name if resource limit is omitted."""
    default_request: dict[str, str] = _optional()
    """DefaultRequest is the default resource requirement request value by resource name if resource request is omitted."""
    max: dict[str, str] = _optional()
    """Max usage constraints on this kind by resource name."""
    max_limit_request_ratio: dict[str, str] = _optional()
    """MaxLimitRequestRatio if specified, the named resource must have a request and limit that are both non-zero where limit divided by
    request is less than or equal to the enumerated value; this represents the max burst for the named resource.
    """
    min: dict[str, str] = _optional()
    """Min usage constraints on this kind by resource name."""
    type: str
    """Type of resource that this limit applies to."""


class LimitRangeSpec(Shape):
    """LimitRangeSpec defines a min/max usage limit for resources that match on kind."""

    limits: list[LimitRangeItem]
    """Limits is the list of LimitRangeItem objects that are enforced."""


class LinuxContainerUser(Shape):
    """LinuxContainerUser represents user identity information in Linux containers."""

    gid: int
    """GID is the primary gid initially attached to the first process in the container."""
    supplemental_groups: list[int] = _optional()
    """SupplementalGroups are the supplemental groups initially attached to the first process in the container."""
    uid: int
    """UID is the primary uid initially attached to the first process in the container."""


class LoadBalancerIngress(Shape):
    """LoadBalancerIngress represents the status of a load-balancer ingress point: traffic intended for the service should be sent to an
    ingress point.
    """

    hostname: str = _optional()
    """Hostname is set for load-balancer ingress points that are DNS based (typically AWS load-balancers)."""
    ip: str = _optional()
    """IP is set for load-balancer ingress points that are IP based (typically GCE or OpenStack load-balancers)."""
    ip_mode: str = _optional()
    """IPMode specifies how the load-balancer IP behaves, and may only be specified when the ip field is specified."""
    ports: list[PortStatus] = _optional()
    """Ports is a list of records of service ports If used, every port defined in the service should have an entry in it."""


class LoadBalancerStatus(Shape):
    """LoadBalancerStatus represents the status of a load-balancer."""

    ingress: list[LoadBalancerIngress] = _optional()
    """Ingress is a list containing ingress points for the load-balancer."""


class LocalObjectReference(Shape):
    """LocalObjectReference contains enough information to let you locate the referenced object inside the same namespace."""

    name: str = _optional()
    """Name of the referent."""


class LocalVolumeSource(Shape):
    """Local represents directly-attached storage with node affinity."""

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    path: str
    """path of the full path to the volume on the node."""


class ModifyVolumeStatus(Shape):
    """ModifyVolumeStatus represents the status object of ControllerModifyVolume operation."""

    status: str
    """status is the status of the ControllerModifyVolume operation."""
    target_volume_attributes_class_name: str = _optional()
    """targetVolumeAttributesClassName is the name of the VolumeAttributesClass the PVC currently being reconciled."""


class NFSVolumeSource(Shape):
    """Represents an NFS mount that lasts the lifetime of a pod."""

    path: str
    """path that is exported by the NFS server."""
    read_only: bool = _optional()
    """readOnly here will force the NFS export to be mounted with read-only permissions."""
    server: str
    """server is the hostname or IP address of the NFS server."""


class Namespace(Kind):
    """Namespace provides a scope for Names."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Namespace"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: NamespaceSpec = _optional()
    """Spec defines the behavior of the Namespace."""
    status: NamespaceStatus = _read_only()
    """Status describes the current status of a Namespace."""


class NamespaceCondition(Shape):
    """NamespaceCondition contains details about state of namespace."""

    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    message: str = _optional()
    """Human-readable message indicating details about last transition."""
    reason: str = _optional()
    """Unique, one-word, CamelCase reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of namespace controller condition."""


class NamespaceSpec(Shape):
    """NamespaceSpec describes the attributes on a Namespace."""

    finalizers: list[str] = _optional()
    """Finalizers is an opaque list of values that must be empty to permanently remove object from storage."""


class NamespaceStatus(Shape):
    """NamespaceStatus is information about the current status of a Namespace."""

    conditions: list[NamespaceCondition] = _optional()
    """Represents the latest available observations of a namespace's current state."""
    phase: str = _optional()
    """Phase is the current lifecycle phase of the namespace."""


class Node(Kind):
    """Node is a worker node in Kubernetes."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Node"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: NodeSpec = _optional()
    """Spec defines the behavior of a node.
    https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """
    status: NodeStatus = _read_only()
    """Most recently observed status of the node."""


class NodeAddress(Shape):
    """NodeAddress contains information for the node's address."""

    address: str
    """The node address."""
    type: str
    """Node address type, one of Hostname, ExternalIP or InternalIP."""


class NodeAffinity(Shape):
    """Node affinity is a group of node affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[PreferredSchedulingTerm] = _optional()
    """The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose
    a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: NodeSelector = _optional()
    """If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node."""


class NodeAllocatableResourceClaimStatus(Shape):
    """NodeAllocatableResourceClaimStatus describes the status of node allocatable resources allocated via DRA."""

    containers: list[str] = _optional()
    """Containers lists the names of all containers in this pod that reference the claim."""
    resource_claim_name: str
    """ResourceClaimName is the resource claim referenced by the pod that resulted in this node allocatable resource allocation."""
    resources: dict[str, str]
    """Resources is a map of the node-allocatable resource name to the aggregate quantity allocated to the claim."""


class NodeCondition(Shape):
    """NodeCondition contains condition information for a node."""

    last_heartbeat_time: str = _optional()
    """Last time we got an update on a given condition."""
    last_transition_time: str = _optional()
    """Last time the condition transit from one status to another."""
    message: str = _optional()
    """Human readable message indicating details about last transition."""
    reason: str = _optional()
    """(brief) reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of node condition."""


class NodeConfigSource(Shape):
    """NodeConfigSource specifies a source of node configuration."""

    config_map: ConfigMapNodeConfigSource = _optional()
    """ConfigMap is a reference to a Node's ConfigMap."""


class NodeConfigStatus(Shape):
    """NodeConfigStatus describes the status of the config assigned by Node.Spec.ConfigSource."""

    active: NodeConfigSource = _optional()
    """Active reports the checkpointed config the node is actively using."""
    assigned: NodeConfigSource = _optional()
    """Assigned reports the checkpointed config the node will try to use."""
    error: str = _optional()
    """Error describes any problems reconciling the Spec.ConfigSource to the Active config."""
    last_known_good: NodeConfigSource = _optional()
    """LastKnownGood reports the checkpointed config the node will fall back to when it encounters an error attempting to use the Assigned
    config.
    """


class NodeDaemonEndpoints(Shape):
    """NodeDaemonEndpoints lists ports opened by daemons running on the Node."""

    kubelet_endpoint: DaemonEndpoint = _optional()
    """Endpoint on which Kubelet is listening."""


class NodeFeatures(Shape):
    """NodeFeatures describes the set of features implemented by the CRI implementation."""

    supplemental_groups_policy: bool = _optional()
    """SupplementalGroupsPolicy is set to true if the runtime supports SupplementalGroupsPolicy and ContainerUser."""


class NodeRuntimeHandler(Shape):
    """NodeRuntimeHandler is a set of runtime handler information."""

    features: NodeRuntimeHandlerFeatures = _optional()
    """Supported features."""
    name: str = _optional()
    """Runtime handler name."""


class NodeRuntimeHandlerFeatures(Shape):
    """NodeRuntimeHandlerFeatures is a set of features implemented by the runtime handler."""

    recursive_read_only_mounts: bool = _optional()
    """RecursiveReadOnlyMounts is set to true if the runtime handler supports RecursiveReadOnlyMounts."""
    user_namespaces: bool = _optional()
    """UserNamespaces is set to true if the runtime handler supports UserNamespaces, including for volumes."""


class NodeSelector(Shape):
    """A node selector represents the union of the results of one or more label queries over a set of nodes; that is, it represents the OR
    of the selectors represented by the node selector terms.
    """

    node_selector_terms: list[NodeSelectorTerm]
    """Required."""


class NodeSelectorRequirement(Shape):
    """A node selector requirement is a selector that contains values, a key, and an operator that relates the key and values."""

    key: str
    """The label key that the selector applies to."""
    operator: str
    """Represents a key's relationship to a set of values."""
    values: list[str] = _optional()
    """An array of string values."""


class NodeSelectorTerm(Shape):
    """A null or empty node selector term matches no objects."""

    match_expressions: list[NodeSelectorRequirement] = _optional()
    """A list of node selector requirements by node's labels."""
    match_fields: list[NodeSelectorRequirement] = _optional()
    """A list of node selector requirements by node's fields."""


class NodeSpec(Shape):
    """NodeSpec describes the attributes that a node is created with."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "external_id": "externalID",
        "pod_cidr": "podCIDR",
        "pod_cidrs": "podCIDRs",
        "provider_id": "providerID",
    }

    config_source: NodeConfigSource = _optional()
    """Deprecated: Previously used to specify the source of the node's configuration for the DynamicKubeletConfig feature."""
    external_id: str = _optional()
    """Deprecated."""
    pod_cidr: str = _optional()
    """PodCIDR represents the pod IP range assigned to the node."""
    pod_cidrs: list[str] = _optional()
    """podCIDRs represents the IP ranges assigned to the node for usage by Pods on that node."""
    provider_id: str = _optional()
    """ID of the node assigned by the cloud provider in the format: <ProviderName>://<ProviderSpecificNodeID>."""
    taints: list[Taint] = _optional()
    """If specified, the node's taints."""
    unschedulable: bool = _optional()
    """Unschedulable controls node schedulability of new pods."""


class NodeStatus(Shape):
    """NodeStatus is information about the current status of a node."""

    addresses: list[NodeAddress] = _optional()
    """List of addresses reachable to the node."""
    allocatable: dict[str, str] = _optional()
    """Allocatable represents the resources of a node that are available for scheduling."""
    capacity: dict[str, str] = _optional()
    """Capacity represents the total resources of a node."""
    conditions: list[NodeCondition] = _optional()
    """Conditions is an array of current observed node conditions."""
    config: NodeConfigStatus = _optional()
    """Status of the config assigned to the node via the dynamic Kubelet config feature."""
    daemon_endpoints: NodeDaemonEndpoints = _optional()
    """Endpoints of daemons running on the Node."""
    declared_features: list[str] = _optional()
    """DeclaredFeatures represents the features related to feature gates that are declared by the node."""
    features: NodeFeatures = _optional()
    """Features describes the set of features implemented by the CRI implementation."""
    images: list[ContainerImage] = _optional()
    """List of container images on this node."""
    node_info: NodeSystemInfo = _optional()
    """Set of ids/uuids to uniquely identify the node."""
    phase: str = _optional()
    """NodePhase is the recently observed lifecycle phase of the node."""
    runtime_handlers: list[NodeRuntimeHandler] = _optional()
    """The available runtime handlers."""
    volumes_attached: list[AttachedVolume] = _optional()
    """List of volumes that are attached to the node."""
    volumes_in_use: list[str] = _optional()
    """List of attachable volumes in use (mounted) by the node."""


class NodeSwapStatus(Shape):
    """NodeSwapStatus represents swap memory information."""

    capacity: int = _optional()
    """Total amount of swap memory in bytes."""


class NodeSystemInfo(Shape):
    """NodeSystemInfo is a set of ids/uuids to uniquely identify the node."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "boot_id": "bootID",
        "machine_id": "machineID",
        "system_uuid": "systemUUID",
    }

    architecture: str
    """The Architecture reported by the node."""
    boot_id: str
    """Boot ID reported by the node."""
    container_runtime_version: str
    """ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2)."""
    kernel_version: str
    """Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64)."""
    kube_proxy_version: str
    """Deprecated: KubeProxy Version reported by the node."""
    kubelet_version: str
    """Kubelet Version reported by the node."""
    machine_id: str
    """MachineID reported by the node."""
    operating_system: str
    """The Operating System reported by the node."""
    os_image: str
    """OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy))."""
    swap: NodeSwapStatus = _optional()
    """Swap Info reported by the node."""
    system_uuid: str
    """SystemUUID reported by the node."""


class ObjectFieldSelector(Shape):
    """ObjectFieldSelector selects an APIVersioned field of an object."""

    api_version: str = _optional()
    """Version of the schema the FieldPath is written in terms of, defaults to "v1"."""
    field_path: str
    """Path of the field to select in the specified API version."""


class ObjectReference(Shape):
    """ObjectReference contains enough information to let you inspect or modify the referred object."""

    api_version: str = _optional()
    """API version of the referent."""
    field_path: str = _optional()
    """If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement,
    such as desiredState.manifest.containers[2].
    """
    kind: str = _optional()
    """Kind of the referent."""
    name: str = _optional()
    """Name of the referent."""
    namespace: str = _optional()
    """Namespace of the referent."""
    resource_version: str = _optional()
    """Specific resourceVersion to which this reference is made, if any."""
    uid: str = _optional()
    """UID of the referent."""


class PersistentVolume(Kind):
    """PersistentVolume (PV) is a storage resource provisioned by an administrator."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "PersistentVolume"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: PersistentVolumeSpec = _optional()
    """spec defines a specification of a persistent volume owned by the cluster."""
    status: PersistentVolumeStatus = _read_only()
    """status represents the current information/status for the persistent volume."""


class PersistentVolumeClaim(Kind):
    """PersistentVolumeClaim is a user's request for and claim to a persistent volume."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "PersistentVolumeClaim"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: PersistentVolumeClaimSpec = _optional()
    """spec defines the desired characteristics of a volume requested by a pod author."""
    status: PersistentVolumeClaimStatus = _read_only()
    """status represents the current information/status of a persistent volume claim."""


class PersistentVolumeClaimCondition(Shape):
    """PersistentVolumeClaimCondition contains details about state of pvc."""

    last_probe_time: str = _optional()
    """lastProbeTime is the time we probed the condition."""
    last_transition_time: str = _optional()
    """lastTransitionTime is the time the condition transitioned from one status to another."""
    message: str = _optional()
    """message is the human-readable message indicating details about last transition."""
    reason: str = _optional()
    """reason is a unique, this should be a short, machine understandable string that gives the reason for condition's last transition."""
    status: str
    """Status is the status of the condition."""
    type: str
    """Type is the type of the condition."""


class PersistentVolumeClaimSpec(Shape):
    """PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for provider-specific attributes."""

    access_modes: list[str] = _optional()
    """accessModes contains the desired access modes the volume should have."""
    data_source: TypedLocalObjectReference = _optional()
    """dataSource field can be used to specify either: * An existing VolumeSnapshot object (snapshot.storage.k8s.io/VolumeSnapshot) * An
    existing PVC (PersistentVolumeClaim) If the provisioner or an external controller can support the specified data source, it will create
    a new volume based on the contents of the specified data source.
    """
    data_source_ref: TypedObjectReference = _optional()
    """dataSourceRef specifies the object from which to populate the volume with data, if a non-empty volume is desired."""
    resources: VolumeResourceRequirements = _optional()
    """resources represents the minimum resources the volume should have."""
    selector: k8s.meta_v1.LabelSelector = _optional()
    """selector is a label query over volumes to consider for binding."""
    storage_class_name: str = _optional()
    """storageClassName is the name of the StorageClass required by the claim."""
    volume_attributes_class_name: str = _optional()
    """volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim."""
    volume_mode: str = _optional()
    """volumeMode defines what type of volume is required by the claim."""
    volume_name: str = _optional()
    """volumeName is the binding reference to the PersistentVolume backing this claim."""


class PersistentVolumeClaimSpecFields(TypedDict, total=False):
    """Fields of PersistentVolumeClaimSpec as a dict, each of which may be left out."""

    access_modes: list[str]
    data_source: TypedLocalObjectReference
    data_source_ref: TypedObjectReference
    resources: VolumeResourceRequirements
    selector: k8s.meta_v1.LabelSelector
    storage_class_name: str
    volume_attributes_class_name: str
    volume_mode: str
    volume_name: str


class PersistentVolumeClaimStatus(Shape):
    """PersistentVolumeClaimStatus is the current status of a persistent volume claim."""

    access_modes: list[str] = _optional()
    """accessModes contains the actual access modes the volume backing the PVC has."""
    allocated_resource_statuses: dict[str, str] = _optional()
    """allocatedResourceStatuses stores status of resource being resized for the given PVC."""
    allocated_resources: dict[str, str] = _optional()
    """allocatedResources tracks the resources allocated to a PVC including its capacity."""
    capacity: dict[str, str] = _optional()
    """capacity represents the actual resources of the underlying volume."""
    conditions: list[PersistentVolumeClaimCondition] = _optional()
    """conditions is the current Condition of persistent volume claim."""
    current_volume_attributes_class_name: str = _optional()
    """currentVolumeAttributesClassName is the current name of the VolumeAttributesClass the PVC is using."""
    modify_volume_status: ModifyVolumeStatus = _optional()
    """ModifyVolumeStatus represents the status object of ControllerModifyVolume operation."""
    phase: str = _optional()
    """phase represents the current phase of PersistentVolumeClaim."""


class PersistentVolumeClaimTemplate(Shape):
    """PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an EphemeralVolumeSource."""

    metadata: k8s.meta_v1.ObjectMeta = _optional()
    """May contain labels and annotations that will be copied into the PVC when creating it."""
    spec: PersistentVolumeClaimSpec
    """The specification for the PersistentVolumeClaim."""


class PersistentVolumeClaimVolumeSource(Shape):
    """PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace."""

    claim_name: str
    """claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume."""
    read_only: bool = _optional()
    """readOnly Will force the ReadOnly setting in VolumeMounts."""


class PersistentVolumeSpec(Shape):
    """PersistentVolumeSpec is the specification of a persistent volume."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "scale_io": "scaleIO",
    }

    access_modes: list[str] = _optional()
    """accessModes contains all ways the volume can be mounted."""
    aws_elastic_block_store: AWSElasticBlockStoreVolumeSource = _optional()
    """awsElasticBlockStore represents an AWS Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    azure_disk: AzureDiskVolumeSource = _optional()
    """azureDisk represents an Azure Data Disk mount on the host and bind mount to the pod."""
    azure_file: AzureFilePersistentVolumeSource = _optional()
    """azureFile represents an Azure File Service mount on the host and bind mount to the pod."""
    capacity: dict[str, str] = _optional()
    """capacity is the description of the persistent volume's resources and capacity."""
    cephfs: CephFSPersistentVolumeSource = _optional()
    """cephFS represents a Ceph FS mount on the host that shares a pod's lifetime."""
    cinder: CinderPersistentVolumeSource = _optional()
    """cinder represents a cinder volume attached and mounted on kubelets host machine."""
    claim_ref: ObjectReference = _optional()
    """claimRef is part of a bi-directional binding between PersistentVolume and PersistentVolumeClaim."""
    csi: CSIPersistentVolumeSource = _optional()
    """csi represents storage that is handled by an external CSI driver."""
    fc: FCVolumeSource = _optional()
    """fc represents a Fibre Channel resource that is attached to a kubelet's host machine and then exposed to the pod."""
    flex_volume: FlexPersistentVolumeSource = _optional()
    """flexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin."""
    flocker: FlockerVolumeSource = _optional()
    """flocker represents a Flocker volume attached to a kubelet's host machine and exposed to the pod for its usage."""
    gce_persistent_disk: GCEPersistentDiskVolumeSource = _optional()
    """gcePersistentDisk represents a GCE Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    glusterfs: GlusterfsPersistentVolumeSource = _optional()
    """glusterfs represents a Glusterfs volume that is attached to a host and exposed to the pod."""
    host_path: HostPathVolumeSource = _optional()
    """hostPath represents a directory on the host."""
    iscsi: ISCSIPersistentVolumeSource = _optional()
    """iscsi represents an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    local: LocalVolumeSource = _optional()
    """local represents directly-attached storage with node affinity."""
    mount_options: list[str] = _optional()
    """mountOptions is the list of mount options, e.g. ["ro", "soft"]."""
    nfs: NFSVolumeSource = _optional()
    """nfs represents an NFS mount on the host."""
    node_affinity: VolumeNodeAffinity = _optional()
    """nodeAffinity defines constraints that limit what nodes this volume can be accessed from."""
    persistent_volume_reclaim_policy: str = _optional()
    """persistentVolumeReclaimPolicy defines what happens to a persistent volume when released from its claim."""
    photon_persistent_disk: PhotonPersistentDiskVolumeSource = _optional()
    """photonPersistentDisk represents a PhotonController persistent disk attached and mounted on kubelets host machine."""
    portworx_volume: PortworxVolumeSource = _optional()
    """portworxVolume represents a portworx volume attached and mounted on kubelets host machine."""
    quobyte: QuobyteVolumeSource = _optional()
    """quobyte represents a Quobyte mount on the host that shares a pod's lifetime."""
    rbd: RBDPersistentVolumeSource = _optional()
    """rbd represents a Rados Block Device mount on the host that shares a pod's lifetime."""
    scale_io: ScaleIOPersistentVolumeSource = _optional()
    """scaleIO represents a ScaleIO persistent volume attached and mounted on Kubernetes nodes."""
    storage_class_name: str = _optional()
    """storageClassName is the name of StorageClass to which this persistent volume belongs."""
    storageos: StorageOSPersistentVolumeSource = _optional()
    """storageOS represents a StorageOS volume that is attached to the kubelet's host machine and mounted into the pod."""
    volume_attributes_class_name: str = _optional()
    """Name of VolumeAttributesClass to which this persistent volume belongs."""
    volume_mode: str = _optional()
    """volumeMode defines if a volume is intended to be used with a formatted filesystem or to remain in raw block state."""
    vsphere_volume: VsphereVirtualDiskVolumeSource = _optional()
    """vsphereVolume represents a vSphere volume attached and mounted on kubelets host machine."""


class PersistentVolumeStatus(Shape):
    """PersistentVolumeStatus is the current status of a persistent volume."""

    last_phase_transition_time: str = _optional()
    """lastPhaseTransitionTime is the time the phase transitioned from one to another and automatically resets to current time everytime a
    volume phase transitions.
    """
    message: str = _optional()
    """message is a human-readable message indicating details about why the volume is in this state."""
    phase: str = _optional()
    """phase indicates if a volume is available, bound to a claim, or released by a claim."""
    reason: str = _optional()
    """reason is a brief CamelCase string that describes any failure and is meant for machine parsing and tidy display in the CLI."""


class PhotonPersistentDiskVolumeSource(Shape):
    """Represents a Photon Controller persistent disk resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "pd_id": "pdID",
    }

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    pd_id: str
    """pdID is the ID that identifies Photon Controller persistent disk."""


class Pod(Kind):
    """Pod is a collection of containers that can run on a host."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Pod"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: PodSpec = _optional()
    """Specification of the desired behavior of the pod."""
    status: PodStatus = _read_only()
    """Most recently observed status of the pod."""


class PodAffinity(Shape):
    """Pod affinity is a group of inter pod affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm] = _optional()
    """The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose
    a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm] = _optional()
    """If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node."""


class PodAffinityTerm(Shape):
    """Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this pod should be co-located
    (affinity) or not co-located (anti-affinity) with, where co-located is defined as running on a node whose value of the label with key
    <topologyKey> matches that of any node on which a pod of the set of pods is running.
    """

    label_selector: k8s.meta_v1.LabelSelector = _optional()
    """A label query over a set of resources, in this case pods."""
    match_label_keys: list[str] = _optional()
    """MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration."""
    mismatch_label_keys: list[str] = _optional()
    """MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration."""
    namespace_selector: k8s.meta_v1.LabelSelector = _optional()
    """A label query over the set of namespaces that the term applies to."""
    namespaces: list[str] = _optional()
    """namespaces specifies a static list of namespace names that the term applies to."""
    topology_key: str
    """This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the labelSelector in the specified
    namespaces, where co-located is defined as running on a node whose value of the label with key topologyKey matches that of any node on
    which any of the selected pods is running.
    """


class PodAntiAffinity(Shape):
    """Pod anti affinity is a group of inter pod anti affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm] = _optional()
    """The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by this field, but it may
    choose a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm] = _optional()
    """If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the
    node.
    """


class PodCertificateProjection(Shape):
    """PodCertificateProjection provides a private key and X.509 certificate in the pod filesystem."""

    certificate_chain_path: str = _optional()
    """Write the certificate chain at this path in the projected volume."""
    credential_bundle_path: str = _optional()
    """Write the credential bundle at this path in the projected volume."""
    key_path: str = _optional()
    """Write the key at this path in the projected volume."""
    key_type: str
    """The type of keypair Kubelet will generate for the pod."""
    max_expiration_seconds: int = _optional()
    """maxExpirationSeconds is the maximum lifetime permitted for the certificate."""
    signer_name: str
    """Kubelet's generated CSRs will be addressed to this signer."""
    user_annotations: dict[str, str] = _optional()
    """userAnnotations allow pod authors to pass additional information to the signer implementation."""


class PodCondition(Shape):
    """PodCondition contains details for the current condition of this pod."""

    last_probe_time: str = _optional()
    """Last time we probed the condition."""
    last_transition_time: str = _optional()
    """Last time the condition transitioned from one status to another."""
    message: str = _optional()
    """Human-readable message indicating details about last transition."""
    observed_generation: int = _optional()
    """If set, this represents the .metadata.generation that the pod condition was set based upon."""
    reason: str = _optional()
    """Unique, one-word, CamelCase reason for the condition's last transition."""
    status: str
    """Status is the status of the condition."""
    type: str
    """Type is the type of the condition."""


class PodDNSConfig(Shape):
    """PodDNSConfig defines the DNS parameters of a pod in addition to those generated from DNSPolicy."""

    nameservers: list[str] = _optional()
    """A list of DNS name server IP addresses."""
    options: list[PodDNSConfigOption] = _optional()
    """A list of DNS resolver options."""
    searches: list[str] = _optional()
    """A list of DNS search domains for host-name lookup."""


class PodDNSConfigOption(Shape):
    """PodDNSConfigOption defines DNS resolver options of a pod."""

    name: str = _optional()
    """Name is this DNS resolver option's name."""
    value: str = _optional()
    """Value is this DNS resolver option's value."""


class PodExtendedResourceClaimStatus(Shape):
    """PodExtendedResourceClaimStatus is stored in the PodStatus for the extended resource requests backed by DRA."""

    request_mappings: list[ContainerExtendedResourceRequest]
    """RequestMappings identifies the mapping of <container, extended resource backed by DRA> to device request in the generated
    ResourceClaim.
    """
    resource_claim_name: str
    """ResourceClaimName is the name of the ResourceClaim that was generated for the Pod in the namespace of the Pod."""


class PodIP(Shape):
    """PodIP represents a single IP address allocated to the pod."""

    ip: str
    """IP is the IP address assigned to the pod."""


class PodOS(Shape):
    """PodOS defines the OS parameters of a pod."""

    name: str
    """Name is the name of the operating system."""


class PodReadinessGate(Shape):
    """PodReadinessGate contains the reference to a pod condition."""

    condition_type: str
    """ConditionType refers to a condition in the pod's condition list with matching type."""


class PodResourceClaim(Shape):
    """PodResourceClaim references exactly one ResourceClaim, either directly or by naming a ResourceClaimTemplate which is then turned into
    a ResourceClaim for the pod.
    """

    name: str
    """Name uniquely identifies this resource claim inside the pod."""
    resource_claim_name: str = _optional()
    """ResourceClaimName is the name of a ResourceClaim object in the same namespace as this pod."""
    resource_claim_template_name: str = _optional()
    """ResourceClaimTemplateName is the name of a ResourceClaimTemplate object in the same namespace as this pod."""


class PodResourceClaimStatus(Shape):
    """PodResourceClaimStatus is stored in the PodStatus for each PodResourceClaim which references a ResourceClaimTemplate."""

    name: str
    """Name uniquely identifies this resource claim inside the pod."""
    resource_claim_name: str = _optional()
    """ResourceClaimName is the name of the ResourceClaim that was generated for the Pod in the namespace of the Pod."""


class PodSchedulingGate(Shape):
    """PodSchedulingGate is associated to a Pod to guard its scheduling."""

    name: str
    """Name of the scheduling gate."""


class PodSchedulingGroup(Shape):
    """PodSchedulingGroup identifies the runtime scheduling group instance that a Pod belongs to."""

    pod_group_name: str = _optional()
    """PodGroupName specifies the name of the standalone PodGroup object that represents the runtime instance of this group."""


class PodSecurityContext(Shape):
    """PodSecurityContext holds pod-level security attributes and common container settings."""

    app_armor_profile: AppArmorProfile = _optional()
    """appArmorProfile is the AppArmor options to use by the containers in this pod."""
    fs_group: int = _optional()
    """A special supplemental group that applies to all containers in a pod."""
    fs_group_change_policy: str = _optional()
    """fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed inside Pod."""
    run_as_group: int = _optional()
    """The GID to run the entrypoint of the container process."""
    run_as_non_root: bool = _optional()
    """Indicates that the container must run as a non-root user."""
    run_as_user: int = _optional()
    """The UID to run the entrypoint of the container process."""
    se_linux_change_policy: str = _optional()
    """seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod."""
    se_linux_options: SELinuxOptions = _optional()
    """The SELinux context to be applied to all containers."""
    seccomp_profile: SeccompProfile = _optional()
    """The seccomp options to use by the containers in this pod."""
    supplemental_groups: list[int] = _optional()
    """A list of groups applied to the first process run in each container, in addition to the container's primary GID and fsGroup (if
    specified).
    """
    supplemental_groups_policy: str = _optional()
    """Defines how supplemental groups of the first container processes are calculated."""
    sysctls: list[Sysctl] = _optional()
    """Sysctls hold a list of namespaced sysctls used for the pod."""
    windows_options: WindowsSecurityContextOptions = _optional()
    """The Windows specific settings applied to all containers."""


class PodSpec(Shape):
    """PodSpec is a description of a pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "host_ipc": "hostIPC",
        "host_pid": "hostPID",
        "set_hostname_as_fqdn": "setHostnameAsFQDN",
    }

    active_deadline_seconds: int = _optional()
    """Optional duration in seconds the pod may be active on the node relative to StartTime before the system will actively try to mark it
    failed and kill associated containers.
    """
    affinity: Affinity = _optional()
    """If specified, the pod's scheduling constraints."""
    automount_service_account_token: bool = _optional()
    """AutomountServiceAccountToken indicates whether a service account token should be automatically mounted."""
    containers: list[Container]
    """List of containers belonging to the pod."""
    dns_config: PodDNSConfig = _optional()
    """Specifies the DNS parameters of a pod."""
    dns_policy: str = _optional()
    """Set DNS policy for the pod."""
    enable_service_links: bool = _optional()
    """EnableServiceLinks indicates whether information about services should be injected into pod's environment variables, matching the
    syntax of Docker links.
    """
    ephemeral_containers: list[EphemeralContainer] = _optional()
    """List of ephemeral containers run in this pod."""
    host_aliases: list[HostAlias] = _optional()
    """HostAliases is an optional list of hosts and IPs that will be injected into the pod's hosts file if specified."""
    host_ipc: bool = _optional()
    """Use the host's ipc namespace."""
    host_network: bool = _optional()
    """Host networking requested for this pod."""
    host_pid: bool = _optional()
    """Use the host's pid namespace."""
    host_users: bool = _optional()
    """Use the host's user namespace."""
    hostname: str = _optional()
    """Specifies the hostname of the Pod If not specified, the pod's hostname will be set to a system-defined value."""
    hostname_override: str = _optional()
    """HostnameOverride specifies an explicit override for the pod's hostname as perceived by the pod."""
    image_pull_secrets: list[LocalObjectReference] = _optional()
    """ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the images used by this
    PodSpec.
    """
    init_containers: list[Container] = _optional()
    """List of initialization containers belonging to the pod."""
    node_name: str = _optional()
    """NodeName indicates in which node this pod is scheduled."""
    node_selector: dict[str, str] = _optional()
    """NodeSelector is a selector which must be true for the pod to fit on a node."""
    os: PodOS = _optional()
    """Specifies the OS of the containers in the pod."""
    overhead: dict[str, str] = _optional()
    """Overhead represents the resource overhead associated with running a pod for a given RuntimeClass."""
    preemption_policy: str = _optional()
    """PreemptionPolicy is the Policy for preempting pods with lower priority."""
    priority: int = _optional()
    """The priority value."""
    priority_class_name: str = _optional()
    """If specified, indicates the pod's priority. "system-node-critical" and "system-cluster-critical" are two special keywords which
    indicate the highest priorities with the former being the highest priority.
    """
    readiness_gates: list[PodReadinessGate] = _optional()
    """If specified, all readiness gates will be evaluated for pod readiness."""
    resource_claims: list[PodResourceClaim] = _optional()
    """ResourceClaims defines which ResourceClaims must be allocated and reserved before the Pod is allowed to start."""
    resources: ResourceRequirements = _optional()
    """Resources is the total amount of CPU and Memory resources required by all containers in the pod."""
    restart_policy: str = _optional()
    """Restart policy for all containers within the pod."""
    runtime_class_name: str = _optional()
    """RuntimeClassName refers to a RuntimeClass object in the node.k8s.io group, which should be used to run this pod."""
    scheduler_name: str = _optional()
    """If specified, the pod will be dispatched by specified scheduler."""
    scheduling_gates: list[PodSchedulingGate] = _optional()
    """SchedulingGates is an opaque list of values that if specified will block scheduling the pod."""
    scheduling_group: PodSchedulingGroup = _optional()
    """SchedulingGroup provides a reference to the immediate scheduling runtime grouping object that this Pod belongs to."""
    security_context: PodSecurityContext = _optional()
    """SecurityContext holds pod-level security attributes and common container settings."""
    service_account: str = _optional()
    """DeprecatedServiceAccount is a deprecated alias for ServiceAccountName."""
    service_account_name: str = _optional()
    """ServiceAccountName is the name of the ServiceAccount to use to run this pod."""
    set_hostname_as_fqdn: bool = _optional()
    """If true the pod's hostname will be configured as the pod's FQDN, rather than the leaf name (the default)."""
    share_process_namespace: bool = _optional()
    """Share a single process namespace between all of the containers in a pod."""
    subdomain: str = _optional()
    """If specified, the fully qualified Pod hostname will be "<hostname>.<subdomain>.<pod namespace>.svc.<cluster domain>"."""
    termination_grace_period_seconds: int = _optional()
    """Optional duration in seconds the pod needs to terminate gracefully."""
    tolerations: list[Toleration] = _optional()
    """If specified, the pod's tolerations."""
    topology_spread_constraints: list[TopologySpreadConstraint] = _optional()
    """TopologySpreadConstraints describes how a group of pods ought to spread across topology domains."""
    volumes: list[Volume] = _optional()
    """List of volumes that can be mounted by containers belonging to the pod."""


class PodSpecFields(TypedDict, total=False):
    """Fields of PodSpec as a dict, each of which may be left out."""

    active_deadline_seconds: int
    affinity: Affinity
    automount_service_account_token: bool
    containers: list[Container]
    dns_config: PodDNSConfig
    dns_policy: str
    enable_service_links: bool
    ephemeral_containers: list[EphemeralContainer]
    host_aliases: list[HostAlias]
    host_ipc: bool
    host_network: bool
    host_pid: bool
    host_users: bool
    hostname: str
    hostname_override: str
    image_pull_secrets: list[LocalObjectReference]
    init_containers: list[Container]
    node_name: str
    node_selector: dict[str, str]
    os: PodOS
    overhead: dict[str, str]
    preemption_policy: str
    priority: int
    priority_class_name: str
    readiness_gates: list[PodReadinessGate]
    resource_claims: list[PodResourceClaim]
    resources: ResourceRequirements
    restart_policy: str
    runtime_class_name: str
    scheduler_name: str
    scheduling_gates: list[PodSchedulingGate]
    scheduling_group: PodSchedulingGroup
    security_context: PodSecurityContext
    service_account: str
    service_account_name: str
    set_hostname_as_fqdn: bool
    share_process_namespace: bool
    subdomain: str
    termination_grace_period_seconds: int
    tolerations: list[Toleration]
    topology_spread_constraints: list[TopologySpreadConstraint]
    volumes: list[Volume]


class PodStatus(Shape):
    """PodStatus represents information about the status of a pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "host_ip": "hostIP",
        "host_ips": "hostIPs",
        "pod_ip": "podIP",
        "pod_ips": "podIPs",
    }

    allocated_resources: dict[str, str] = _optional()
    """AllocatedResources is the total requests allocated for this pod by the node."""
    conditions: list[PodCondition] = _optional()
    """Current service state of pod."""
    container_statuses: list[ContainerStatus] = _optional()
    """Statuses of containers in this pod."""
    ephemeral_container_statuses: list[ContainerStatus] = _optional()
    """Statuses for any ephemeral containers that have run in this pod."""
    extended_resource_claim_status: PodExtendedResourceClaimStatus = _optional()
    """Status of extended resource claim backed by DRA."""
    host_ip: str = _optional()
    """hostIP holds the IP address of the host to which the pod is assigned."""
    host_ips: list[HostIP] = _optional()
    """hostIPs holds the IP addresses allocated to the host."""
    init_container_statuses: list[ContainerStatus] = _optional()
    """Statuses of init containers in this pod."""
    message: str = _optional()
    """A human readable message indicating details about why the pod is in this condition."""
    node_allocatable_resource_claim_statuses: list[NodeAllocatableResourceClaimStatus] = _optional()
    """NodeAllocatableResourceClaimStatuses contains the status of node-allocatable resources that were allocated for this pod through DRA
    claims.
    """
    nominated_node_name: str = _optional()
    """nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption
    victims receive their graceful termination periods.
    """
    observed_generation: int = _optional()
    """If set, this represents the .metadata.generation that the pod status was set based upon."""
    phase: str = _optional()
    """The phase of a Pod is a simple, high-level summary of where the Pod is in its lifecycle."""
    pod_ip: str = _optional()
    """podIP address allocated to the pod."""
    pod_ips: list[PodIP] = _optional()
    """podIPs holds the IP addresses allocated to the pod."""
    qos_class: str = _optional()
    """The Quality of Service (QOS) classification assigned to the pod based on resource requirements See PodQOSClass type for available QOS
    classes.
    """
    reason: str = _optional()
    """A brief CamelCase message indicating details about why the pod is in this state. e.g. 'Evicted'."""
    resize: str = _optional()
    """Status of resources resize desired for pod's containers."""
    resource_claim_statuses: list[PodResourceClaimStatus] = _optional()
    """Status of resource claims."""
    resources: ResourceRequirements = _optional()
    """Resources represents the compute resource requests and limits that have been applied at the pod level if pod-level requests or limits
    are set in PodSpec.Resources.
    """
    start_time: str = _optional()
    """RFC 3339 date and time at which the object was acknowledged by the Kubelet."""


class PodTemplate(Kind):
    """PodTemplate describes a template for creating copies of a predefined pod."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "PodTemplate"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    template: PodTemplateSpec = _optional()
    """Template defines the pods that will be created from this pod template.
    https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """


class PodTemplateSpec(Shape):
    """PodTemplateSpec describes the data a pod should have when created from a template."""

    metadata: k8s.meta_v1.ObjectMeta = _optional()
    """Standard object's metadata."""
    spec: PodSpec = _optional()
    """Specification of the desired behavior of the pod."""


class PortStatus(Shape):
    """PortStatus represents the error condition of a service port."""

    error: str = _optional()
    """Error is to record the problem with the service port The format of the error shall comply with the following rules: - built-in error
    values shall be specified in this file and those shall use CamelCase names - cloud provider specific error values must have names that
    comply with the format foo.example.com/CamelCase.
    """
    port: int
    """Port is the port number of the service port of which status is recorded here."""
    protocol: str
    """Protocol is the protocol of the service port of which status is recorded here The supported values are: "TCP", "UDP", "SCTP"."""


class PortworxVolumeSource(Shape):
    """PortworxVolumeSource represents a Portworx volume resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str = _optional()
    """fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating system."""
    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    volume_id: str
    """volumeID uniquely identifies a Portworx volume."""


class PreferredSchedulingTerm(Shape):
    """An empty preferred scheduling term matches all objects with implicit weight 0 (i.e. it's a no-op)."""

    preference: NodeSelectorTerm
    """A node selector term, associated with the corresponding weight."""
    weight: int
    """Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100."""


class Probe(Shape):
    """Probe describes a health check to be performed against a container to determine whether it is alive or ready to receive traffic."""

    exec: ExecAction = _optional()
    """Exec specifies a command to execute in the container."""
    failure_threshold: int = _optional()
    """Minimum consecutive failures for the probe to be considered failed after having succeeded."""
    grpc: GRPCAction = _optional()
    """GRPC specifies a GRPC HealthCheckRequest."""
    http_get: HTTPGetAction = _optional()
    """HTTPGet specifies an HTTP GET request to perform."""
    initial_delay_seconds: int = _optional()
    """Number of seconds after the container has started before liveness probes are initiated."""
    period_seconds: int = _optional()
    """How often (in seconds) to perform the probe."""
    success_threshold: int = _optional()
    """Minimum consecutive successes for the probe to be considered successful after having failed."""
    tcp_socket: TCPSocketAction = _optional()
    """TCPSocket specifies a connection to a TCP port."""
    termination_grace_period_seconds: int = _optional()
    """Optional duration in seconds the pod needs to terminate gracefully upon probe failure."""
    timeout_seconds: int = _optional()
    """Number of seconds after which the probe times out."""


class ProjectedVolumeSource(Shape):
    """Represents a projected volume source."""

    default_mode: int = _optional()
    """defaultMode are the mode bits used to set permissions on created files by default."""
    sources: list[VolumeProjection] = _optional()
    """sources is the list of volume projections."""


class QuobyteVolumeSource(Shape):
    """Represents a Quobyte mount that lasts the lifetime of a pod."""

    group: str = _optional()
    """group to map volume access to Default is no group."""
    read_only: bool = _optional()
    """readOnly here will force the Quobyte volume to be mounted with read-only permissions."""
    registry: str
    """registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair (multiple entries are
    separated with commas) which acts as the central registry for volumes.
    """
    tenant: str = _optional()
    """tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, value is set by the plugin.
    """
    user: str = _optional()
    """user to map volume access to Defaults to serivceaccount user."""
    volume: str
    """volume is a string that references an already created Quobyte volume by name."""


class RBDPersistentVolumeSource(Shape):
    """Represents a Rados Block Device mount that lasts the lifetime of a pod."""

    fs_type: str = _optional()
    """fsType is the filesystem type of the volume that you want to mount."""
    image: str
    """image is the rados image name."""
    keyring: str = _optional()
    """keyring is the path to key ring for RBDUser."""
    monitors: list[str]
    """monitors is a collection of Ceph monitors."""
    pool: str = _optional()
    """pool is the rados pool name."""
    read_only: bool = _optional()
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: SecretReference = _optional()
    """secretRef is name of the authentication secret for RBDUser."""
    user: str = _optional()
    """user is the rados user name."""


class RBDVolumeSource(Shape):
    """Represents a Rados Block Device mount that lasts the lifetime of a pod."""

    fs_type: str = _optional()
    """fsType is the filesystem type of the volume that you want to mount."""
    image: str
    """image is the rados image name."""
    keyring: str = _optional()
    """keyring is the path to key ring for RBDUser."""
    monitors: list[str]
    """monitors is a collection of Ceph monitors."""
    pool: str = _optional()
    """pool is the rados pool name."""
    read_only: bool = _optional()
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef is name of the authentication secret for RBDUser."""
    user: str = _optional()
    """user is the rados user name."""


class ReplicationController(Kind):
    """ReplicationController represents the configuration of a replication controller."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "ReplicationController"

    metadata: k8s.meta_v1.ObjectMeta
    """If the Labels of a ReplicationController are empty, they are defaulted to be the same as the Pod(s) that the replication controller
    manages.
    """
    spec: ReplicationControllerSpec = _optional()
    """Spec defines the specification of the desired behavior of the replication controller."""
    status: ReplicationControllerStatus = _read_only()
    """Status is the most recently observed status of the replication controller."""


class ReplicationControllerCondition(Shape):
    """ReplicationControllerCondition describes the state of a replication controller at a certain point."""

    last_transition_time: str = _optional()
    """The last time the condition transitioned from one status to another."""
    message: str = _optional()
    """A human readable message indicating details about the transition."""
    reason: str = _optional()
    """The reason for the condition's last transition."""
    status: str
    """Status of the condition, one of True, False, Unknown."""
    type: str
    """Type of replication controller condition."""


class ReplicationControllerSpec(Shape):
    """ReplicationControllerSpec is the specification of a replication controller."""

    min_ready_seconds: int = _optional()
    """Minimum number of seconds for which a newly created pod should be ready without any of its container crashing, for it to be
    considered available.
    """
    replicas: int = _optional()
    """Replicas is the number of desired replicas."""
    selector: dict[str, str] = _optional()
    """Selector is a label query over pods that should match the Replicas count."""
    template: PodTemplateSpec = _optional()
    """Template is the object that describes the pod that will be created if insufficient replicas are detected."""


class ReplicationControllerStatus(Shape):
    """ReplicationControllerStatus represents the current status of a replication controller."""

    available_replicas: int = _optional()
    """The number of available replicas (ready for at least minReadySeconds) for this replication controller."""
    conditions: list[ReplicationControllerCondition] = _optional()
    """Represents the latest available observations of a replication controller's current state."""
    fully_labeled_replicas: int = _optional()
    """The number of pods that have labels matching the labels of the pod template of the replication controller."""
    observed_generation: int = _optional()
    """ObservedGeneration reflects the generation of the most recently observed replication controller."""
    ready_replicas: int = _optional()
    """The number of ready replicas for this replication controller."""
    replicas: int
    """Replicas is the most recently observed number of replicas."""


class ResourceClaim(Shape):
    """ResourceClaim references one entry in PodSpec.ResourceClaims."""

    name: str
    """Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used."""
    request: str = _optional()
    """Request is the name chosen for a request in the referenced claim."""


class ResourceFieldSelector(Shape):
    """ResourceFieldSelector represents container resources (cpu, memory) and their output format."""

    container_name: str = _optional()
    """Container name: required for volumes, optional for env vars."""
    divisor: str = _optional()
    """Specifies the output format of the exposed resources, defaults to "1"."""
    resource: str
    """Required: resource to select."""


class ResourceHealth(Shape):
    """ResourceHealth represents the health of a resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "resource_id": "resourceID",
    }

    health: str = _optional()
    """Health of the resource. can be one of: - Healthy: operates as normal - Unhealthy: reported unhealthy."""
    message: str = _optional()
    """Message provides human-readable context for Health (e.g. "ECC error count exceeded threshold")."""
    resource_id: str
    """ResourceID is the unique identifier of the resource."""


class ResourceQuota(Kind):
    """ResourceQuota sets aggregate quota restrictions enforced per namespace."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "ResourceQuota"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: ResourceQuotaSpec = _optional()
    """Spec defines the desired quota. https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """
    status: ResourceQuotaStatus = _read_only()
    """Status defines the actual enforced quota and its current usage.
    https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """


class ResourceQuotaSpec(Shape):
    """ResourceQuotaSpec defines the desired hard limits to enforce for Quota."""

    hard: dict[str, str] = _optional()
    """hard is the set of desired hard limits for each named resource."""
    scope_selector: ScopeSelector = _optional()
    """scopeSelector is also a collection of filters like scopes that must match each object tracked by a quota but expressed using
    ScopeSelectorOperator in combination with possible values.
    """
    scopes: list[str] = _optional()
    """A collection of filters that must match each object tracked by a quota."""


class ResourceQuotaStatus(Shape):
    """ResourceQuotaStatus defines the enforced hard limits and observed use."""

    hard: dict[str, str] = _optional()
    """Hard is the set of enforced hard limits for each named resource."""
    used: dict[str, str] = _optional()
    """Used is the current observed total usage of the resource in the namespace."""


class ResourceRequirements(Shape):
    """ResourceRequirements describes the compute resource requirements."""

    claims: list[ResourceClaim] = _optional()
    """Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container."""
    limits: dict[str, str] = _optional()
    """Limits describes the maximum amount of compute resources allowed."""
    requests: dict[str, str] = _optional()
    """Requests describes the minimum amount of compute resources required."""


class ResourceStatus(Shape):
    """ResourceStatus represents the status of a single resource allocated to a Pod."""

    name: str
    """Name of the resource."""
    resources: list[ResourceHealth] = _optional()
    """List of unique resources health."""


class SELinuxOptions(Shape):
    """SELinuxOptions are the labels to be applied to the container."""

    level: str = _optional()
    """Level is SELinux level label that applies to the container."""
    role: str = _optional()
    """Role is a SELinux role label that applies to the container."""
    type: str = _optional()
    """Type is a SELinux type label that applies to the container."""
    user: str = _optional()
    """User is a SELinux user label that applies to the container."""


class ScaleIOPersistentVolumeSource(Shape):
    """ScaleIOPersistentVolumeSource represents a persistent ScaleIO volume."""

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    gateway: str
    """gateway is the host address of the ScaleIO API Gateway."""
    protection_domain: str = _optional()
    """protectionDomain is the name of the ScaleIO Protection Domain for the configured storage."""
    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_ref: SecretReference
    """secretRef references to the secret for ScaleIO user and other sensitive information."""
    ssl_enabled: bool = _optional()
    """sslEnabled is the flag to enable/disable SSL communication with Gateway, default false."""
    storage_mode: str = _optional()
    """storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned."""
    storage_pool: str = _optional()
    """storagePool is the ScaleIO Storage Pool associated with the protection domain."""
    system: str
    """system is the name of the storage system as configured in ScaleIO."""
    volume_name: str = _optional()
    """volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume source."""


class ScaleIOVolumeSource(Shape):
    """ScaleIOVolumeSource represents a persistent ScaleIO volume."""

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    gateway: str
    """gateway is the host address of the ScaleIO API Gateway."""
    protection_domain: str = _optional()
    """protectionDomain is the name of the ScaleIO Protection Domain for the configured storage."""
    read_only: bool = _optional()
    """readOnly Defaults to false (read/write)."""
    secret_ref: LocalObjectReference
    """secretRef references to the secret for ScaleIO user and other sensitive information."""
    ssl_enabled: bool = _optional()
    """sslEnabled Flag enable/disable SSL communication with Gateway, default false."""
    storage_mode: str = _optional()
    """storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned."""
    storage_pool: str = _optional()
    """storagePool is the ScaleIO Storage Pool associated with the protection domain."""
    system: str
    """system is the name of the storage system as configured in ScaleIO."""
    volume_name: str = _optional()
    """volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume source."""


class ScopeSelector(Shape):
    """A scope selector represents the AND of the selectors represented by the scoped-resource selector requirements."""

    match_expressions: list[ScopedResourceSelectorRequirement] = _optional()
    """A list of scope selector requirements by scope of the resources."""


class ScopedResourceSelectorRequirement(Shape):
    """A scoped-resource selector requirement is a selector that contains values, a scope name, and an operator that relates the scope name
    and values.
    """

    operator: str
    """Represents a scope's relationship to a set of values."""
    scope_name: str
    """The name of the scope that the selector applies to."""
    values: list[str] = _optional()
    """An array of string values."""


class SeccompProfile(Shape):
    """SeccompProfile defines a pod/container's seccomp profile settings."""

    localhost_profile: str = _optional()
    """localhostProfile indicates a profile defined in a file on the node should be used."""
    type: str
    """type indicates which kind of seccomp profile will be applied."""


class Secret(Kind):
    """Secret holds secret data of a certain type."""

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Secret"

    data: dict[str, str] = _optional()
    """Data contains the secret data."""
    immutable: bool = _optional()
    """Immutable, if set to true, ensures that data stored in the Secret cannot be updated (only object metadata can be modified)."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    string_data: dict[str, str] = _optional()
    """stringData allows specifying non-binary secret data in string form."""
    type: str = _optional()
    """Used to facilitate programmatic handling of secret data."""


class SecretEnvSource(Shape):
    """SecretEnvSource selects a Secret to populate the environment variables with."""

    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """Specify whether the Secret must be defined."""


class SecretKeySelector(Shape):
    """SecretKeySelector selects a key of a Secret."""

    key: str
    """The key of the secret to select from."""
    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """Specify whether the Secret or its key must be defined."""


class SecretProjection(Shape):
    """Adapts a secret into a projected volume."""

    items: list[KeyToPath] = _optional()
    """items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str = _optional()
    """Name of the referent."""
    optional: bool = _optional()
    """optional field specify whether the Secret or its key must be defined."""


class SecretReference(Shape):
    """SecretReference represents a Secret Reference."""

    name: str = _optional()
    """name is unique within a namespace to reference a secret resource."""
    namespace: str = _optional()
    """namespace defines the space within which the secret name must be unique."""


class SecretVolumeSource(Shape):
    """Adapts a Secret into a volume."""

    default_mode: int = _optional()
    """defaultMode is Optional: mode bits used to set permissions on created files by default."""
    items: list[KeyToPath] = _optional()
    """items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    optional: bool = _optional()
    """optional field specify whether the Secret or its keys must be defined."""
    secret_name: str = _optional()
    """secretName is the name of the secret in the pod's namespace to use."""


class SecurityContext(Shape):
    """SecurityContext holds security configuration that will be applied to a container."""

    allow_privilege_escalation: bool = _optional()
    """AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process."""
    app_armor_profile: AppArmorProfile = _optional()
    """appArmorProfile is the AppArmor options to use by this container."""
    capabilities: Capabilities = _optional()
    """The capabilities to add/drop when running containers."""
    privileged: bool = _optional()
    """Run container in privileged mode."""
    proc_mount: str = _optional()
    """procMount denotes the type of proc mount to use for the containers."""
    read_only_root_filesystem: bool = _optional()
    """Whether this container has a read-only root filesystem."""
    run_as_group: int = _optional()
    """The GID to run the entrypoint of the container process."""
    run_as_non_root: bool = _optional()
    """Indicates that the container must run as a non-root user."""
    run_as_user: int = _optional()
    """The UID to run the entrypoint of the container process."""
    se_linux_options: SELinuxOptions = _optional()
    """The SELinux context to be applied to the container."""
    seccomp_profile: SeccompProfile = _optional()
    """The seccomp options to use by this container."""
    windows_options: WindowsSecurityContextOptions = _optional()
    """The Windows specific settings applied to all containers."""


class Service(Kind):
    """Service is a named abstraction of software service (for example, mysql) consisting of local port (for example 3306) that the proxy
    listens on, and the selector that determines which pods will answer requests sent through the proxy.
    """

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "Service"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: ServiceSpec = _optional()
    """Spec defines the behavior of a service.
    https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """
    status: ServiceStatus = _read_only()
    """Most recently observed status of the service."""


class ServiceAccount(Kind):
    """ServiceAccount binds together: * a name, understood by users, and perhaps by peripheral systems, for an identity * a principal that
    can be authenticated and authorized * a set of secrets.
    """

    api_version: ClassVar[str] = "v1"
    kind: ClassVar[str] = "ServiceAccount"

    automount_service_account_token: bool = _optional()
    """AutomountServiceAccountToken indicates whether pods running as this service account should have an API token automatically mounted.
    """
    image_pull_secrets: list[LocalObjectReference] = _optional()
    """ImagePullSecrets is a list of references to secrets in the same namespace to use for pulling any images in pods that reference this
    ServiceAccount.
    """
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    secrets: list[ObjectReference] = _optional()
    """Secrets is a list of the secrets in the same namespace that pods running using this ServiceAccount are allowed to use."""


class ServiceAccountFields(TypedDict, total=False):
    """Fields of ServiceAccount as a dict, each of which may be left out."""

    automount_service_account_token: bool
    image_pull_secrets: list[LocalObjectReference]
    metadata: k8s.meta_v1.ObjectMeta
    secrets: list[ObjectReference]


class ServiceAccountTokenProjection(Shape):
    """ServiceAccountTokenProjection represents a projected service account token volume."""

    audience: str = _optional()
    """audience is the intended audience of the token."""
    expiration_seconds: int = _optional()
    """expirationSeconds is the requested duration of validity of the service account token."""
    path: str
    """path is the path relative to the mount point of the file to project the token into."""


class ServicePort(Shape):
    """ServicePort contains information on service's port."""

    app_protocol: str = _optional()
    """The application protocol for this port."""
    name: str = _optional()
    """The name of this port within the service."""
    node_port: int = _optional()
    """The port on each node on which this service is exposed when type is NodePort or LoadBalancer."""
    port: int
    """The port that will be exposed by this service."""
    protocol: str = _optional()
    """The IP protocol for this port."""
    target_port: int | str = _optional()
    """Number or name of the port to access on the pods targeted by the service."""


class ServiceSpec(Shape):
    """ServiceSpec describes the attributes that a user creates on a service."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "cluster_ip": "clusterIP",
        "cluster_ips": "clusterIPs",
        "external_ips": "externalIPs",
        "load_balancer_ip": "loadBalancerIP",
    }

    allocate_load_balancer_node_ports: bool = _optional()
    """allocateLoadBalancerNodePorts defines if NodePorts will be automatically allocated for services with type LoadBalancer."""
    cluster_ip: str = _optional()
    """clusterIP is the IP address of the service and is usually assigned randomly."""
    cluster_ips: list[str] = _optional()
    """ClusterIPs is a list of IP addresses assigned to this service, and are usually assigned randomly."""
    external_ips: list[str] = _optional()
    """externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service."""
    external_name: str = _optional()
    """externalName is the external reference that discovery mechanisms will return as an alias for this service (e.g. a DNS CNAME record).
    """
    external_traffic_policy: str = _optional()
    """externalTrafficPolicy describes how nodes distribute service traffic they receive on one of the Service's "externally-facing"
    addresses (NodePorts, ExternalIPs, and LoadBalancer IPs).
    """
    health_check_node_port: int = _optional()
    """healthCheckNodePort specifies the healthcheck nodePort for the service."""
    internal_traffic_policy: str = _optional()
    """InternalTrafficPolicy describes how nodes distribute service traffic they receive on the ClusterIP."""
    ip_families: list[str] = _optional()
    """IPFamilies is a list of IP families (e.g. IPv4, IPv6) assigned to this service."""
    ip_family_policy: str = _optional()
    """IPFamilyPolicy represents the dual-stack-ness requested or required by this Service."""
    load_balancer_class: str = _optional()
    """loadBalancerClass is the class of the load balancer implementation this Service belongs to."""
    load_balancer_ip: str = _optional()
    """Only applies to Service Type: LoadBalancer."""
    load_balancer_source_ranges: list[str] = _optional()
    """If specified and supported by the platform, this will restrict traffic through the cloud-provider load-balancer will be restricted to
    the specified client IPs.
    """
    ports: list[ServicePort] = _optional()
    """The list of ports that are exposed by this service."""
    publish_not_ready_addresses: bool = _optional()
    """publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should disregard any indications of
    ready/not-ready.
    """
    selector: dict[str, str] = _optional()
    """Route service traffic to pods with label keys and values matching this selector."""
    session_affinity: str = _optional()
    """Supports "ClientIP" and "None"."""
    session_affinity_config: SessionAffinityConfig = _optional()
    """sessionAffinityConfig contains the configurations of session affinity."""
    traffic_distribution: str = _optional()
    """TrafficDistribution offers a way to express preferences for how traffic is distributed to Service endpoints."""
    type: str = _optional()
    """type determines how the Service is exposed."""


class ServiceSpecFields(TypedDict, total=False):
    """Fields of ServiceSpec as a dict, each of which may be left out."""

    allocate_load_balancer_node_ports: bool
    cluster_ip: str
    cluster_ips: list[str]
    external_ips: list[str]
    external_name: str
    external_traffic_policy: str
    health_check_node_port: int
    internal_traffic_policy: str
    ip_families: list[str]
    ip_family_policy: str
    load_balancer_class: str
    load_balancer_ip: str
    load_balancer_source_ranges: list[str]
    ports: list[ServicePort]
    publish_not_ready_addresses: bool
    selector: dict[str, str]
    session_affinity: str
    session_affinity_config: SessionAffinityConfig
    traffic_distribution: str
    type: str


class ServiceStatus(Shape):
    """ServiceStatus represents the current status of a service."""

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """Current service state."""
    load_balancer: LoadBalancerStatus = _optional()
    """LoadBalancer contains the current status of the load-balancer, if one is present."""


class SessionAffinityConfig(Shape):
    """SessionAffinityConfig represents the configurations of session affinity."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "client_ip": "clientIP",
    }

    client_ip: ClientIPConfig = _optional()
    """clientIP contains the configurations of Client IP based session affinity."""


class SleepAction(Shape):
    """SleepAction describes a "sleep" action."""

    seconds: int
    """Seconds is the number of seconds to sleep."""


class StorageOSPersistentVolumeSource(Shape):
    """Represents a StorageOS persistent volume resource."""

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_ref: ObjectReference = _optional()
    """secretRef specifies the secret to use for obtaining the StorageOS API credentials."""
    volume_name: str = _optional()
    """volumeName is the human-readable name of the StorageOS volume."""
    volume_namespace: str = _optional()
    """volumeNamespace specifies the scope of the volume within StorageOS."""


class StorageOSVolumeSource(Shape):
    """Represents a StorageOS persistent volume resource."""

    fs_type: str = _optional()
    """fsType is the filesystem type to mount."""
    read_only: bool = _optional()
    """readOnly defaults to false (read/write)."""
    secret_ref: LocalObjectReference = _optional()
    """secretRef specifies the secret to use for obtaining the StorageOS API credentials."""
    volume_name: str = _optional()
    """volumeName is the human-readable name of the StorageOS volume."""
    volume_namespace: str = _optional()
    """volumeNamespace specifies the scope of the volume within StorageOS."""


class Sysctl(Shape):
    """Sysctl defines a kernel parameter to be set."""

    name: str
    """Name of a property to set."""
    value: str
    """Value of a property to set."""


class TCPSocketAction(Shape):
    """TCPSocketAction describes an action based on opening a socket."""

    host: str = _optional()
    """Optional: Host name to connect to, defaults to the pod IP."""
    port: int | str
    """Number or name of the port to access on the container."""


class Taint(Shape):
    """The node this Taint is attached to has the "effect" on any pod that does not tolerate the Taint."""

    effect: str
    """Required."""
    key: str
    """Required."""
    time_added: str = _optional()
    """TimeAdded represents the time at which the taint was added."""
    value: str = _optional()
    """The taint value corresponding to the taint key."""


class Toleration(Shape):
    """The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the matching operator
    <operator>.
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


class TopologySelectorLabelRequirement(Shape):
    """A topology selector requirement is a selector that matches given label."""

    key: str
    """The label key that the selector applies to."""
    values: list[str]
    """An array of string values."""


class TopologySelectorTerm(Shape):
    """A topology selector term represents the result of label queries."""

    match_label_expressions: list[TopologySelectorLabelRequirement] = _optional()
    """A list of topology selector requirements by labels."""


class TopologySpreadConstraint(Shape):
    """TopologySpreadConstraint specifies how to spread matching pods among the given topology."""

    label_selector: k8s.meta_v1.LabelSelector = _optional()
    """LabelSelector is used to find matching pods."""
    match_label_keys: list[str] = _optional()
    """MatchLabelKeys is a set of pod label keys to select the pods over which spreading will be calculated."""
    max_skew: int
    """MaxSkew describes the degree to which pods may be unevenly distributed."""
    min_domains: int = _optional()
    """MinDomains indicates a minimum number of eligible domains."""
    node_affinity_policy: str = _optional()
    """NodeAffinityPolicy indicates how we will treat Pod's nodeAffinity/nodeSelector when calculating pod topology spread skew."""
    node_taints_policy: str = _optional()
    """NodeTaintsPolicy indicates how we will treat node taints when calculating pod topology spread skew."""
    topology_key: str
    """TopologyKey is the key of node labels."""
    when_unsatisfiable: str
    """WhenUnsatisfiable indicates how to deal with a pod if it doesn't satisfy the spread constraint. - DoNotSchedule (default) tells the
    scheduler not to schedule it. - ScheduleAnyway tells the scheduler to schedule the pod in any location, but giving higher precedence to
    topologies that would help reduce the skew.
    """


class TypedLocalObjectReference(Shape):
    """TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside the same namespace."""

    api_group: str = _optional()
    """APIGroup is the group for the resource being referenced."""
    kind: str
    """Kind is the type of resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""


class TypedObjectReference(Shape):
    """TypedObjectReference contains enough information to let you locate the typed referenced object."""

    api_group: str = _optional()
    """APIGroup is the group for the resource being referenced."""
    kind: str
    """Kind is the type of resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""
    namespace: str = _optional()
    """Namespace is the namespace of resource being referenced Note that when a namespace is specified, a
    gateway.networking.k8s.io/ReferenceGrant object is required in the referent namespace to allow that namespace's owner to accept the
    reference.
    """


class Volume(Shape):
    """Volume represents a named volume in a pod that may be accessed by any container in the pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "downward_api": "downwardAPI",
        "scale_io": "scaleIO",
    }

    aws_elastic_block_store: AWSElasticBlockStoreVolumeSource = _optional()
    """awsElasticBlockStore represents an AWS Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    azure_disk: AzureDiskVolumeSource = _optional()
    """azureDisk represents an Azure Data Disk mount on the host and bind mount to the pod."""
    azure_file: AzureFileVolumeSource = _optional()
    """azureFile represents an Azure File Service mount on the host and bind mount to the pod."""
    cephfs: CephFSVolumeSource = _optional()
    """cephFS represents a Ceph FS mount on the host that shares a pod's lifetime."""
    cinder: CinderVolumeSource = _optional()
    """cinder represents a cinder volume attached and mounted on kubelets host machine."""
    config_map: ConfigMapVolumeSource = _optional()
    """configMap represents a configMap that should populate this volume."""
    csi: CSIVolumeSource = _optional()
    """csi (Container Storage Interface) represents ephemeral storage that is handled by certain external CSI drivers."""
    downward_api: DownwardAPIVolumeSource = _optional()
    """downwardAPI represents downward API about the pod that should populate this volume."""
    empty_dir: EmptyDirVolumeSource = _optional()
    """emptyDir represents a temporary directory that shares a pod's lifetime."""
    ephemeral: EphemeralVolumeSource = _optional()
    """ephemeral represents a volume that is handled by a cluster storage driver."""
    fc: FCVolumeSource = _optional()
    """fc represents a Fibre Channel resource that is attached to a kubelet's host machine and then exposed to the pod."""
    flex_volume: FlexVolumeSource = _optional()
    """flexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin."""
    flocker: FlockerVolumeSource = _optional()
    """flocker represents a Flocker volume attached to a kubelet's host machine."""
    gce_persistent_disk: GCEPersistentDiskVolumeSource = _optional()
    """gcePersistentDisk represents a GCE Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    git_repo: GitRepoVolumeSource = _optional()
    """gitRepo represents a git repository at a particular revision."""
    glusterfs: GlusterfsVolumeSource = _optional()
    """glusterfs represents a Glusterfs mount on the host that shares a pod's lifetime."""
    host_path: HostPathVolumeSource = _optional()
    """hostPath represents a pre-existing file or directory on the host machine that is directly exposed to the container."""
    image: ImageVolumeSource = _optional()
    """image represents an OCI object (a container image or artifact) pulled and mounted on the kubelet's host machine."""
    iscsi: ISCSIVolumeSource = _optional()
    """iscsi represents an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    name: str
    """name of the volume."""
    nfs: NFSVolumeSource = _optional()
    """nfs represents an NFS mount on the host that shares a pod's lifetime."""
    persistent_volume_claim: PersistentVolumeClaimVolumeSource = _optional()
    """persistentVolumeClaimVolumeSource represents a reference to a PersistentVolumeClaim in the same namespace."""
    photon_persistent_disk: PhotonPersistentDiskVolumeSource = _optional()
    """photonPersistentDisk represents a PhotonController persistent disk attached and mounted on kubelets host machine."""
    portworx_volume: PortworxVolumeSource = _optional()
    """portworxVolume represents a portworx volume attached and mounted on kubelets host machine."""
    projected: ProjectedVolumeSource = _optional()
    """projected items for all in one resources secrets, configmaps, and downward API."""
    quobyte: QuobyteVolumeSource = _optional()
    """quobyte represents a Quobyte mount on the host that shares a pod's lifetime."""
    rbd: RBDVolumeSource = _optional()
    """rbd represents a Rados Block Device mount on the host that shares a pod's lifetime."""
    scale_io: ScaleIOVolumeSource = _optional()
    """scaleIO represents a ScaleIO persistent volume attached and mounted on Kubernetes nodes."""
    secret: SecretVolumeSource = _optional()
    """secret represents a secret that should populate this volume."""
    storageos: StorageOSVolumeSource = _optional()
    """storageOS represents a StorageOS volume attached and mounted on Kubernetes nodes."""
    vsphere_volume: VsphereVirtualDiskVolumeSource = _optional()
    """vsphereVolume represents a vSphere volume attached and mounted on kubelets host machine."""


class VolumeDevice(Shape):
    """volumeDevice describes a mapping of a raw block device within a container."""

    device_path: str
    """devicePath is the path inside of the container that the device will be mapped to."""
    name: str
    """name must match the name of a persistentVolumeClaim in the pod."""


class VolumeMount(Shape):
    """VolumeMount describes a mounting of a Volume within a container."""

    mount_path: str
    """Path within the container at which the volume should be mounted."""
    mount_propagation: str = _optional()
    """mountPropagation determines how mounts are propagated from the host to container and the other way around."""
    name: str
    """This must match the Name of a Volume."""
    read_only: bool = _optional()
    """Mounted read-only if true, read-write otherwise (false or unspecified)."""
    recursive_read_only: str = _optional()
    """RecursiveReadOnly specifies whether read-only mounts should be handled recursively."""
    sub_path: str = _optional()
    """Path within the volume from which the container's volume should be mounted."""
    sub_path_expr: str = _optional()
    """Expanded path within the volume from which the container's volume should be mounted."""


class VolumeMountStatus(Shape):
    """VolumeMountStatus shows status of volume mounts."""

    mount_path: str
    """MountPath corresponds to the original VolumeMount."""
    name: str
    """Name corresponds to the name of the original VolumeMount."""
    read_only: bool = _optional()
    """ReadOnly corresponds to the original VolumeMount."""
    recursive_read_only: str = _optional()
    """RecursiveReadOnly must be set to Disabled, Enabled, or unspecified (for non-readonly mounts)."""
    volume_status: VolumeStatus = _optional()
    """volumeStatus represents volume-type-specific status about the mounted volume."""


class VolumeNodeAffinity(Shape):
    """VolumeNodeAffinity defines constraints that limit what nodes this volume can be accessed from."""

    required: NodeSelector = _optional()
    """required specifies hard node constraints that must be met."""


class VolumeProjection(Shape):
    """Projection that may be projected along with other supported volume types."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "downward_api": "downwardAPI",
    }

    cluster_trust_bundle: ClusterTrustBundleProjection = _optional()
    """ClusterTrustBundle allows a pod to access the `.spec.trustBundle` field of ClusterTrustBundle objects in an auto-updating file."""
    config_map: ConfigMapProjection = _optional()
    """configMap information about the configMap data to project."""
    downward_api: DownwardAPIProjection = _optional()
    """downwardAPI information about the downwardAPI data to project."""
    pod_certificate: PodCertificateProjection = _optional()
    """Projects an auto-rotating credential bundle (private key and certificate chain) that the pod can use either as a TLS client or
    server.
    """
    secret: SecretProjection = _optional()
    """secret information about the secret data to project."""
    service_account_token: ServiceAccountTokenProjection = _optional()
    """serviceAccountToken is information about the serviceAccountToken data to project."""


class VolumeResourceRequirements(Shape):
    """VolumeResourceRequirements describes the storage resource requirements for a volume."""

    limits: dict[str, str] = _optional()
    """Limits describes the maximum amount of compute resources allowed."""
    requests: dict[str, str] = _optional()
    """Requests describes the minimum amount of compute resources required."""


class VolumeStatus(Shape):
    """VolumeStatus represents the status of a mounted volume."""

    image: ImageVolumeStatus = _optional()
    """image represents an OCI object (a container image or artifact) pulled and mounted on the kubelet's host machine."""


class VsphereVirtualDiskVolumeSource(Shape):
    """Represents a vSphere volume resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "storage_policy_id": "storagePolicyID",
    }

    fs_type: str = _optional()
    """fsType is filesystem type to mount."""
    storage_policy_id: str = _optional()
    """storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the StoragePolicyName."""
    storage_policy_name: str = _optional()
    """storagePolicyName is the storage Policy Based Management (SPBM) profile name."""
    volume_path: str
    """volumePath is the path that identifies vSphere volume vmdk."""


class WeightedPodAffinityTerm(Shape):
    """The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most preferred node(s)."""

    pod_affinity_term: PodAffinityTerm
    """Required."""
    weight: int
    """weight associated with matching the corresponding podAffinityTerm, in the range 1-100."""


class WindowsSecurityContextOptions(Shape):
    """WindowsSecurityContextOptions contain Windows-specific options and credentials."""

    gmsa_credential_spec: str = _optional()
    """GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) inlines the contents of the
    GMSA credential spec named by the GMSACredentialSpecName field.
    """
    gmsa_credential_spec_name: str = _optional()
    """GMSACredentialSpecName is the name of the GMSA credential spec to use."""
    host_process: bool = _optional()
    """HostProcess determines if a container should be run as a 'Host Process' container."""
    run_as_user_name: str = _optional()
    """The UserName in Windows to run the entrypoint of the container process."""
