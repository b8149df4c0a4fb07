"""Shapes and kinds of networking/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar, TypedDict

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class HTTPIngressPath(Shape):
    """HTTPIngressPath associates a path with a backend."""

    backend: IngressBackend
    """backend defines the referenced service endpoint to which the traffic will be forwarded to."""
    path: str = _optional()
    """path is matched against the path of an incoming request."""
    path_type: str
    """pathType determines the interpretation of the path matching."""


class HTTPIngressRuleValue(Shape):
    """HTTPIngressRuleValue is a list of http selectors pointing to backends."""

    paths: list[HTTPIngressPath]
    """paths is a collection of paths that map requests to backends."""


class IPAddress(Kind):
    """IPAddress represents a single IP of a single IP Family."""

    api_version: ClassVar[str] = "networking.k8s.io/v1"
    kind: ClassVar[str] = "IPAddress"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: IPAddressSpec
    """spec is the desired state of the IPAddress."""


class IPAddressSpec(Shape):
    """IPAddressSpec describe the attributes in an IP Address."""

    parent_ref: ParentReference
    """ParentRef references the resource that an IPAddress is attached to."""


class IPBlock(Shape):
    """IPBlock describes a particular CIDR (Ex. "192.168.1.0/24","2001:db8::/64") that is allowed to the pods matched by a
    NetworkPolicySpec's podSelector.
    """

    cidr: str
    """cidr is a string representing the IPBlock Valid examples are "192.168.1.0/24" or "2001:db8::/64"."""
    except_: list[str] = _optional()
    """except is a slice of CIDRs that should not be included within an IPBlock Valid examples are "192.168.1.0/24" or "2001:db8::/64"
    Except values will be rejected if they are outside the cidr range.
    """


class Ingress(Kind):
    """Ingress is a collection of rules that allow inbound connections to reach the endpoints defined by a backend."""

    api_version: ClassVar[str] = "networking.k8s.io/v1"
    kind: ClassVar[str] = "Ingress"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: IngressSpec = _optional()
    """spec is the desired state of the Ingress."""
    status: IngressStatus = _read_only()
    """status is the current state of the Ingress."""


class IngressBackend(Shape):
    """IngressBackend describes all endpoints for a given service and port."""

    resource: k8s.core_v1.TypedLocalObjectReference = _optional()
    """resource is an ObjectRef to another Kubernetes resource in the namespace of the Ingress object."""
    service: IngressServiceBackend = _optional()
    """service references a service as a backend."""


class IngressClass(Kind):
    """IngressClass represents the class of the Ingress, referenced by the Ingress Spec."""

    api_version: ClassVar[str] = "networking.k8s.io/v1"
    kind: ClassVar[str] = "IngressClass"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: IngressClassSpec = _optional()
    """spec is the desired state of the IngressClass."""


class IngressClassParametersReference(Shape):
    """IngressClassParametersReference identifies an API object."""

    api_group: str = _optional()
    """apiGroup is the group for the resource being referenced."""
    kind: str
    """kind is the type of resource being referenced."""
    name: str
    """name is the name of resource being referenced."""
    namespace: str = _optional()
    """namespace is the namespace of the resource being referenced."""
    scope: str = _optional()
    """scope represents if this refers to a cluster or namespace scoped resource."""


class IngressClassSpec(Shape):
    """IngressClassSpec provides information about the class of an Ingress."""

    controller: str = _optional()
    """controller refers to the name of the controller that should handle this class."""
    parameters: IngressClassParametersReference = _optional()
    """parameters is a link to a custom resource containing additional configuration for the controller."""


class IngressLoadBalancerIngress(Shape):
    """IngressLoadBalancerIngress represents the status of a load-balancer ingress point."""

    hostname: str = _optional()
    """hostname is set for load-balancer ingress points that are DNS based."""
    ip: str = _optional()
    """ip is set for load-balancer ingress points that are IP based."""
    ports: list[IngressPortStatus] = _optional()
    """ports provides information about the ports exposed by this LoadBalancer."""


class IngressLoadBalancerStatus(Shape):
    """IngressLoadBalancerStatus represents the status of a load-balancer."""

    ingress: list[IngressLoadBalancerIngress] = _optional()
    """ingress is a list containing ingress points for the load-balancer."""


class IngressPortStatus(Shape):
    """IngressPortStatus represents the error condition of a service port."""

    error: str = _optional()
    """error is to record the problem with the service port The format of the error shall comply with the following rules: - built-in error
    values shall be specified in this file and those shall use CamelCase names - cloud provider specific error values must have names that
    comply with the format foo.example.com/CamelCase.
    """
    port: int
    """port is the port number of the ingress port."""
    protocol: str
    """protocol is the protocol of the ingress port."""


class IngressRule(Shape):
    """IngressRule represents the rules mapping the paths under a specified host to the related backend services."""

    host: str = _optional()
    """host is the fully qualified domain name of a network host, as defined by RFC 3986."""
    http: HTTPIngressRuleValue = _optional()


class IngressServiceBackend(Shape):
    """IngressServiceBackend references a Kubernetes Service as a Backend."""

    name: str
    """name is the referenced service."""
    port: ServiceBackendPort = _optional()
    """port of the referenced service."""


class IngressSpec(Shape):
    """IngressSpec describes the Ingress the user wishes to exist."""

    default_backend: IngressBackend = _optional()
    """defaultBackend is the backend that should handle requests that don't match any rule."""
    ingress_class_name: str = _optional()
    """ingressClassName is the name of an IngressClass cluster resource."""
    rules: list[IngressRule] = _optional()
    """rules is a list of host rules used to configure the Ingress."""
    tls: list[IngressTLS] = _optional()
    """tls represents the TLS configuration."""


