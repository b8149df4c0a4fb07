"""In which form a client wants its answer: the whole object, its metadata alone, or a table; as JSON or YAML."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from typekro.local.api.errors import YamlError
from typekro.local.api.refusals import bad_request, not_acceptable, unsupported_media_type
from typekro.local.api.responses import JSON, decoded_json

Form = Literal["object", "partial", "table"]
YAML: Final = "application/yaml"
ACCEPTED: Final = (JSON, YAML)
PROTOBUF: Final = "application/vnd.kubernetes.protobuf"
OFFERED: Final = (*ACCEPTED, PROTOBUF)
"""What is said to be there where a client wants something else: Protobuf is served at the door."""
_STREAMED: Final = ("application/json;stream=watch", f"{PROTOBUF};stream=watch")
_META: Final = "meta.k8s.io"


@attrs.frozen
class Accept:
    """What a client takes.

    Args:
        form: the whole object, its metadata alone, or a table.
        version: of `meta.k8s.io`, for tables and metadata.
        media: the media type, without parameters.
    """

    form: Form = "object"
    version: str = "v1"
    media: str = JSON


def media_types(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The media types of a header with their parameters, the preferred first.

    Example:
        >>> list(media_types("application/json;as=Table;v=v1;g=meta.k8s.io, */*"))
        [('application/json', {'as': 'Table', 'v': 'v1', 'g': 'meta.k8s.io'}), ('*/*', {})]
    """
    found: list[tuple[float, str, dict[str, str]]] = []
    for part in text.split(","):
        media, *rest = (piece.strip() for piece in part.split(";"))
        if media:
            parameters = dict(_pair(piece) for piece in rest if piece)
            found.append((_quality(parameters.pop("q", "1")), media.lower(), parameters))
    yield from ((media, parameters) for _, media, parameters in sorted(found, key=lambda each: -each[0]))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip().strip('"')


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def accepted(header: str, *, lists: bool) -> Accept:
    """The form that suits a client best.

    Args:
        header: the request's `Accept`.
        lists: whether the answer is a list, or a watch of one.

    Raises:
        StatusError: none does.
    """
    known = False
    for media, parameters in media_types(header or "*/*"):
        chosen = {"*/*": JSON, "application/*": JSON, JSON: JSON, YAML: YAML}.get(media)
        if chosen is None:
            continue
        kind = parameters.get("as", "")
        if not kind:
            return Accept("object", "v1", chosen)
        known, version = True, parameters.get("v", "")
        if parameters.get("g") != _META or version not in {"v1", "v1beta1"}:
            continue
        if kind == "Table":
            return Accept("table", version, chosen)
        if kind == ("PartialObjectMetadataList" if lists else "PartialObjectMetadata"):
            return Accept("partial", version, chosen)
    raise not_acceptable(OFFERED if known or not lists else (*OFFERED, *_STREAMED), known=known)


def body_of(body: bytes | None, content_type: str) -> Any:
    """The document of a request's body.

    Args:
        body: what was sent.
        content_type: in which form.

    Raises:
        StatusError: the form is not known, or the body is none of it.
    """
    media = content_type.partition(";")[0].strip().lower() or JSON
    if media not in ACCEPTED:
        raise unsupported_media_type(OFFERED)
    return _yaml(body or b"") if media == YAML else decoded_json(body or b"")


def yaml_of(body: bytes) -> Any:
    """The document of a body that is YAML, or JSON.

    Raises:
        StatusError: it is neither.
    """
    try:
        return _yaml(body)
    except YamlError as error:
        raise bad_request(f"error decoding YAML: error converting YAML to JSON: yaml: {error}") from error


def _yaml(body: bytes) -> Any:
    if body.lstrip()[:1] == b"{":
        try:
            return decoded_json(body)
        except ValueError:  # what is YAML and looks like JSON at its beginning
            pass
    from typekro.local.api.yaml_bodies import loaded  # noqa: PLC0415 - few bodies are YAML, and its library takes its time to be imported

    return loaded(body)
