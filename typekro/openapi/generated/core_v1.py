"""Reference views of core/v1, written by tools/generate_openapi.py: no hand edits."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi.generated import meta_v1
from typekro.schema.view import View


class AWSElasticBlockStoreVolumeSource(View):
    """Represents a Persistent Disk resource in AWS."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str
    """fsType is the filesystem type of the volume that you want to mount."""
    partition: int
    """partition is the partition in the volume that you want to mount."""
    read_only: bool
    """readOnly value true will force the readOnly setting in VolumeMounts."""
    volume_id: str
    """volumeID is unique ID of the persistent disk resource in AWS (Amazon EBS volume)."""


class Affinity(View):
    """Affinity is a group of affinity scheduling rules."""

    node_affinity: NodeAffinity
    """Describes node affinity scheduling rules for the pod."""
    pod_affinity: PodAffinity
    """Describes pod affinity scheduling rules (e.g. co-locate this pod in the same node, zone, etc. as some other pod(s))."""
    pod_anti_affinity: PodAntiAffinity
    """Describes pod anti-affinity scheduling rules (e.g. avoid putting this pod in the same node, zone, etc. as some other pod(s))."""


class AppArmorProfile(View):
    """AppArmorProfile defines a pod or container's AppArmor settings."""

    localhost_profile: str
    """localhostProfile indicates a profile loaded on the node that should be used."""
    type: str
    """type indicates which kind of AppArmor profile will be applied."""


class AzureDiskVolumeSource(View):
    """AzureDisk represents an Azure Data Disk mount on the host and bind mount to the pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "disk_uri": "diskURI",
    }

    caching_mode: str
    """cachingMode is the Host Caching mode: None, Read Only, Read Write."""
    disk_name: str
    """diskName is the Name of the data disk in the blob storage."""
    disk_uri: str
    """diskURI is the URI of data disk in the blob storage."""
    fs_type: str
    """fsType is Filesystem type to mount."""
    kind: str
    """kind expected values are Shared: multiple blob disks per storage account Dedicated: single blob disk per storage account Managed:
    azure managed data disk (only in managed availability set). defaults to shared.
    """
    read_only: bool
    """readOnly Defaults to false (read/write)."""


class AzureFileVolumeSource(View):
    """AzureFile represents an Azure File Service mount on the host and bind mount to the pod."""

    read_only: bool
    """readOnly defaults to false (read/write)."""
    secret_name: str
    """secretName is the name of secret that contains Azure Storage Account Name and Key."""
    share_name: str
    """shareName is the azure share Name."""


class CSIVolumeSource(View):
    """Represents a source location of a volume to mount, managed by an external CSI driver."""

    driver: str
    """driver is the name of the CSI driver that handles this volume."""
    fs_type: str
    """fsType to mount."""
    node_publish_secret_ref: LocalObjectReference
    """nodePublishSecretRef is a reference to the secret object containing sensitive information to pass to the CSI driver to complete the
    CSI NodePublishVolume and NodeUnpublishVolume calls.
    """
    read_only: bool
    """readOnly specifies a read-only configuration for the volume."""
    volume_attributes: dict[str, str]
    """volumeAttributes stores driver-specific properties that are passed to the CSI driver."""


class Capabilities(View):
    """Adds and removes POSIX capabilities from running containers."""

    add: list[str]
    """Added capabilities."""
    drop: list[str]
    """Removed capabilities."""


class CephFSVolumeSource(View):
    """Represents a Ceph Filesystem mount that lasts the lifetime of a pod Cephfs volumes do not support ownership management or SELinux
    relabeling.
    """

    monitors: list[str]
    """monitors is Required: Monitors is a collection of Ceph monitors."""
    path: str
    """path is Optional: Used as the mounted root, rather than the full Ceph tree, default is /."""
    read_only: bool
    """readOnly is Optional: Defaults to false (read/write)."""
    secret_file: str
    """secretFile is Optional: SecretFile is the path to key ring for User, default is /etc/ceph/user.secret."""
    secret_ref: LocalObjectReference
    """secretRef is Optional: SecretRef is reference to the authentication secret for User, default is empty."""
    user: str
    """user is optional: User is the rados user name, default is admin."""


class CinderVolumeSource(View):
    """Represents a cinder volume resource in Openstack."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str
    """fsType is the filesystem type to mount."""
    read_only: bool
    """readOnly defaults to false (read/write)."""
    secret_ref: LocalObjectReference
    """secretRef is optional: points to a secret object containing parameters used to connect to OpenStack."""
    volume_id: str
    """volumeID used to identify the volume in cinder."""


class ClientIPConfig(View):
    """ClientIPConfig represents the configurations of Client IP based session affinity."""

    timeout_seconds: int
    """timeoutSeconds specifies the seconds of ClientIP type session sticky time."""


class ClusterTrustBundleProjection(View):
    """ClusterTrustBundleProjection describes how to select a set of ClusterTrustBundle objects and project their contents into the pod
    filesystem.
    """

    label_selector: meta_v1.LabelSelector
    """Select all ClusterTrustBundles that match this label selector."""
    name: str
    """Select a single ClusterTrustBundle by object name."""
    optional: bool
    """If true, don't block pod startup if the referenced ClusterTrustBundle(s) aren't available."""
    path: str
    """Relative path from the volume root to write the bundle."""
    signer_name: str
    """Select all ClusterTrustBundles that match this signer name."""


class ConfigMapEnvSource(View):
    """ConfigMapEnvSource selects a ConfigMap to populate the environment variables with."""

    name: str
    """Name of the referent."""
    optional: bool
    """Specify whether the ConfigMap must be defined."""


class ConfigMapKeySelector(View):
    """Selects a key from a ConfigMap."""

    key: str
    """The key to select."""
    name: str
    """Name of the referent."""
    optional: bool
    """Specify whether the ConfigMap or its key must be defined."""


class ConfigMapProjection(View):
    """Adapts a ConfigMap into a projected volume."""

    items: list[KeyToPath]
    """items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str
    """Name of the referent."""
    optional: bool
    """optional specify whether the ConfigMap or its keys must be defined."""


class ConfigMapVolumeSource(View):
    """Adapts a ConfigMap into a volume."""

    default_mode: int
    """defaultMode is optional: mode bits used to set permissions on created files by default."""
    items: list[KeyToPath]
    """items if unspecified, each key-value pair in the Data field of the referenced ConfigMap will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str
    """Name of the referent."""
    optional: bool
    """optional specify whether the ConfigMap or its keys must be defined."""


class Container(View):
    """A single application container that you want to run within a pod."""

    args: list[str]
    """Arguments to the entrypoint."""
    command: list[str]
    """Entrypoint array."""
    env: list[EnvVar]
    """List of environment variables to set in the container."""
    env_from: list[EnvFromSource]
    """List of sources to populate environment variables in the container."""
    image: str
    """Container image name."""
    image_pull_policy: str
    """Image pull policy."""
    lifecycle: Lifecycle
    """Actions that the management system should take in response to container lifecycle events."""
    liveness_probe: Probe
    """Periodic probe of container liveness."""
    name: str
    """Name of the container specified as a DNS_LABEL."""
    ports: list[ContainerPort]
    """List of ports to expose from the container."""
    readiness_probe: Probe
    """Periodic probe of container service readiness."""
    resize_policy: list[ContainerResizePolicy]
    """Resources resize policy for the container."""
    resources: ResourceRequirements
    """Compute Resources required by this container."""
    restart_policy: str
    """RestartPolicy defines the restart behavior of individual containers in a pod."""
    restart_policy_rules: list[ContainerRestartRule]
    """Represents a list of rules to be checked to determine if the container should be restarted on exit."""
    security_context: SecurityContext
    """SecurityContext defines the security options the container should be run with."""
    startup_probe: Probe
    """StartupProbe indicates that the Pod has successfully initialized."""
    stdin: bool
    """Whether this container should allocate a buffer for stdin in the container runtime."""
    stdin_once: bool
    """Whether the container runtime should close the stdin channel after it has been opened by a single attach."""
    termination_message_path: str
    """Optional: Path at which the file to which the container's termination message will be written is mounted into the container's
    filesystem.
    """
    termination_message_policy: str
    """Indicate how the termination message should be populated."""
    tty: bool
    """Whether this container should allocate a TTY for itself, also requires 'stdin' to be true."""
    volume_devices: list[VolumeDevice]
    """volumeDevices is the list of block devices to be used by the container."""
    volume_mounts: list[VolumeMount]
    """Pod volumes to mount into the container's filesystem."""
    working_dir: str
    """Container's working directory."""


