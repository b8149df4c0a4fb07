"""What one deployment of an instance has, so that another one of it can be held against it: without what the server makes up."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from tests.kro.direct_parts import FOREIGN, own_texts
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Program

_MADE_UP = ("uid", "resourceVersion", "creationTimestamp")
_ADDRESSES = ("clusterIP", "volumeName")
_PASSING = {"lastTransitionTime", "lastUpdateTime", "lastProbeTime", "startTime", "completionTime", "nodePort", "healthCheckNodePort"}
_RANDOM = Program("random.seededString(10, uid)")


@attrs.frozen
class Deployed:
    """What is there of an instance.

    Args:
        objects: what was made, by node, kind, namespace and name.
        status: the fields of its status that are its own; None where it is not ready.
    """

    objects: Mapping[str, Mapping[str, Any]]
    status: Mapping[str, Any] | None

    @classmethod
    def of(cls, uid: str, nodes: Mapping[str, Sequence[Mapping[str, Any]]], status: Mapping[str, Any] | None) -> "Deployed":
        """What is there, with a word in place of each value that the server makes up.

        Args:
            uid: the UID of the instance.
            nodes: the objects as the server has them, by node.
            status: its status; None where it is not ready.
        """
        words = {uid: "<uid>", _RANDOM.run({"uid": uid}): "<random>"}
        for id_, objects in nodes.items():
            for one in objects:
                words |= _words(f"{id_}/{_name(one, words)}", one)
        wanted = {f"{id_}: {_name(one, words)}": masked(_wanted(one), words) for id_, found in nodes.items() for one in found}
        return cls(wanted, None if status is None else masked(status, words))

    def unlike(self, other: "Deployed") -> Iterator[str]:
        """Where another one is otherwise, by paths."""
        yield from _unlike(self.objects, other.objects, "")
        yield from _unlike(self.status, other.status, "status")


def _name(one: Mapping[str, Any], words: Mapping[str, str]) -> str:
    metadata = one["metadata"]
    return str(masked("/".join(str(part) for part in (one["kind"], metadata.get("namespace"), metadata["name"]) if part), words))


def _words(name: str, one: Mapping[str, Any]) -> dict[str, str]:
    """Words for what the server makes up of an object."""
    found = {one["metadata"].get(key): f"<{name} {key}>" for key in _MADE_UP}
    spec: Mapping[str, Any] = one.get("spec") or {}
    found |= {spec.get(key): f"<{name} {key}>" for key in _ADDRESSES if spec.get(key) != "None"}
    return {str(value): word for value, word in found.items() if value}


def _wanted(one: Mapping[str, Any]) -> dict[str, Any]:
    """An object without what others say of it."""
    metadata = one["metadata"]
    kept = {key: part for key, part in one.items() if key not in {"metadata", "status"}}
    return {**kept, "metadata": {"name": metadata["name"], "finalizers": metadata.get("finalizers", []), **own_texts(metadata)}}


def masked(value: Any, words: Mapping[str, str]) -> Any:
    """JSON with words in place of some texts, without times, and without what kro and we call our own.

    Args:
        value: the JSON.
        words: words, by the texts that they stand for; numbers are replaced only where they stand alone.
    """
    if is_mapping(value):
        kept = {key: part for key, part in value.items() if key not in _PASSING and not key.startswith(FOREIGN)}
        return {masked(key, words): masked(part, words) for key, part in kept.items()}
    if is_sequence(value):
        return [masked(part, words) for part in value]
    if not isinstance(value, str):
        return value
    if value in words:
        return words[value]
    for text, word in words.items():
        value = value if text.isdecimal() else value.replace(text, word)
    return value


def _unlike(one: Any, other: Any, at: str) -> Iterator[str]:
    if is_mapping(one) and is_mapping(other):
        for key in sorted({*one, *other}):
            if key in one and key in other:
                yield from _unlike(one[key], other[key], f"{at}.{key}")
            else:
                yield f"{at}.{key}: {one.get(key)!r} and {other.get(key)!r}"
    elif is_sequence(one) and is_sequence(other) and len(one) == len(other):
        for index, (part, counterpart) in enumerate(zip(one, other, strict=True)):
            yield from _unlike(part, counterpart, f"{at}[{index}]")
    elif one != other:
        yield f"{at}: {one!r} and {other!r}"
