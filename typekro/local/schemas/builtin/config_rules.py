"""What the API server says of ConfigMaps and Secrets."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Final

from typekro.local.schemas.builtin.container_rules import Part
from typekro.local.schemas.builtin.judging import unchanged
from typekro.local.schemas.field_problems import FieldProblem, forbidden, invalid, required, too_long
from typekro.local.schemas.names import config_key
from typekro.local.schemas.shapes import part_of
from typekro.schema.go_texts import quoted

_LARGEST: Final = 1024 * 1024
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
}
_ACCOUNT: Final = "kubernetes.io/service-account.name"
_FIXED: Final = "field is immutable when `immutable` is set"


def config_map_problems(config_map: Part) -> Iterator[FieldProblem]:
    """What is wrong with a ConfigMap, beside its metadata."""
    data, binary = part_of(config_map, "data"), part_of(config_map, "binaryData")
    for key in data:
        yield from (invalid(f"data[{key}]", key, problem) for problem in config_key(key))
        if key in binary:
            yield invalid(f"data[{key}]", key, "duplicate of key present in binaryData")
    for key in binary:
        yield from (invalid(f"binaryData[{key}]", key, problem) for problem in config_key(key))
    total = sum(len(text.encode()) for text in data.values()) + sum(map(_bytes, binary.values()))
    if total > _LARGEST:
        yield too_long("[]", _LARGEST)


def _bytes(text: str | None) -> int:
    return len(base64.b64decode(text or ""))


def config_map_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a ConfigMap."""
    yield from _fixed(new, old, ("data", "binaryData"))


def _fixed(new: Part, old: Part, fields: tuple[str, ...]) -> Iterator[FieldProblem]:
    if not old.get("immutable"):
        return
    if not new.get("immutable"):
        yield forbidden("immutable", _FIXED)
    yield from (forbidden(field, _FIXED) for field in fields if part_of(new, field) != part_of(old, field))


def secret_problems(secret: Part) -> Iterator[FieldProblem]:
    """What is wrong with a Secret, beside its metadata."""
    data, kind = part_of(secret, "data"), secret.get("type") or ""
    for key in data:
        yield from (invalid(f"data[{key}]", key, problem) for problem in config_key(key))
    if sum(map(_bytes, data.values())) > _LARGEST:
        yield too_long("data", _LARGEST)
    yield from (required(f"data[{key}]") for key in _NEEDED.get(kind, ()) if key not in data)
    if kind.startswith("kubernetes.io/docker"):
        yield from _of_json(_NEEDED[kind][0], data)
    if kind == "kubernetes.io/basic-auth" and not {"username", "password"} & data.keys():
        yield required("data[username]")
        yield required("data[password]")
    annotations = part_of(part_of(secret, "metadata"), "annotations")
    if kind == "kubernetes.io/service-account-token" and not annotations.get(_ACCOUNT):
        yield required(f"metadata.annotations[{_ACCOUNT}]")


def _of_json(key: str, data: Mapping[str, str]) -> Iterator[FieldProblem]:
    if key not in data:
        return
    text = base64.b64decode(data[key]).decode(errors="replace")
    try:
        json.loads(text)
    except ValueError:
        first = text.lstrip()[:1]
        said = f"invalid character {quoted(first)[1:-1]!r} looking for beginning of value" if first else "unexpected end of JSON input"
        yield invalid(f"data[{key}]", "<secret contents redacted>", said)


def secret_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a Secret."""
    yield from unchanged(new.get("type"), old.get("type"), "type")
    yield from _fixed(new, old, ("data",))
