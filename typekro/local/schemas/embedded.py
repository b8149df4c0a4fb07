"""Metadata of objects of CRDs, and of whole objects inside of them: read as Go does, and held against Kubernetes' rules."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.local.schemas.field_problems import FieldProblem, child, invalid, required
from typekro.local.schemas.go_types import DecodingError, decoded_as
from typekro.local.schemas.metadata import metadata_problems
from typekro.local.schemas.names import dns_1035_label, path_segment
from typekro.local.schemas.shapes import is_list, is_object
from typekro.local.schemas.structural import EMBEDDED, Node

_OBJECT_META: Final = "apis/meta/v1.ObjectMeta"
_SLASHES: Final = 1


def metadata_read(value: dict[str, Any], node: Node) -> tuple[dict[str, Any], list[str]]:
    """An object with all metadata in it read as Go reads it, and the fields that metadata does not have.

    Args:
        value: the object; it is not changed.
        node: what its schema says.

    Raises:
        DecodingError: some metadata cannot be read.
    """
    unknown: list[str] = []
    return _read(value, node, "", unknown, whole=True), sorted(unknown)


def _read(value: Any, node: Node | None, path: str, unknown: list[str], *, whole: bool = False) -> Any:
    if node is None:
        return value
    if is_list(value):
        made = [_read(item, node.items, f"{path}[{index}]", unknown) for index, item in enumerate(value)]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    if not is_object(value):
        return value
    changed: dict[str, Any] = {}
    is_resource = whole or node.embedded
    for name, part in value.items():
        if is_resource and name in {"apiVersion", "kind"} and not isinstance(part, str):
            raise DecodingError(invalid(child(path, name), part, "must be a string").text)
        if is_resource and name == "metadata":
            new = _read_metadata(part, path, unknown)
        elif EMBEDDED not in node.has:
            continue
        else:
            new = _read(part, node.below(name), child(path, name), unknown)
        if new is not part:
            changed[name] = new
    return {**value, **changed} if changed else value


def _read_metadata(value: Any, path: str, unknown: list[str]) -> Any:
    try:
        found = decoded_as(_OBJECT_META, value)
    except DecodingError as error:
        if not path:
            raise
        raise DecodingError(invalid(f"{path}.metadata", value, error.said).text) from error
    unknown += [f"{child(path, 'metadata')}.{name}" for name in found.unknown]
    return value if found.object == value else found.object


def embedded_problems(value: Any, node: Node, path: str = "") -> Iterator[FieldProblem]:
    """What is wrong with whole objects inside of an object.

    Args:
        value: the object, or a part of it.
        node: what its schema says.
        path: where it stands.
    """
    if is_object(value):
        if node.embedded:
            yield from _of_object(value, path)
        for name, part in value.items():
            below = node.below(name)
            if below is not None:
                yield from embedded_problems(part, below, child(path, name) if name in node.properties else f"{path}[{name}]")
    elif is_list(value) and node.items is not None:
        for index, item in enumerate(value):
            yield from embedded_problems(item, node.items, f"{path}[{index}]")


def _of_object(value: Mapping[str, Any], path: str) -> Iterator[FieldProblem]:
    yield from (required(child(path, name)) for name in ("apiVersion", "kind") if name not in value)
    version, kind, metadata = value.get("apiVersion"), value.get("kind"), value.get("metadata")
    if version == "":
        yield invalid(child(path, "apiVersion"), version, "must not be empty")
    elif isinstance(version, str) and version.count("/") > _SLASHES:
        yield invalid(child(path, "apiVersion"), version, f"unexpected GroupVersion string: {version}")
    if kind == "":
        yield invalid(child(path, "kind"), kind, "must not be empty")
    elif isinstance(kind, str) and (problems := dns_1035_label(kind.lower())):
        yield invalid(child(path, "kind"), kind, f"may have mixed case, but should otherwise match: {','.join(problems)}")
    if is_object(metadata):
        named = {**metadata, "name": metadata.get("name") or "fakename"}
        yield from metadata_problems(named, namespaced=bool(metadata.get("namespace")), judge=path_segment, at=child(path, "metadata"))
