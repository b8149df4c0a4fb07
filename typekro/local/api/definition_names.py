"""Which names of a CustomResourceDefinition are accepted: two of one group cannot have one name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.kubernetes.objects import part

Names = Mapping[str, Any]


@attrs.frozen
class Taken:
    """The names that others of the group have.

    Args:
        resources: plurals, singulars and short names.
        kinds: kinds and kinds of lists.
    """

    resources: frozenset[str]
    kinds: frozenset[str]


def taken(definitions: Iterable[Mapping[str, Any]]) -> Taken:
    """The names that these definitions were granted."""
    granted = [part(part(each, "status"), "acceptedNames") for each in definitions]
    resources = {name for names in granted for name in _resource_names(names) if name}
    return Taken(frozenset(resources), frozenset(names[key] for names in granted for key in ("kind", "listKind") if names.get(key)))


def _resource_names(names: Names) -> Iterator[str]:
    yield names.get("plural", "")
    yield names.get("singular", "")
    yield from names.get("shortNames") or ()


@attrs.frozen
class Granted:
    """What a definition is granted.

    Args:
        names: the names.
        reason: of the condition `NamesAccepted`.
        message: what it says.
    """

    names: dict[str, Any]
    reason: str = "NoConflicts"
    message: str = "no conflicts found"

    @property
    def whole(self) -> bool:
        """All names were granted."""
        return self.reason == "NoConflicts"


def granted(wanted: Names, before: Names, others: Taken) -> Granted:
    """What a definition is granted of the names that it wants.

    Args:
        wanted: the names of its `spec`.
        before: what it was granted before: it keeps that where it cannot have the new one.
        others: the names that are taken.

    Example:
        >>> granted({"plural": "webs", "kind": "Web"}, {}, Taken(frozenset({"webs"}), frozenset())).message
        '"webs" is already in use'
    """
    names: dict[str, Any] = {"plural": before.get("plural", ""), "kind": before.get("kind", "")}
    conflict: tuple[str, str] | None = None
    for key, reason in (("plural", "PluralConflict"), ("singular", "SingularConflict")):
        if (name := _clash(names, key, wanted, before, others.resources)) is not None:
            conflict = reason, name
    clash = _first(wanted.get("shortNames") or (), others.resources)
    if clash is not None:
        conflict = ("ShortNamesConflict", clash)
        _keep(names, "shortNames", before)
    else:
        _keep(names, "shortNames", wanted)
    for key, reason in (("kind", "KindConflict"), ("listKind", "ListKindConflict")):
        if (name := _clash(names, key, wanted, before, others.kinds)) is not None:
            conflict = reason, name
    _keep(names, "categories", wanted)
    if conflict is None:
        return Granted(names)
    return Granted(names, conflict[0], f'"{conflict[1]}" is already in use')


def _clash(names: dict[str, Any], key: str, wanted: Names, before: Names, others: frozenset[str]) -> str | None:
    name: str = wanted.get(key, "")
    _keep(names, key, before if name in others else wanted)
    return name if name in others else None


def _keep(names: dict[str, Any], key: str, of: Names) -> None:
    if of.get(key):
        names[key] = of[key]


def _first(names: Sequence[str], others: frozenset[str]) -> str | None:
    return next((name for name in names if name in others), None)