class ContainerPort(View):
    """ContainerPort represents a network port in a single container."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "host_ip": "hostIP",
    }

    container_port: int
    """Number of port to expose on the pod's IP address."""
    host_ip: str
    """What host IP to bind the external port to."""
    host_port: int
    """Number of port to expose on the host."""
    name: str
    """If specified, this must be an IANA_SVC_NAME and unique within the pod."""
    protocol: str
    """Protocol for port."""


class ContainerResizePolicy(View):
    """ContainerResizePolicy represents resource resize policy for the container."""

    resource_name: str
    """Name of the resource to which this resource resize policy applies."""
    restart_policy: str
    """Restart policy to apply when specified resource is resized."""


class ContainerRestartRule(View):
    """ContainerRestartRule describes how a container exit is handled."""

    action: str
    """Specifies the action taken on a container exit if the requirements are satisfied."""
    exit_codes: ContainerRestartRuleOnExitCodes
    """Represents the exit codes to check on container exits."""


class ContainerRestartRuleOnExitCodes(View):
    """ContainerRestartRuleOnExitCodes describes the condition for handling an exited container based on its exit codes."""

    operator: str
    """Represents the relationship between the container exit code(s) and the specified values."""
    values: list[int]
    """Specifies the set of values to check for container exit codes."""


class DownwardAPIProjection(View):
    """Represents downward API info for projecting into a projected volume."""

    items: list[DownwardAPIVolumeFile]
    """Items is a list of DownwardAPIVolume file."""


class DownwardAPIVolumeFile(View):
    """DownwardAPIVolumeFile represents information to create the file containing the pod field."""

    field_ref: ObjectFieldSelector
    """Required: Selects a field of the pod: only annotations, labels, name, namespace and uid are supported."""
    mode: int
    """Optional: mode bits used to set permissions on this file, must be an octal value between 0000 and 0777 or a decimal value between 0
    and 511.
    """
    path: str
    """Required: Path is the relative path name of the file to be created."""
    resource_field_ref: ResourceFieldSelector
    """Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory, requests.cpu and requests.memory)
    are currently supported.
    """


class DownwardAPIVolumeSource(View):
    """DownwardAPIVolumeSource represents a volume containing downward API info."""

    default_mode: int
    """Optional: mode bits to use on created files by default."""
    items: list[DownwardAPIVolumeFile]
    """Items is a list of downward API volume file."""


class EmptyDirVolumeSource(View):
    """Represents an empty directory for a pod."""

    medium: str
    """medium represents what type of storage medium should back this directory."""
    size_limit: str
    """sizeLimit is the total amount of local storage required for this EmptyDir volume."""


class EnvFromSource(View):
    """EnvFromSource represents the source of a set of ConfigMaps or Secrets."""

    config_map_ref: ConfigMapEnvSource
    """The ConfigMap to select from."""
    prefix: str
    """Optional text to prepend to the name of each environment variable."""
    secret_ref: SecretEnvSource
    """The Secret to select from."""


class EnvVar(View):
    """EnvVar represents an environment variable present in a Container."""

    name: str
    """Name of the environment variable."""
    value: str
    """Variable references $(VAR_NAME) are expanded using the previously defined environment variables in the container and any service
    environment variables.
    """
    value_from: EnvVarSource
    """Source for the environment variable's value."""


class EnvVarSource(View):
    """EnvVarSource represents a source for the value of an EnvVar."""

    config_map_key_ref: ConfigMapKeySelector
    """Selects a key of a ConfigMap."""
    field_ref: ObjectFieldSelector
    """Selects a field of the pod: supports metadata.name, metadata.namespace, `metadata.labels['<KEY>']`, `metadata.annotations['<KEY>']`,
    spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, status.podIPs.
    """
    file_key_ref: FileKeySelector
    """FileKeyRef selects a key of the env file."""
    resource_field_ref: ResourceFieldSelector
    """Selects a resource of the container: only resources limits and requests (limits.cpu, limits.memory, limits.ephemeral-storage,
    requests.cpu, requests.memory and requests.ephemeral-storage) are currently supported.
    """
    secret_key_ref: SecretKeySelector
    """Selects a key of a secret in the pod's namespace."""


class EphemeralContainer(View):
    """An EphemeralContainer is a temporary container that you may add to an existing Pod for user-initiated activities such as debugging.
    """

    args: list[str]
    """Arguments to the entrypoint."""
    command: list[str]
    """Entrypoint array."""
    env: list[EnvVar]
    """List of environment variables to set in the container."""
    env_from: list[EnvFromSource]
    """List of sources to populate environment variables in the container."""
    image: str
    """Container image name."""
    image_pull_policy: str
    """Image pull policy."""
    lifecycle: Lifecycle
    """Lifecycle is not allowed for ephemeral containers."""
    liveness_probe: Probe
    """Probes are not allowed for ephemeral containers."""
    name: str
    """Name of the ephemeral container specified as a DNS_LABEL."""
    ports: list[ContainerPort]
    """Ports are not allowed for ephemeral containers."""
    readiness_probe: Probe
    """Probes are not allowed for ephemeral containers."""
    resize_policy: list[ContainerResizePolicy]
    """Resources resize policy for the container."""
    resources: ResourceRequirements
    """Resources are not allowed for ephemeral containers."""
    restart_policy: str
    """Restart policy for the container to manage the restart behavior of each container within a pod."""
    restart_policy_rules: list[ContainerRestartRule]
    """Represents a list of rules to be checked to determine if the container should be restarted on exit."""
    security_context: SecurityContext
    """Optional: SecurityContext defines the security options the ephemeral container should be run with."""
    startup_probe: Probe
    """Probes are not allowed for ephemeral containers."""
    stdin: bool
    """Whether this container should allocate a buffer for stdin in the container runtime."""
    stdin_once: bool
    """Whether the container runtime should close the stdin channel after it has been opened by a single attach."""
    target_container_name: str
    """If set, the name of the container from PodSpec that this ephemeral container targets."""
    termination_message_path: str
    """Optional: Path at which the file to which the container's termination message will be written is mounted into the container's
    filesystem.
    """
    termination_message_policy: str
    """Indicate how the termination message should be populated."""
    tty: bool
    """Whether this container should allocate a TTY for itself, also requires 'stdin' to be true."""
    volume_devices: list[VolumeDevice]
    """volumeDevices is the list of block devices to be used by the container."""
    volume_mounts: list[VolumeMount]
    """Pod volumes to mount into the container's filesystem."""
    working_dir: str
    """Container's working directory."""


class EphemeralVolumeSource(View):
    """Represents an ephemeral volume that is handled by a normal storage driver."""

    volume_claim_template: PersistentVolumeClaimTemplate
    """Will be used to create a stand-alone PVC to provision the volume."""


class ExecAction(View):
    """ExecAction describes a "run in container" action."""

    command: list[str]
    """Command is the command line to execute inside the container, the working directory for the command is root ('/') in the container's
    filesystem.
    """


