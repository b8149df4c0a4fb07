"""Shapes and kinds of networking/v1beta1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional, read_only as _read_only


class IPAddress(Kind):
    """IPAddress represents a single IP of a single IP Family."""

    api_version: ClassVar[str] = "networking.k8s.io/v1beta1"
    kind: ClassVar[str] = "IPAddress"

    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    spec: IPAddressSpec
    """spec is the desired state of the IPAddress."""


class IPAddressSpec(Shape):
    """IPAddressSpec describe the attributes in an IP Address."""

    parent_ref: ParentReference
    """ParentRef references the resource that an IPAddress is attached to."""


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


class ServiceCIDR(Kind):
    """ServiceCIDR defines a range of IP addresses using CIDR format (e.g. 192.168.0.0/24 or 2001:db2::/64)."""

    api_version: ClassVar[str] = "networking.k8s.io/v1beta1"
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