class IngressSpecFields(TypedDict, total=False):
    """Fields of IngressSpec as a dict, each of which may be left out."""

    default_backend: IngressBackend
    ingress_class_name: str
    rules: list[IngressRule]
    tls: list[IngressTLS]


class IngressStatus(Shape):
    """IngressStatus describe the current state of the Ingress."""

    load_balancer: IngressLoadBalancerStatus = _optional()
    """loadBalancer contains the current status of the load-balancer."""


class IngressTLS(Shape):
    """IngressTLS describes the transport layer security associated with an ingress."""

    hosts: list[str] = _optional()
    """hosts is a list of hosts included in the TLS certificate."""
    secret_name: str = _optional()
    """secretName is the name of the secret used to terminate TLS traffic on port 443."""


class NetworkPolicy(Kind):
    """NetworkPolicy describes what network traffic is allowed for a set of Pods."""

    api_version: ClassVar[str] = "networking.k8s.io/v1"
    kind: ClassVar[str] = "NetworkPolicy"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: NetworkPolicySpec = _optional()
    """spec represents the specification of the desired behavior for this NetworkPolicy."""


class NetworkPolicyEgressRule(Shape):
    """NetworkPolicyEgressRule describes a particular set of traffic that is allowed out of pods matched by a NetworkPolicySpec's
    podSelector.
    """

    ports: list[NetworkPolicyPort] = _optional()
    """ports is a list of destination ports for outgoing traffic."""
    to: list[NetworkPolicyPeer] = _optional()
    """to is a list of destinations for outgoing traffic of pods selected for this rule."""


class NetworkPolicyIngressRule(Shape):
    """NetworkPolicyIngressRule describes a particular set of traffic that is allowed to the pods matched by a NetworkPolicySpec's
    podSelector.
    """

    from_: list[NetworkPolicyPeer] = _optional()
    """from is a list of sources which should be able to access the pods selected for this rule."""
    ports: list[NetworkPolicyPort] = _optional()
    """ports is a list of ports which should be made accessible on the pods selected for this rule."""


class NetworkPolicyPeer(Shape):
    """NetworkPolicyPeer describes a peer to allow traffic to/from."""

    ip_block: IPBlock = _optional()
    """ipBlock defines policy on a particular IPBlock."""
    namespace_selector: k8s.meta_v1.LabelSelector = _optional()
    """namespaceSelector selects namespaces using cluster-scoped labels."""
    pod_selector: k8s.meta_v1.LabelSelector = _optional()
    """podSelector is a label selector which selects pods."""


class NetworkPolicyPort(Shape):
    """NetworkPolicyPort describes a port to allow traffic on."""

    end_port: int = _optional()
    """endPort indicates that the range of ports from port to endPort if set, inclusive, should be allowed by the policy."""
    port: int | str = _optional()
    """port represents the port on the given protocol."""
    protocol: str = _optional()
    """protocol represents the protocol (TCP, UDP, or SCTP) which traffic must match."""


class NetworkPolicySpec(Shape):
    """NetworkPolicySpec provides the specification of a NetworkPolicy."""

    egress: list[NetworkPolicyEgressRule] = _optional()
    """egress is a list of egress rules to be applied to the selected pods."""
    ingress: list[NetworkPolicyIngressRule] = _optional()
    """ingress is a list of ingress rules to be applied to the selected pods."""
    pod_selector: k8s.meta_v1.LabelSelector = _optional()
    """podSelector selects the pods to which this NetworkPolicy object applies."""
    policy_types: list[str] = _optional()
    """policyTypes is a list of rule types that the NetworkPolicy relates to."""


class NetworkPolicySpecFields(TypedDict, total=False):
    """Fields of NetworkPolicySpec as a dict, each of which may be left out."""

    egress: list[NetworkPolicyEgressRule]
    ingress: list[NetworkPolicyIngressRule]
    pod_selector: k8s.meta_v1.LabelSelector
    policy_types: list[str]


class ParentReference(Shape):
    """ParentReference describes a reference to a parent object."""

    group: str = _optional()
    """Group is the group of the object being referenced."""
    name: str
    """Name is the name of the object being referenced."""
    namespace: str = _optional()
    """Namespace is the namespace of the object being referenced."""
    resource: str
    """Resource is the resource of the object being referenced."""


class ServiceBackendPort(Shape):
    """ServiceBackendPort is the service port being referenced."""

    name: str = _optional()
    """name is the name of the port on the Service."""
    number: int = _optional()
    """number is the numerical port number (e.g. 80) on the Service."""


class ServiceCIDR(Kind):
    """ServiceCIDR defines a range of IP addresses using CIDR format (e.g. 192.168.0.0/24 or 2001:db2::/64)."""

    api_version: ClassVar[str] = "networking.k8s.io/v1"
    kind: ClassVar[str] = "ServiceCIDR"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: ServiceCIDRSpec = _optional()
    """spec is the desired state of the ServiceCIDR."""
    status: ServiceCIDRStatus = _read_only()
    """status represents the current state of the ServiceCIDR."""


class ServiceCIDRSpec(Shape):
    """ServiceCIDRSpec define the CIDRs the user wants to use for allocating ClusterIPs for Services."""

    cidrs: list[str] = _optional()
    """CIDRs defines the IP blocks in CIDR notation (e.g. "192.168.0.0/24" or "2001:db8::/64") from which to assign service cluster IPs."""


class ServiceCIDRStatus(Shape):
    """ServiceCIDRStatus describes the current state of the ServiceCIDR."""

    conditions: list[k8s.meta_v1.Condition] = _optional()
    """conditions holds an array of metav1.Condition that describe the state of the ServiceCIDR."""