class FCVolumeSource(View):
    """Represents a Fibre Channel volume."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "target_wwns": "targetWWNs",
    }

    fs_type: str
    """fsType is the filesystem type to mount."""
    lun: int
    """lun is Optional: FC target lun number."""
    read_only: bool
    """readOnly is Optional: Defaults to false (read/write)."""
    target_wwns: list[str]
    """targetWWNs is Optional: FC target worldwide names (WWNs)."""
    wwids: list[str]
    """wwids Optional: FC volume world wide identifiers (wwids) Either wwids or combination of targetWWNs and lun must be set, but not both
    simultaneously.
    """


class FileKeySelector(View):
    """FileKeySelector selects a key of the env file."""

    key: str
    """The key within the env file."""
    optional: bool
    """Specify whether the file or its key must be defined."""
    path: str
    """The path within the volume from which to select the file."""
    volume_name: str
    """The name of the volume mount containing the env file."""


class FlexVolumeSource(View):
    """FlexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin."""

    driver: str
    """driver is the name of the driver to use for this volume."""
    fs_type: str
    """fsType is the filesystem type to mount."""
    options: dict[str, str]
    """options is Optional: this field holds extra command options if any."""
    read_only: bool
    """readOnly is Optional: defaults to false (read/write)."""
    secret_ref: LocalObjectReference
    """secretRef is Optional: secretRef is reference to the secret object containing sensitive information to pass to the plugin scripts."""


class FlockerVolumeSource(View):
    """Represents a Flocker volume mounted by the Flocker agent."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "dataset_uuid": "datasetUUID",
    }

    dataset_name: str
    """datasetName is Name of the dataset stored as metadata -> name on the dataset for Flocker should be considered as deprecated."""
    dataset_uuid: str
    """datasetUUID is the UUID of the dataset."""


class GCEPersistentDiskVolumeSource(View):
    """Represents a Persistent Disk resource in Google Compute Engine."""

    fs_type: str
    """fsType is filesystem type of the volume that you want to mount."""
    partition: int
    """partition is the partition in the volume that you want to mount."""
    pd_name: str
    """pdName is unique name of the PD resource in GCE."""
    read_only: bool
    """readOnly here will force the ReadOnly setting in VolumeMounts."""


class GRPCAction(View):
    """GRPCAction specifies an action involving a GRPC service."""

    port: int
    """Port number of the gRPC service."""
    service: str
    """Service is the name of the service to place in the gRPC HealthCheckRequest (see
    https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
    """


class GitRepoVolumeSource(View):
    """Represents a volume that is populated with the contents of a git repository."""

    directory: str
    """directory is the target directory name."""
    repository: str
    """repository is the URL."""
    revision: str
    """revision is the commit hash for the specified revision."""


class GlusterfsVolumeSource(View):
    """Represents a Glusterfs mount that lasts the lifetime of a pod."""

    endpoints: str
    """endpoints is the endpoint name that details Glusterfs topology."""
    path: str
    """path is the Glusterfs volume path."""
    read_only: bool
    """readOnly here will force the Glusterfs volume to be mounted with read-only permissions."""


class HTTPGetAction(View):
    """HTTPGetAction describes an action based on HTTP Get requests."""

    host: str
    """Host name to connect to, defaults to the pod IP."""
    http_headers: list[HTTPHeader]
    """Custom headers to set in the request."""
    path: str
    """Path to access on the HTTP server."""
    port: int | str
    """Name or number of the port to access on the container."""
    scheme: str
    """Scheme to use for connecting to the host."""


class HTTPHeader(View):
    """HTTPHeader describes a custom header to be used in HTTP probes."""

    name: str
    """The header field name."""
    value: str
    """The header field value."""


class HostAlias(View):
    """HostAlias holds the mapping between IP and hostnames that will be injected as an entry in the pod's hosts file."""

    hostnames: list[str]
    """Hostnames for the above IP address."""
    ip: str
    """IP address of the host file entry."""


class HostPathVolumeSource(View):
    """Represents a host path mapped into a pod."""

    path: str
    """path of the directory on the host."""
    type: str
    """type for HostPath Volume Defaults to ""."""


class ISCSIVolumeSource(View):
    """Represents an ISCSI disk."""

    chap_auth_discovery: bool
    """chapAuthDiscovery defines whether support iSCSI Discovery CHAP authentication."""
    chap_auth_session: bool
    """chapAuthSession defines whether support iSCSI Session CHAP authentication."""
    fs_type: str
    """fsType is the filesystem type of the volume that you want to mount."""
    initiator_name: str
    """initiatorName is the custom iSCSI Initiator Name."""
    iqn: str
    """iqn is the target iSCSI Qualified Name."""
    iscsi_interface: str
    """iscsiInterface is the interface Name that uses an iSCSI transport."""
    lun: int
    """lun represents iSCSI Target Lun number."""
    portals: list[str]
    """portals is the iSCSI Target Portal List."""
    read_only: bool
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: LocalObjectReference
    """secretRef is the CHAP Secret for iSCSI target and initiator authentication."""
    target_portal: str
    """targetPortal is iSCSI Target Portal."""


class ImageVolumeSource(View):
    """ImageVolumeSource represents a image volume resource."""

    pull_policy: str
    """Policy for pulling OCI objects."""
    reference: str
    """Required: Image or artifact reference to be used."""


class KeyToPath(View):
    """Maps a string key to a path within a volume."""

    key: str
    """key is the key to project."""
    mode: int
    """mode is Optional: mode bits used to set permissions on this file."""
    path: str
    """path is the relative path of the file to map the key to."""


class Lifecycle(View):
    """Lifecycle describes actions that the management system should take in response to container lifecycle events."""

    post_start: LifecycleHandler
    """PostStart is called immediately after a container is created."""
    pre_stop: LifecycleHandler
    """PreStop is called immediately before a container is terminated due to an API request or management event such as liveness/startup
    probe failure, preemption, resource contention, etc. The handler is not called if the container crashes or exits.
    """
    stop_signal: str
    """StopSignal defines which signal will be sent to a container when it is being stopped."""


class LifecycleHandler(View):
    """LifecycleHandler defines a specific action that should be taken in a lifecycle hook."""

    exec: ExecAction
    """Exec specifies a command to execute in the container."""
    http_get: HTTPGetAction
    """HTTPGet specifies an HTTP GET request to perform."""
    sleep: SleepAction
    """Sleep represents a duration that the container should sleep."""
    tcp_socket: TCPSocketAction
    """Deprecated."""


class LoadBalancerIngress(View):
    """LoadBalancerIngress represents the status of a load-balancer ingress point: traffic intended for the service should be sent to an
    ingress point.
    """

    hostname: str
    """Hostname is set for load-balancer ingress points that are DNS based (typically AWS load-balancers)."""
    ip: str
    """IP is set for load-balancer ingress points that are IP based (typically GCE or OpenStack load-balancers)."""
    ip_mode: str
    """IPMode specifies how the load-balancer IP behaves, and may only be specified when the ip field is specified."""
    ports: list[PortStatus]
    """Ports is a list of records of service ports If used, every port defined in the service should have an entry in it."""


class LoadBalancerStatus(View):
    """LoadBalancerStatus represents the status of a load-balancer."""

    ingress: list[LoadBalancerIngress]
    """Ingress is a list containing ingress points for the load-balancer."""


class LocalObjectReference(View):
    """LocalObjectReference contains enough information to let you locate the referenced object inside the same namespace."""

    name: str
    """Name of the referent."""


