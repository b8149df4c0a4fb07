"""What clients send as protobuf, read as JSON."""

import contextlib
import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro.local.serving.protobuf import ProtobufError, as_json


def number(value: int) -> bytes:
    value %= 1 << 64
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def field(index: int, value: int | bytes | str) -> bytes:
    """A field of a message."""
    if isinstance(value, int):
        return number(index << 3) + number(value)
    data = value.encode() if isinstance(value, str) else value
    return number(index << 3 | 2) + number(len(data)) + data


def envelope(api_version: str, kind: str, message: bytes) -> bytes:
    return b"k8s\x00" + field(1, field(1, api_version) + field(2, kind)) + field(2, message) + field(3, "") + field(4, "")


def read(api_version: str, kind: str, message: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(envelope(api_version, kind, message)))
    assert (found.pop("apiVersion"), found.pop("kind")) == (api_version, kind)
    return found


METADATA = field(1, "web") + field(2, "") + field(3, "shop") + field(4, "") + field(7, 0) + field(8, b"")


def test_what_is_zero_and_may_be_left_out_is_left_out() -> None:
    assert read("v1", "ConfigMap", field(1, METADATA)) == {"metadata": {"name": "web", "namespace": "shop"}}


def test_what_is_zero_and_was_said_is_kept() -> None:
    spec = field(1, 0) + field(2, field(1, field(1, "app") + field(2, ""))) + field(3, field(1, METADATA) + field(2, b"")) + field(5, 0)

    assert read("apps/v1", "Deployment", field(1, METADATA) + field(2, spec) + field(3, b""))["spec"] == {
        "replicas": 0,
        "selector": {"matchLabels": {"app": ""}},
        "template": {"metadata": {"name": "web", "namespace": "shop"}, "spec": {}},
    }


def test_maps_bytes_and_flags_are_read() -> None:
    message = field(2, field(1, "a") + field(2, "1")) + field(2, field(1, "b")) + field(3, field(1, "c") + field(2, b"\xff")) + field(4, 0)

    assert read("v1", "ConfigMap", message) == {"data": {"a": "1", "b": ""}, "binaryData": {"c": "/w=="}, "immutable": False}


def test_what_stands_inline_is_among_the_fields_around_it() -> None:
    volume = field(1, "conf") + field(2, field(19, field(1, field(1, "conf"))))
    found = read("v1", "Pod", field(2, field(1, volume)))

    assert found["spec"]["volumes"] == [{"name": "conf", "configMap": {"name": "conf"}}]


@pytest.mark.parametrize(
    ("value", "read_as"),
    [(field(1, 0) + field(2, 8080) + field(3, ""), 8080), (field(1, 1) + field(2, 0) + field(3, "50%"), "50%"), (field(2, -1), -1)],
)
def test_a_number_or_a_text_is_what_it_is(value: bytes, read_as: int | str) -> None:
    assert read("policy/v1", "PodDisruptionBudget", field(2, field(1, value)))["spec"] == {"minAvailable": read_as}


def test_times_amounts_and_managed_fields_are_read() -> None:
    entry = field(1, "me") + field(4, field(1, 1_700_000_000)) + field(7, field(1, '{"f:data":{}}'))
    metadata = field(9, field(1, 1_700_000_000) + field(2, 5)) + field(17, entry)
    quota = field(2, field(1, field(1, "memory") + field(2, field(1, "1Gi"))))

    found = read("v1", "ResourceQuota", field(1, metadata) + quota)

    assert found == {
        "metadata": {
            "deletionTimestamp": "2023-11-14T22:13:20Z",
            "managedFields": [{"manager": "me", "time": "2023-11-14T22:13:20Z", "fieldsV1": {"f:data": {}}}],
        },
        "spec": {"hard": {"memory": "1Gi"}},
    }


def test_times_may_have_microseconds() -> None:
    spec = field(4, field(1, 1_700_000_000) + field(2, 5_000))

    assert read("coordination.k8s.io/v1", "Lease", field(2, spec))["spec"] == {"renewTime": "2023-11-14T22:13:20.000005Z"}


def test_lists_of_lists_are_read() -> None:
    extra = field(1, "scopes") + field(2, field(1, "a") + field(1, "b"))

    assert read("authorization.k8s.io/v1", "SubjectAccessReview", field(2, field(5, extra)))["spec"] == {"extra": {"scopes": ["a", "b"]}}


def test_fields_that_nobody_knows_are_left_out() -> None:
    later = field(99, "new") + number(98 << 3 | 1) + struct.pack("<d", 1.5) + number(97 << 3 | 5) + struct.pack("<f", 1.5)

    assert read("v1", "ConfigMap", later) == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", "it does not begin as an object in protobuf does"),
        (envelope("example.com/v1", "Apple", b""), "there is no built-in kind Apple of example.com/v1"),
        (envelope("v1", "ConfigMap", field(1, METADATA)[:-3]), "it cannot be read: it ends too early"),
        (envelope("v1", "ConfigMap", field(1, 7)), "it cannot be read: a number stands where text or an object should"),
        (envelope("apps/v1", "Deployment", field(2, field(1, "x"))), "it cannot be read: text or an object stands where a number should"),
        (envelope("v1", "ConfigMap", number(1 << 3 | 3)), "it cannot be read: there is no wire type 3"),
        (b"k8s\x00\x80", "it cannot be read: index out of range"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, said: str) -> None:
    with pytest.raises(ProtobufError) as raised:
        as_json(body)

    assert str(raised.value) == said


@given(st.binary())
def test_no_bytes_do_harm(data: bytes) -> None:
    for body in (data, b"k8s\x00" + data, envelope("apps/v1", "Deployment", data)):
        with contextlib.suppress(ProtobufError):
            json.loads(as_json(body))
