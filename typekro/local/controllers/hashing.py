"""Short names for contents: equal templates get equal ones, in the letters that Kubernetes takes for it."""

import json
from collections.abc import Mapping
from typing import Any

_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_OFFSET, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def hash_of(content: Mapping[str, Any], collisions: int | None = None) -> str:
    """The hash of a content, as it stands in names and labels.

    It is made like Kubernetes', but of JSON rather than of Go's memory: the same content has another hash there.

    Args:
        content: what is named.
        collisions: how often its hash turned out to be another content's.

    Example:
        >>> hash_of({"spec": {}}) == hash_of({"spec": {}}), hash_of({"spec": {}}) == hash_of({"spec": {}}, 1)
        (True, False)
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    if collisions is not None:
        text += str(collisions)
    digest = _OFFSET
    for byte in text.encode():
        digest = ((digest ^ byte) * _PRIME) & _MASK
    return "".join(_LETTERS[ord(digit) % len(_LETTERS)] for digit in str(digest))