class NFSVolumeSource(View):
    """Represents an NFS mount that lasts the lifetime of a pod."""

    path: str
    """path that is exported by the NFS server."""
    read_only: bool
    """readOnly here will force the NFS export to be mounted with read-only permissions."""
    server: str
    """server is the hostname or IP address of the NFS server."""


class NodeAffinity(View):
    """Node affinity is a group of node affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[PreferredSchedulingTerm]
    """The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose
    a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: NodeSelector
    """If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node."""


class NodeSelector(View):
    """A node selector represents the union of the results of one or more label queries over a set of nodes; that is, it represents the OR
    of the selectors represented by the node selector terms.
    """

    node_selector_terms: list[NodeSelectorTerm]
    """Required."""


class NodeSelectorRequirement(View):
    """A node selector requirement is a selector that contains values, a key, and an operator that relates the key and values."""

    key: str
    """The label key that the selector applies to."""
    operator: str
    """Represents a key's relationship to a set of values."""
    values: list[str]
    """An array of string values."""


class NodeSelectorTerm(View):
    """A null or empty node selector term matches no objects."""

    match_expressions: list[NodeSelectorRequirement]
    """A list of node selector requirements by node's labels."""
    match_fields: list[NodeSelectorRequirement]
    """A list of node selector requirements by node's fields."""


class ObjectFieldSelector(View):
    """ObjectFieldSelector selects an APIVersioned field of an object."""

    api_version: str
    """Version of the schema the FieldPath is written in terms of, defaults to "v1"."""
    field_path: str
    """Path of the field to select in the specified API version."""


class PersistentVolumeClaimSpec(View):
    """PersistentVolumeClaimSpec describes the common attributes of storage devices and allows a Source for provider-specific attributes."""

    access_modes: list[str]
    """accessModes contains the desired access modes the volume should have."""
    data_source: TypedLocalObjectReference
    """dataSource field can be used to specify either: * An existing VolumeSnapshot object (snapshot.storage.k8s.io/VolumeSnapshot) * An
    existing PVC (PersistentVolumeClaim) If the provisioner or an external controller can support the specified data source, it will create
    a new volume based on the contents of the specified data source.
    """
    data_source_ref: TypedObjectReference
    """dataSourceRef specifies the object from which to populate the volume with data, if a non-empty volume is desired."""
    resources: VolumeResourceRequirements
    """resources represents the minimum resources the volume should have."""
    selector: meta_v1.LabelSelector
    """selector is a label query over volumes to consider for binding."""
    storage_class_name: str
    """storageClassName is the name of the StorageClass required by the claim."""
    volume_attributes_class_name: str
    """volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim."""
    volume_mode: str
    """volumeMode defines what type of volume is required by the claim."""
    volume_name: str
    """volumeName is the binding reference to the PersistentVolume backing this claim."""


class PersistentVolumeClaimTemplate(View):
    """PersistentVolumeClaimTemplate is used to produce PersistentVolumeClaim objects as part of an EphemeralVolumeSource."""

    metadata: meta_v1.ObjectMeta
    """May contain labels and annotations that will be copied into the PVC when creating it."""
    spec: PersistentVolumeClaimSpec
    """The specification for the PersistentVolumeClaim."""


class PersistentVolumeClaimVolumeSource(View):
    """PersistentVolumeClaimVolumeSource references the user's PVC in the same namespace."""

    claim_name: str
    """claimName is the name of a PersistentVolumeClaim in the same namespace as the pod using this volume."""
    read_only: bool
    """readOnly Will force the ReadOnly setting in VolumeMounts."""


class PhotonPersistentDiskVolumeSource(View):
    """Represents a Photon Controller persistent disk resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "pd_id": "pdID",
    }

    fs_type: str
    """fsType is the filesystem type to mount."""
    pd_id: str
    """pdID is the ID that identifies Photon Controller persistent disk."""


class PodAffinity(View):
    """Pod affinity is a group of inter pod affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm]
    """The scheduler will prefer to schedule pods to nodes that satisfy the affinity expressions specified by this field, but it may choose
    a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm]
    """If the affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the node."""


class PodAffinityTerm(View):
    """Defines a set of pods (namely those matching the labelSelector relative to the given namespace(s)) that this pod should be co-located
    (affinity) or not co-located (anti-affinity) with, where co-located is defined as running on a node whose value of the label with key
    <topologyKey> matches that of any node on which a pod of the set of pods is running.
    """

    label_selector: meta_v1.LabelSelector
    """A label query over a set of resources, in this case pods."""
    match_label_keys: list[str]
    """MatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration."""
    mismatch_label_keys: list[str]
    """MismatchLabelKeys is a set of pod label keys to select which pods will be taken into consideration."""
    namespace_selector: meta_v1.LabelSelector
    """A label query over the set of namespaces that the term applies to."""
    namespaces: list[str]
    """namespaces specifies a static list of namespace names that the term applies to."""
    topology_key: str
    """This pod should be co-located (affinity) or not co-located (anti-affinity) with the pods matching the labelSelector in the specified
    namespaces, where co-located is defined as running on a node whose value of the label with key topologyKey matches that of any node on
    which any of the selected pods is running.
    """


class PodAntiAffinity(View):
    """Pod anti affinity is a group of inter pod anti affinity scheduling rules."""

    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm]
    """The scheduler will prefer to schedule pods to nodes that satisfy the anti-affinity expressions specified by this field, but it may
    choose a node that violates one or more of the expressions.
    """
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm]
    """If the anti-affinity requirements specified by this field are not met at scheduling time, the pod will not be scheduled onto the
    node.
    """


class PodCertificateProjection(View):
    """PodCertificateProjection provides a private key and X.509 certificate in the pod filesystem."""

    certificate_chain_path: str
    """Write the certificate chain at this path in the projected volume."""
    credential_bundle_path: str
    """Write the credential bundle at this path in the projected volume."""
    key_path: str
    """Write the key at this path in the projected volume."""
    key_type: str
    """The type of keypair Kubelet will generate for the pod."""
    max_expiration_seconds: int
    """maxExpirationSeconds is the maximum lifetime permitted for the certificate."""
    signer_name: str
    """Kubelet's generated CSRs will be addressed to this signer."""
    user_annotations: dict[str, str]
    """userAnnotations allow pod authors to pass additional information to the signer implementation."""


class PodDNSConfig(View):
    """PodDNSConfig defines the DNS parameters of a pod in addition to those generated from DNSPolicy."""

    nameservers: list[str]
    """A list of DNS name server IP addresses."""
    options: list[PodDNSConfigOption]
    """A list of DNS resolver options."""
    searches: list[str]
    """A list of DNS search domains for host-name lookup."""


class PodDNSConfigOption(View):
    """PodDNSConfigOption defines DNS resolver options of a pod."""

    name: str
    """Name is this DNS resolver option's name."""
    value: str
    """Value is this DNS resolver option's value."""


class PodOS(View):
    """PodOS defines the OS parameters of a pod."""

    name: str
    """Name is the name of the operating system."""


class PodReadinessGate(View):
    """PodReadinessGate contains the reference to a pod condition."""

    condition_type: str
    """ConditionType refers to a condition in the pod's condition list with matching type."""


class PodResourceClaim(View):
    """PodResourceClaim references exactly one ResourceClaim, either directly or by naming a ResourceClaimTemplate which is then turned into
    a ResourceClaim for the pod.
    """

    name: str
    """Name uniquely identifies this resource claim inside the pod."""
    resource_claim_name: str
    """ResourceClaimName is the name of a ResourceClaim object in the same namespace as this pod."""
    resource_claim_template_name: str
    """ResourceClaimTemplateName is the name of a ResourceClaimTemplate object in the same namespace as this pod."""


class PodSchedulingGate(View):
    """PodSchedulingGate is associated to a Pod to guard its scheduling."""

    name: str
    """Name of the scheduling gate."""


