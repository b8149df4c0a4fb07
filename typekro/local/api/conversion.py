"""One object in several versions: custom resources by their `apiVersion`, events by the names of their fields."""

from collections.abc import Mapping

from typekro.local.api.changes import Manifest

_NEW_NAMES: Mapping[str, str] = {
    "involvedObject": "regarding",
    "message": "note",
    "source": "deprecatedSource",
    "firstTimestamp": "deprecatedFirstTimestamp",
    "lastTimestamp": "deprecatedLastTimestamp",
    "count": "deprecatedCount",
    "reportingComponent": "reportingController",
}
_OLD_NAMES: Mapping[str, str] = {new: old for old, new in _NEW_NAMES.items()}
_REPORTING = ("reportingController", "reportingInstance")
_EVENTS = "events.k8s.io/v1"


def converted(manifest: Manifest, api_version: str) -> Manifest:
    """An object in another version of its kind.

    Args:
        manifest: the object.
        api_version: group and version that are wanted.

    Example:
        >>> converted({"apiVersion": "v1", "kind": "Event", "message": "pulled"}, "events.k8s.io/v1")
        {'apiVersion': 'events.k8s.io/v1', 'kind': 'Event', 'note': 'pulled'}
    """
    given = manifest.get("apiVersion")
    if given == api_version:
        return manifest
    names: Mapping[str, str] = {}
    if given == _EVENTS:
        names = _OLD_NAMES
    elif api_version == _EVENTS:
        names = _NEW_NAMES
    moved = {names.get(name, name): value for name, value in manifest.items()}
    for name in _REPORTING:  # always written in the core group, and only where there is something to write in the other
        if api_version == _EVENTS and not moved.get(name):
            moved.pop(name, None)
        elif given == _EVENTS:
            moved.setdefault(_OLD_NAMES.get(name, name), "")
    return {**moved, "apiVersion": api_version}
