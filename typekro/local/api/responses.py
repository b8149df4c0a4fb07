"""What the API server answers, before anybody sends it."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

JSON = "application/json"


@attrs.frozen
class Response:
    """A whole answer.

    Args:
        status: the HTTP status.
        body: what is answered.
        content_type: the media type of the body.
        headers: headers beside those of content type and length.
    """

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def document(self) -> Any:
        """The JSON that is answered."""
        return json.loads(self.body)


def encoded(document: Any) -> bytes:
    """A document as it goes over the wire: JSON without spaces, in UTF-8, keys in order, as Go writes what it knows no type of."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(errors="surrogatepass")


def answer(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that is a JSON document."""
    return Response(status, encoded(document), headers=headers or {})


def text(said: str, status: int = 200) -> Response:
    """An answer that is plain text, as the health checks give it."""
    return Response(status, said.encode(), "text/plain; charset=utf-8")


def decoded_json(body: bytes) -> Any:
    """The JSON document of a body.

    Raises:
        ValueError: it is none.
    """
    return json.loads(body)