class PodSchedulingGroup(View):
    """PodSchedulingGroup identifies the runtime scheduling group instance that a Pod belongs to."""

    pod_group_name: str
    """PodGroupName specifies the name of the standalone PodGroup object that represents the runtime instance of this group."""


class PodSecurityContext(View):
    """PodSecurityContext holds pod-level security attributes and common container settings."""

    app_armor_profile: AppArmorProfile
    """appArmorProfile is the AppArmor options to use by the containers in this pod."""
    fs_group: int
    """A special supplemental group that applies to all containers in a pod."""
    fs_group_change_policy: str
    """fsGroupChangePolicy defines behavior of changing ownership and permission of the volume before being exposed inside Pod."""
    run_as_group: int
    """The GID to run the entrypoint of the container process."""
    run_as_non_root: bool
    """Indicates that the container must run as a non-root user."""
    run_as_user: int
    """The UID to run the entrypoint of the container process."""
    se_linux_change_policy: str
    """seLinuxChangePolicy defines how the container's SELinux label is applied to all volumes used by the Pod."""
    se_linux_options: SELinuxOptions
    """The SELinux context to be applied to all containers."""
    seccomp_profile: SeccompProfile
    """The seccomp options to use by the containers in this pod."""
    supplemental_groups: list[int]
    """A list of groups applied to the first process run in each container, in addition to the container's primary GID and fsGroup (if
    specified).
    """
    supplemental_groups_policy: str
    """Defines how supplemental groups of the first container processes are calculated."""
    sysctls: list[Sysctl]
    """Sysctls hold a list of namespaced sysctls used for the pod."""
    windows_options: WindowsSecurityContextOptions
    """The Windows specific settings applied to all containers."""


class PodSpec(View):
    """PodSpec is a description of a pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "host_ipc": "hostIPC",
        "host_pid": "hostPID",
        "set_hostname_as_fqdn": "setHostnameAsFQDN",
    }

    active_deadline_seconds: int
    """Optional duration in seconds the pod may be active on the node relative to StartTime before the system will actively try to mark it
    failed and kill associated containers.
    """
    affinity: Affinity
    """If specified, the pod's scheduling constraints."""
    automount_service_account_token: bool
    """AutomountServiceAccountToken indicates whether a service account token should be automatically mounted."""
    containers: list[Container]
    """List of containers belonging to the pod."""
    dns_config: PodDNSConfig
    """Specifies the DNS parameters of a pod."""
    dns_policy: str
    """Set DNS policy for the pod."""
    enable_service_links: bool
    """EnableServiceLinks indicates whether information about services should be injected into pod's environment variables, matching the
    syntax of Docker links.
    """
    ephemeral_containers: list[EphemeralContainer]
    """List of ephemeral containers run in this pod."""
    host_aliases: list[HostAlias]
    """HostAliases is an optional list of hosts and IPs that will be injected into the pod's hosts file if specified."""
    host_ipc: bool
    """Use the host's ipc namespace."""
    host_network: bool
    """Host networking requested for this pod."""
    host_pid: bool
    """Use the host's pid namespace."""
    host_users: bool
    """Use the host's user namespace."""
    hostname: str
    """Specifies the hostname of the Pod If not specified, the pod's hostname will be set to a system-defined value."""
    hostname_override: str
    """HostnameOverride specifies an explicit override for the pod's hostname as perceived by the pod."""
    image_pull_secrets: list[LocalObjectReference]
    """ImagePullSecrets is an optional list of references to secrets in the same namespace to use for pulling any of the images used by this
    PodSpec.
    """
    init_containers: list[Container]
    """List of initialization containers belonging to the pod."""
    node_name: str
    """NodeName indicates in which node this pod is scheduled."""
    node_selector: dict[str, str]
    """NodeSelector is a selector which must be true for the pod to fit on a node."""
    os: PodOS
    """Specifies the OS of the containers in the pod."""
    overhead: dict[str, str]
    """Overhead represents the resource overhead associated with running a pod for a given RuntimeClass."""
    preemption_policy: str
    """PreemptionPolicy is the Policy for preempting pods with lower priority."""
    priority: int
    """The priority value."""
    priority_class_name: str
    """If specified, indicates the pod's priority. "system-node-critical" and "system-cluster-critical" are two special keywords which
    indicate the highest priorities with the former being the highest priority.
    """
    readiness_gates: list[PodReadinessGate]
    """If specified, all readiness gates will be evaluated for pod readiness."""
    resource_claims: list[PodResourceClaim]
    """ResourceClaims defines which ResourceClaims must be allocated and reserved before the Pod is allowed to start."""
    resources: ResourceRequirements
    """Resources is the total amount of CPU and Memory resources required by all containers in the pod."""
    restart_policy: str
    """Restart policy for all containers within the pod."""
    runtime_class_name: str
    """RuntimeClassName refers to a RuntimeClass object in the node.k8s.io group, which should be used to run this pod."""
    scheduler_name: str
    """If specified, the pod will be dispatched by specified scheduler."""
    scheduling_gates: list[PodSchedulingGate]
    """SchedulingGates is an opaque list of values that if specified will block scheduling the pod."""
    scheduling_group: PodSchedulingGroup
    """SchedulingGroup provides a reference to the immediate scheduling runtime grouping object that this Pod belongs to."""
    security_context: PodSecurityContext
    """SecurityContext holds pod-level security attributes and common container settings."""
    service_account: str
    """DeprecatedServiceAccount is a deprecated alias for ServiceAccountName."""
    service_account_name: str
    """ServiceAccountName is the name of the ServiceAccount to use to run this pod."""
    set_hostname_as_fqdn: bool
    """If true the pod's hostname will be configured as the pod's FQDN, rather than the leaf name (the default)."""
    share_process_namespace: bool
    """Share a single process namespace between all of the containers in a pod."""
    subdomain: str
    """If specified, the fully qualified Pod hostname will be "<hostname>.<subdomain>.<pod namespace>.svc.<cluster domain>"."""
    termination_grace_period_seconds: int
    """Optional duration in seconds the pod needs to terminate gracefully."""
    tolerations: list[Toleration]
    """If specified, the pod's tolerations."""
    topology_spread_constraints: list[TopologySpreadConstraint]
    """TopologySpreadConstraints describes how a group of pods ought to spread across topology domains."""
    volumes: list[Volume]
    """List of volumes that can be mounted by containers belonging to the pod."""


class PodTemplateSpec(View):
    """PodTemplateSpec describes the data a pod should have when created from a template."""

    metadata: meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: PodSpec
    """Specification of the desired behavior of the pod."""


class PortStatus(View):
    """PortStatus represents the error condition of a service port."""

    error: str
    """Error is to record the problem with the service port The format of the error shall comply with the following rules: - built-in error
    values shall be specified in this file and those shall use CamelCase names - cloud provider specific error values must have names that
    comply with the format foo.example.com/CamelCase.
    """
    port: int
    """Port is the port number of the service port of which status is recorded here."""
    protocol: str
    """Protocol is the protocol of the service port of which status is recorded here The supported values are: "TCP", "UDP", "SCTP"."""


