"""What goes over the wire, where JSON alone does not say it: the body of an apply, and the time of an event."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from typekro.kubernetes.objects import Manifest, part

METADATA_ONLY = {"Accept": "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}
"""Headers that ask for metadata alone."""

NO_VERSION = "1"
"""A version that no object has, since etcd begins to count its writes after it. An apply creates whatever version it names, and changes an
object only in that version: this one lets it create alone, which a POST would do too, but without leaving the fields to the apply."""

# The server reads the body of an apply as YAML: it refuses JSON's surrogate pairs, and these characters where they stand as they are.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def apply_body(manifest: Manifest) -> bytes:
    """The body of a server-side apply."""
    text = json.dumps(manifest, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def patch_body(live: Mapping[str, Any], operations: Sequence[Mapping[str, Any]]) -> bytes:
    """The body of a JSON patch that holds for an object in this version alone."""
    tests = [{"op": "test", "path": f"/metadata/{name}", "value": live["metadata"][name]} for name in ("uid", "resourceVersion")]
    return json.dumps([*tests, *operations]).encode()


def review_body(**asked: str) -> bytes:
    """The body that asks whether we are allowed something."""
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {"resourceAttributes": asked}}
    return json.dumps(review).encode()


def event_time(event: Mapping[str, Any]) -> str:
    """When an event was last seen, as ISO 8601; empty where it does not say."""
    metadata, series = part(event, "metadata"), part(event, "series")
    times = (series.get("lastObservedTime"), event.get("lastTimestamp"), event.get("eventTime"), metadata.get("creationTimestamp"))
    return next((str(time) for time in times if time), "")
