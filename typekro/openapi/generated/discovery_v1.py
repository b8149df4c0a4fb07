"""Shapes and kinds of discovery/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class Endpoint(Shape):
    """Endpoint represents a single logical "backend" implementing a service."""

    addresses: list[str]
    """addresses of this endpoint."""
    conditions: EndpointConditions = _optional()
    """conditions contains information about the current status of the endpoint."""
    deprecated_topology: dict[str, str] = _optional()
    """deprecatedTopology contains topology information part of the v1beta1 API."""
    hints: EndpointHints = _optional()
    """hints contains information associated with how an endpoint should be consumed."""
    hostname: str = _optional()
    """hostname of this endpoint."""
    node_name: str = _optional()
    """nodeName represents the name of the Node hosting this endpoint."""
    target_ref: k8s.core_v1.ObjectReference = _optional()
    """targetRef is a reference to a Kubernetes object that represents this endpoint."""
    zone: str = _optional()
    """zone is the name of the Zone this endpoint exists in."""


class EndpointConditions(Shape):
    """EndpointConditions represents the current condition of an endpoint."""

    ready: bool = _optional()
    """ready indicates that this endpoint is ready to receive traffic, according to whatever system is managing the endpoint."""
    serving: bool = _optional()
    """serving indicates that this endpoint is able to receive traffic, according to whatever system is managing the endpoint."""
    terminating: bool = _optional()
    """terminating indicates that this endpoint is terminating."""


class EndpointHints(Shape):
    """EndpointHints provides hints describing how an endpoint should be consumed."""

    for_nodes: list[ForNode] = _optional()
    """forNodes indicates the node(s) this endpoint should be consumed by when using topology aware routing."""
    for_zones: list[ForZone] = _optional()
    """forZones indicates the zone(s) this endpoint should be consumed by when using topology aware routing."""


class EndpointPort(Shape):
    """EndpointPort represents a Port used by an EndpointSlice."""

    app_protocol: str = _optional()
    """The application protocol for this port."""
    name: str = _optional()
    """name represents the name of this port."""
    port: int = _optional()
    """port represents the port number of the endpoint."""
    protocol: str = _optional()
    """protocol represents the IP protocol for this port."""


class EndpointSlice(Kind):
    """EndpointSlice represents a set of service endpoints."""

    api_version: ClassVar[str] = "discovery.k8s.io/v1"
    kind: ClassVar[str] = "EndpointSlice"

    address_type: str
    """addressType specifies the type of address carried by this EndpointSlice."""
    endpoints: list[Endpoint] = _optional()
    """endpoints is a list of unique endpoints in this slice."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    ports: list[EndpointPort] = _optional()
    """ports specifies the list of network ports exposed by each endpoint in this slice."""


class ForNode(Shape):
    """ForNode provides information about which nodes should consume this endpoint."""

    name: str
    """name represents the name of the node."""


class ForZone(Shape):
    """ForZone provides information about which zones should consume this endpoint."""

    name: str
    """name represents the name of the zone."""