class PortworxVolumeSource(View):
    """PortworxVolumeSource represents a Portworx volume resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "volume_id": "volumeID",
    }

    fs_type: str
    """fSType represents the filesystem type to mount Must be a filesystem type supported by the host operating system."""
    read_only: bool
    """readOnly defaults to false (read/write)."""
    volume_id: str
    """volumeID uniquely identifies a Portworx volume."""


class PreferredSchedulingTerm(View):
    """An empty preferred scheduling term matches all objects with implicit weight 0 (i.e. it's a no-op)."""

    preference: NodeSelectorTerm
    """A node selector term, associated with the corresponding weight."""
    weight: int
    """Weight associated with matching the corresponding nodeSelectorTerm, in the range 1-100."""


class Probe(View):
    """Probe describes a health check to be performed against a container to determine whether it is alive or ready to receive traffic."""

    exec: ExecAction
    """Exec specifies a command to execute in the container."""
    failure_threshold: int
    """Minimum consecutive failures for the probe to be considered failed after having succeeded."""
    grpc: GRPCAction
    """GRPC specifies a GRPC HealthCheckRequest."""
    http_get: HTTPGetAction
    """HTTPGet specifies an HTTP GET request to perform."""
    initial_delay_seconds: int
    """Number of seconds after the container has started before liveness probes are initiated."""
    period_seconds: int
    """How often (in seconds) to perform the probe."""
    success_threshold: int
    """Minimum consecutive successes for the probe to be considered successful after having failed."""
    tcp_socket: TCPSocketAction
    """TCPSocket specifies a connection to a TCP port."""
    termination_grace_period_seconds: int
    """Optional duration in seconds the pod needs to terminate gracefully upon probe failure."""
    timeout_seconds: int
    """Number of seconds after which the probe times out."""


class ProjectedVolumeSource(View):
    """Represents a projected volume source."""

    default_mode: int
    """defaultMode are the mode bits used to set permissions on created files by default."""
    sources: list[VolumeProjection]
    """sources is the list of volume projections."""


class QuobyteVolumeSource(View):
    """Represents a Quobyte mount that lasts the lifetime of a pod."""

    group: str
    """group to map volume access to Default is no group."""
    read_only: bool
    """readOnly here will force the Quobyte volume to be mounted with read-only permissions."""
    registry: str
    """registry represents a single or multiple Quobyte Registry services specified as a string as host:port pair (multiple entries are
    separated with commas) which acts as the central registry for volumes.
    """
    tenant: str
    """tenant owning the given Quobyte volume in the Backend Used with dynamically provisioned Quobyte volumes, value is set by the plugin.
    """
    user: str
    """user to map volume access to Defaults to serivceaccount user."""
    volume: str
    """volume is a string that references an already created Quobyte volume by name."""


class RBDVolumeSource(View):
    """Represents a Rados Block Device mount that lasts the lifetime of a pod."""

    fs_type: str
    """fsType is the filesystem type of the volume that you want to mount."""
    image: str
    """image is the rados image name."""
    keyring: str
    """keyring is the path to key ring for RBDUser."""
    monitors: list[str]
    """monitors is a collection of Ceph monitors."""
    pool: str
    """pool is the rados pool name."""
    read_only: bool
    """readOnly here will force the ReadOnly setting in VolumeMounts."""
    secret_ref: LocalObjectReference
    """secretRef is name of the authentication secret for RBDUser."""
    user: str
    """user is the rados user name."""


class ResourceClaim(View):
    """ResourceClaim references one entry in PodSpec.ResourceClaims."""

    name: str
    """Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used."""
    request: str
    """Request is the name chosen for a request in the referenced claim."""


class ResourceFieldSelector(View):
    """ResourceFieldSelector represents container resources (cpu, memory) and their output format."""

    container_name: str
    """Container name: required for volumes, optional for env vars."""
    divisor: str
    """Specifies the output format of the exposed resources, defaults to "1"."""
    resource: str
    """Required: resource to select."""


class ResourceRequirements(View):
    """ResourceRequirements describes the compute resource requirements."""

    claims: list[ResourceClaim]
    """Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container."""
    limits: dict[str, str]
    """Limits describes the maximum amount of compute resources allowed."""
    requests: dict[str, str]
    """Requests describes the minimum amount of compute resources required."""


class SELinuxOptions(View):
    """SELinuxOptions are the labels to be applied to the container."""

    level: str
    """Level is SELinux level label that applies to the container."""
    role: str
    """Role is a SELinux role label that applies to the container."""
    type: str
    """Type is a SELinux type label that applies to the container."""
    user: str
    """User is a SELinux user label that applies to the container."""


class ScaleIOVolumeSource(View):
    """ScaleIOVolumeSource represents a persistent ScaleIO volume."""

    fs_type: str
    """fsType is the filesystem type to mount."""
    gateway: str
    """gateway is the host address of the ScaleIO API Gateway."""
    protection_domain: str
    """protectionDomain is the name of the ScaleIO Protection Domain for the configured storage."""
    read_only: bool
    """readOnly Defaults to false (read/write)."""
    secret_ref: LocalObjectReference
    """secretRef references to the secret for ScaleIO user and other sensitive information."""
    ssl_enabled: bool
    """sslEnabled Flag enable/disable SSL communication with Gateway, default false."""
    storage_mode: str
    """storageMode indicates whether the storage for a volume should be ThickProvisioned or ThinProvisioned."""
    storage_pool: str
    """storagePool is the ScaleIO Storage Pool associated with the protection domain."""
    system: str
    """system is the name of the storage system as configured in ScaleIO."""
    volume_name: str
    """volumeName is the name of a volume already created in the ScaleIO system that is associated with this volume source."""


class SeccompProfile(View):
    """SeccompProfile defines a pod/container's seccomp profile settings."""

    localhost_profile: str
    """localhostProfile indicates a profile defined in a file on the node should be used."""
    type: str
    """type indicates which kind of seccomp profile will be applied."""


class SecretEnvSource(View):
    """SecretEnvSource selects a Secret to populate the environment variables with."""

    name: str
    """Name of the referent."""
    optional: bool
    """Specify whether the Secret must be defined."""


class SecretKeySelector(View):
    """SecretKeySelector selects a key of a Secret."""

    key: str
    """The key of the secret to select from."""
    name: str
    """Name of the referent."""
    optional: bool
    """Specify whether the Secret or its key must be defined."""


class SecretProjection(View):
    """Adapts a secret into a projected volume."""

    items: list[KeyToPath]
    """items if unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    name: str
    """Name of the referent."""
    optional: bool
    """optional field specify whether the Secret or its key must be defined."""


class SecretVolumeSource(View):
    """Adapts a Secret into a volume."""

    default_mode: int
    """defaultMode is Optional: mode bits used to set permissions on created files by default."""
    items: list[KeyToPath]
    """items If unspecified, each key-value pair in the Data field of the referenced Secret will be projected into the volume as a file
    whose name is the key and content is the value.
    """
    optional: bool
    """optional field specify whether the Secret or its keys must be defined."""
    secret_name: str
    """secretName is the name of the secret in the pod's namespace to use."""


class SecurityContext(View):
    """SecurityContext holds security configuration that will be applied to a container."""

    allow_privilege_escalation: bool
    """AllowPrivilegeEscalation controls whether a process can gain more privileges than its parent process."""
    app_armor_profile: AppArmorProfile
    """appArmorProfile is the AppArmor options to use by this container."""
    capabilities: Capabilities
    """The capabilities to add/drop when running containers."""
    privileged: bool
    """Run container in privileged mode."""
    proc_mount: str
    """procMount denotes the type of proc mount to use for the containers."""
    read_only_root_filesystem: bool
    """Whether this container has a read-only root filesystem."""
    run_as_group: int
    """The GID to run the entrypoint of the container process."""
    run_as_non_root: bool
    """Indicates that the container must run as a non-root user."""
    run_as_user: int
    """The UID to run the entrypoint of the container process."""
    se_linux_options: SELinuxOptions
    """The SELinux context to be applied to the container."""
    seccomp_profile: SeccompProfile
    """The seccomp options to use by this container."""
    windows_options: WindowsSecurityContextOptions
    """The Windows specific settings applied to all containers."""


class Service(View):
    """Service is a named abstraction of software service (for example, mysql) consisting of local port (for example 3306) that the proxy
    listens on, and the selector that determines which pods will answer requests sent through the proxy.
    """

    api_version: str
    """APIVersion defines the versioned schema of this representation of an object."""
    kind: str
    """Kind is a string value representing the REST resource this object represents."""
    metadata: meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: ServiceSpec
    """Spec defines the behavior of a service.
    https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status.
    """
    status: ServiceStatus
    """Most recently observed status of the service."""


class ServiceAccountTokenProjection(View):
    """ServiceAccountTokenProjection represents a projected service account token volume."""

    audience: str
    """audience is the intended audience of the token."""
    expiration_seconds: int
    """expirationSeconds is the requested duration of validity of the service account token."""
    path: str
    """path is the path relative to the mount point of the file to project the token into."""


class ServicePort(View):
    """ServicePort contains information on service's port."""

    app_protocol: str
    """The application protocol for this port."""
    name: str
    """The name of this port within the service."""
    node_port: int
    """The port on each node on which this service is exposed when type is NodePort or LoadBalancer."""
    port: int
    """The port that will be exposed by this service."""
    protocol: str
    """The IP protocol for this port."""
    target_port: int | str
    """Number or name of the port to access on the pods targeted by the service."""


class ServiceSpec(View):
    """ServiceSpec describes the attributes that a user creates on a service."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "cluster_ip": "clusterIP",
        "cluster_ips": "clusterIPs",
        "external_ips": "externalIPs",
        "load_balancer_ip": "loadBalancerIP",
    }

    allocate_load_balancer_node_ports: bool
    """allocateLoadBalancerNodePorts defines if NodePorts will be automatically allocated for services with type LoadBalancer."""
    cluster_ip: str
    """clusterIP is the IP address of the service and is usually assigned randomly."""
    cluster_ips: list[str]
    """ClusterIPs is a list of IP addresses assigned to this service, and are usually assigned randomly."""
    external_ips: list[str]
    """externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service."""
    external_name: str
    """externalName is the external reference that discovery mechanisms will return as an alias for this service (e.g. a DNS CNAME record).
    """
    external_traffic_policy: str
    """externalTrafficPolicy describes how nodes distribute service traffic they receive on one of the Service's "externally-facing"
    addresses (NodePorts, ExternalIPs, and LoadBalancer IPs).
    """
    health_check_node_port: int
    """healthCheckNodePort specifies the healthcheck nodePort for the service."""
    internal_traffic_policy: str
    """InternalTrafficPolicy describes how nodes distribute service traffic they receive on the ClusterIP."""
    ip_families: list[str]
    """IPFamilies is a list of IP families (e.g. IPv4, IPv6) assigned to this service."""
    ip_family_policy: str
    """IPFamilyPolicy represents the dual-stack-ness requested or required by this Service."""
    load_balancer_class: str
    """loadBalancerClass is the class of the load balancer implementation this Service belongs to."""
    load_balancer_ip: str
    """Only applies to Service Type: LoadBalancer."""
    load_balancer_source_ranges: list[str]
    """If specified and supported by the platform, this will restrict traffic through the cloud-provider load-balancer will be restricted to
    the specified client IPs.
    """
    ports: list[ServicePort]
    """The list of ports that are exposed by this service."""
    publish_not_ready_addresses: bool
    """publishNotReadyAddresses indicates that any agent which deals with endpoints for this Service should disregard any indications of
    ready/not-ready.
    """
    selector: dict[str, str]
    """Route service traffic to pods with label keys and values matching this selector."""
    session_affinity: str
    """Supports "ClientIP" and "None"."""
    session_affinity_config: SessionAffinityConfig
    """sessionAffinityConfig contains the configurations of session affinity."""
    traffic_distribution: str
    """TrafficDistribution offers a way to express preferences for how traffic is distributed to Service endpoints."""
    type: str
    """type determines how the Service is exposed."""


class ServiceStatus(View):
    """ServiceStatus represents the current status of a service."""

    conditions: list[meta_v1.Condition]
    """Current service state."""
    load_balancer: LoadBalancerStatus
    """LoadBalancer contains the current status of the load-balancer, if one is present."""


class SessionAffinityConfig(View):
    """SessionAffinityConfig represents the configurations of session affinity."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "client_ip": "clientIP",
    }

    client_ip: ClientIPConfig
    """clientIP contains the configurations of Client IP based session affinity."""


