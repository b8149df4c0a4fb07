"""Shapes and kinds of events/v1, written by tools/generate_openapi.py."""

from __future__ import annotations

from typing import ClassVar

from typekro.openapi import k8s
from typekro.openapi.kind import Kind
from typekro.schema.shape import Shape, optional as _optional


class Event(Kind):
    """Event is a report of an event somewhere in the cluster."""

    api_version: ClassVar[str] = "events.k8s.io/v1"
    kind: ClassVar[str] = "Event"

    action: str = _optional()
    """action is what action was taken/failed regarding to the regarding object."""
    deprecated_count: int = _optional()
    """deprecatedCount is the deprecated field assuring backward compatibility with core.v1 Event type."""
    deprecated_first_timestamp: str = _optional()
    """deprecatedFirstTimestamp is the deprecated field assuring backward compatibility with core.v1 Event type."""
    deprecated_last_timestamp: str = _optional()
    """deprecatedLastTimestamp is the deprecated field assuring backward compatibility with core.v1 Event type."""
    deprecated_source: k8s.core_v1.EventSource = _optional()
    """deprecatedSource is the deprecated field assuring backward compatibility with core.v1 Event type."""
    event_time: str
    """eventTime is the time when this Event was first observed."""
    metadata: k8s.meta_v1.ObjectMeta
    """Standard object's metadata."""
    note: str = _optional()
    """note is a human-readable description of the status of this operation."""
    reason: str = _optional()
    """reason is why the action was taken."""
    regarding: k8s.core_v1.ObjectReference = _optional()
    """regarding contains the object this Event is about."""
    related: k8s.core_v1.ObjectReference = _optional()
    """related is the optional secondary object for more complex actions."""
    reporting_controller: str = _optional()
    """reportingController is the name of the controller that emitted this Event, e.g. `kubernetes.io/kubelet`."""
    reporting_instance: str = _optional()
    """reportingInstance is the ID of the controller instance, e.g. `kubelet-xyzf`."""
    series: EventSeries = _optional()
    """series is data about the Event series this event represents or nil if it's a singleton Event."""
    type: str = _optional()
    """type is the type of this event (Normal, Warning), new types could be added in the future."""


class EventSeries(Shape):
    """EventSeries contain information on series of events, i.e. thing that was/is happening continuously for some time."""

    count: int
    """count is the number of occurrences in this series up to the last heartbeat time."""
    last_observed_time: str
    """lastObservedTime is the time when last Event from the series was seen before last heartbeat."""