class SleepAction(View):
    """SleepAction describes a "sleep" action."""

    seconds: int
    """Seconds is the number of seconds to sleep."""


class StorageOSVolumeSource(View):
    """Represents a StorageOS persistent volume resource."""

    fs_type: str
    """fsType is the filesystem type to mount."""
    read_only: bool
    """readOnly defaults to false (read/write)."""
    secret_ref: LocalObjectReference
    """secretRef specifies the secret to use for obtaining the StorageOS API credentials."""
    volume_name: str
    """volumeName is the human-readable name of the StorageOS volume."""
    volume_namespace: str
    """volumeNamespace specifies the scope of the volume within StorageOS."""


class Sysctl(View):
    """Sysctl defines a kernel parameter to be set."""

    name: str
    """Name of a property to set."""
    value: str
    """Value of a property to set."""


class TCPSocketAction(View):
    """TCPSocketAction describes an action based on opening a socket."""

    host: str
    """Optional: Host name to connect to, defaults to the pod IP."""
    port: int | str
    """Number or name of the port to access on the container."""


class Toleration(View):
    """The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the matching operator
    <operator>.
    """

    effect: str
    """Effect indicates the taint effect to match."""
    key: str
    """Key is the taint key that the toleration applies to."""
    operator: str
    """Operator represents a key's relationship to the value."""
    toleration_seconds: int
    """TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this field is ignored)
    tolerates the taint.
    """
    value: str
    """Value is the taint value the toleration matches to."""


class TopologySpreadConstraint(View):
    """TopologySpreadConstraint specifies how to spread matching pods among the given topology."""

    label_selector: meta_v1.LabelSelector
    """LabelSelector is used to find matching pods."""
    match_label_keys: list[str]
    """MatchLabelKeys is a set of pod label keys to select the pods over which spreading will be calculated."""
    max_skew: int
    """MaxSkew describes the degree to which pods may be unevenly distributed."""
    min_domains: int
    """MinDomains indicates a minimum number of eligible domains."""
    node_affinity_policy: str
    """NodeAffinityPolicy indicates how we will treat Pod's nodeAffinity/nodeSelector when calculating pod topology spread skew."""
    node_taints_policy: str
    """NodeTaintsPolicy indicates how we will treat node taints when calculating pod topology spread skew."""
    topology_key: str
    """TopologyKey is the key of node labels."""
    when_unsatisfiable: str
    """WhenUnsatisfiable indicates how to deal with a pod if it doesn't satisfy the spread constraint. - DoNotSchedule (default) tells the
    scheduler not to schedule it. - ScheduleAnyway tells the scheduler to schedule the pod in any location, but giving higher precedence to
    topologies that would help reduce the skew.
    """


class TypedLocalObjectReference(View):
    """TypedLocalObjectReference contains enough information to let you locate the typed referenced object inside the same namespace."""

    api_group: str
    """APIGroup is the group for the resource being referenced."""
    kind: str
    """Kind is the type of resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""


class TypedObjectReference(View):
    """TypedObjectReference contains enough information to let you locate the typed referenced object."""

    api_group: str
    """APIGroup is the group for the resource being referenced."""
    kind: str
    """Kind is the type of resource being referenced."""
    name: str
    """Name is the name of resource being referenced."""
    namespace: str
    """Namespace is the namespace of resource being referenced Note that when a namespace is specified, a
    gateway.networking.k8s.io/ReferenceGrant object is required in the referent namespace to allow that namespace's owner to accept the
    reference.
    """


class Volume(View):
    """Volume represents a named volume in a pod that may be accessed by any container in the pod."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "downward_api": "downwardAPI",
        "scale_io": "scaleIO",
    }

    aws_elastic_block_store: AWSElasticBlockStoreVolumeSource
    """awsElasticBlockStore represents an AWS Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    azure_disk: AzureDiskVolumeSource
    """azureDisk represents an Azure Data Disk mount on the host and bind mount to the pod."""
    azure_file: AzureFileVolumeSource
    """azureFile represents an Azure File Service mount on the host and bind mount to the pod."""
    cephfs: CephFSVolumeSource
    """cephFS represents a Ceph FS mount on the host that shares a pod's lifetime."""
    cinder: CinderVolumeSource
    """cinder represents a cinder volume attached and mounted on kubelets host machine."""
    config_map: ConfigMapVolumeSource
    """configMap represents a configMap that should populate this volume."""
    csi: CSIVolumeSource
    """csi (Container Storage Interface) represents ephemeral storage that is handled by certain external CSI drivers."""
    downward_api: DownwardAPIVolumeSource
    """downwardAPI represents downward API about the pod that should populate this volume."""
    empty_dir: EmptyDirVolumeSource
    """emptyDir represents a temporary directory that shares a pod's lifetime."""
    ephemeral: EphemeralVolumeSource
    """ephemeral represents a volume that is handled by a cluster storage driver."""
    fc: FCVolumeSource
    """fc represents a Fibre Channel resource that is attached to a kubelet's host machine and then exposed to the pod."""
    flex_volume: FlexVolumeSource
    """flexVolume represents a generic volume resource that is provisioned/attached using an exec based plugin."""
    flocker: FlockerVolumeSource
    """flocker represents a Flocker volume attached to a kubelet's host machine."""
    gce_persistent_disk: GCEPersistentDiskVolumeSource
    """gcePersistentDisk represents a GCE Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    git_repo: GitRepoVolumeSource
    """gitRepo represents a git repository at a particular revision."""
    glusterfs: GlusterfsVolumeSource
    """glusterfs represents a Glusterfs mount on the host that shares a pod's lifetime."""
    host_path: HostPathVolumeSource
    """hostPath represents a pre-existing file or directory on the host machine that is directly exposed to the container."""
    image: ImageVolumeSource
    """image represents an OCI object (a container image or artifact) pulled and mounted on the kubelet's host machine."""
    iscsi: ISCSIVolumeSource
    """iscsi represents an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod."""
    name: str
    """name of the volume."""
    nfs: NFSVolumeSource
    """nfs represents an NFS mount on the host that shares a pod's lifetime."""
    persistent_volume_claim: PersistentVolumeClaimVolumeSource
    """persistentVolumeClaimVolumeSource represents a reference to a PersistentVolumeClaim in the same namespace."""
    photon_persistent_disk: PhotonPersistentDiskVolumeSource
    """photonPersistentDisk represents a PhotonController persistent disk attached and mounted on kubelets host machine."""
    portworx_volume: PortworxVolumeSource
    """portworxVolume represents a portworx volume attached and mounted on kubelets host machine."""
    projected: ProjectedVolumeSource
    """projected items for all in one resources secrets, configmaps, and downward API."""
    quobyte: QuobyteVolumeSource
    """quobyte represents a Quobyte mount on the host that shares a pod's lifetime."""
    rbd: RBDVolumeSource
    """rbd represents a Rados Block Device mount on the host that shares a pod's lifetime."""
    scale_io: ScaleIOVolumeSource
    """scaleIO represents a ScaleIO persistent volume attached and mounted on Kubernetes nodes."""
    secret: SecretVolumeSource
    """secret represents a secret that should populate this volume."""
    storageos: StorageOSVolumeSource
    """storageOS represents a StorageOS volume attached and mounted on Kubernetes nodes."""
    vsphere_volume: VsphereVirtualDiskVolumeSource
    """vsphereVolume represents a vSphere volume attached and mounted on kubelets host machine."""


class VolumeDevice(View):
    """volumeDevice describes a mapping of a raw block device within a container."""

    device_path: str
    """devicePath is the path inside of the container that the device will be mapped to."""
    name: str
    """name must match the name of a persistentVolumeClaim in the pod."""


class VolumeMount(View):
    """VolumeMount describes a mounting of a Volume within a container."""

    mount_path: str
    """Path within the container at which the volume should be mounted."""
    mount_propagation: str
    """mountPropagation determines how mounts are propagated from the host to container and the other way around."""
    name: str
    """This must match the Name of a Volume."""
    read_only: bool
    """Mounted read-only if true, read-write otherwise (false or unspecified)."""
    recursive_read_only: str
    """RecursiveReadOnly specifies whether read-only mounts should be handled recursively."""
    sub_path: str
    """Path within the volume from which the container's volume should be mounted."""
    sub_path_expr: str
    """Expanded path within the volume from which the container's volume should be mounted."""


class VolumeProjection(View):
    """Projection that may be projected along with other supported volume types."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "downward_api": "downwardAPI",
    }

    cluster_trust_bundle: ClusterTrustBundleProjection
    """ClusterTrustBundle allows a pod to access the `.spec.trustBundle` field of ClusterTrustBundle objects in an auto-updating file."""
    config_map: ConfigMapProjection
    """configMap information about the configMap data to project."""
    downward_api: DownwardAPIProjection
    """downwardAPI information about the downwardAPI data to project."""
    pod_certificate: PodCertificateProjection
    """Projects an auto-rotating credential bundle (private key and certificate chain) that the pod can use either as a TLS client or
    server.
    """
    secret: SecretProjection
    """secret information about the secret data to project."""
    service_account_token: ServiceAccountTokenProjection
    """serviceAccountToken is information about the serviceAccountToken data to project."""


class VolumeResourceRequirements(View):
    """VolumeResourceRequirements describes the storage resource requirements for a volume."""

    limits: dict[str, str]
    """Limits describes the maximum amount of compute resources allowed."""
    requests: dict[str, str]
    """Requests describes the minimum amount of compute resources required."""


class VsphereVirtualDiskVolumeSource(View):
    """Represents a vSphere volume resource."""

    __wire_names__: ClassVar[dict[str, str]] = {
        "storage_policy_id": "storagePolicyID",
    }

    fs_type: str
    """fsType is filesystem type to mount."""
    storage_policy_id: str
    """storagePolicyID is the storage Policy Based Management (SPBM) profile ID associated with the StoragePolicyName."""
    storage_policy_name: str
    """storagePolicyName is the storage Policy Based Management (SPBM) profile name."""
    volume_path: str
    """volumePath is the path that identifies vSphere volume vmdk."""


class WeightedPodAffinityTerm(View):
    """The weights of all of the matched WeightedPodAffinityTerm fields are added per-node to find the most preferred node(s)."""

    pod_affinity_term: PodAffinityTerm
    """Required."""
    weight: int
    """weight associated with matching the corresponding podAffinityTerm, in the range 1-100."""


class WindowsSecurityContextOptions(View):
    """WindowsSecurityContextOptions contain Windows-specific options and credentials."""

    gmsa_credential_spec: str
    """GMSACredentialSpec is where the GMSA admission webhook (https://github.com/kubernetes-sigs/windows-gmsa) inlines the contents of the
    GMSA credential spec named by the GMSACredentialSpecName field.
    """
    gmsa_credential_spec_name: str
    """GMSACredentialSpecName is the name of the GMSA credential spec to use."""
    host_process: bool
    """HostProcess determines if a container should be run as a 'Host Process' container."""
    run_as_user_name: str
    """The UserName in Windows to run the entrypoint of the container process."""
