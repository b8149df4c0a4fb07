"""What a rule of a role names: resources in the plural with their groups, and verbs; whatever is not known is taken."""

import functools
from collections.abc import Mapping, Sequence
from typing import Final

from typekro.expressions.guards import is_sequence
from typekro.factories.checks import Checks
from typekro.openapi.kinds import Kinds

_VERBS: Final = ("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection")
_MEANT: Final = {
    "read": '"get", "list", "watch"',
    "view": '"get", "list", "watch"',
    "write": '"create", "update", "patch"',
    "edit": '"update", "patch"',
    "modify": '"update", "patch"',
    "remove": '"delete"',
    "add": '"create"',
}


def check_resource(checks: Checks, key: str, plural: str, group: str, below: str) -> None:
    """Says of a resource how it is called, where it is one of Kubernetes' own by another name.

    Args:
        checks: takes what is wrong.
        key: the resource as it is written.
        plural: what stands before a dot or a slash in it.
        group: what stands between the dot and the slash.
        below: what stands behind the slash.
    """
    known = _plurals()
    own = known.get(group, {}).values()
    if plural == "*" or plural in own or (group not in known and f"{group}.k8s.io" not in known):
        return
    by_group = {name: found for name, kinds in known.items() if (found := _called(plural, kinds)) is not None}
    if group in by_group:
        where, meant = group, by_group[group]
    elif by_group and (not group or f"{group}.k8s.io" in by_group):
        where, meant = next(item for item in by_group.items() if not group or item[0] == f"{group}.k8s.io")
    elif not group and plural in known and _called(below, known[plural]) is not None:
        where, meant, below = plural, str(_called(below, known[plural])), ""
    else:
        return
    whole = f"{meant}.{where}" if where else meant
    why = "Kubernetes: a rule names resources in the plural and in small letters, with their group behind them where they have one"
    checks.add(f"rules has the key {key!r}", why, f'"{whole}/{below}"' if below else f'"{whole}"')


def check_verbs(checks: Checks, argument: str, verbs: Sequence[str]) -> None:
    """Says of verbs how they are spelt, where they are meant to be one of those that every resource has."""
    for position, verb in enumerate(verbs if is_sequence(verbs) else ()):
        if not isinstance(verb, str) or verb in _VERBS:
            continue
        lower = verb.lower()
        meant = f'"{lower}"' if lower in _VERBS else _MEANT.get(lower)
        if meant is not None:
            checks.add(
                f"{argument}[{position}] is {verb!r}", f"Kubernetes: verbs are {', '.join(_VERBS)}, and some of single resources", meant
            )


def _called(name: str, kinds: Mapping[str, str]) -> str | None:
    """The plural of what is called so: by its plural, or by its kind, in letters of any size."""
    lower = name.lower()
    return next((plural for kind, plural in kinds.items() if lower in {kind.lower(), plural}), None)


@functools.cache
def _plurals() -> Mapping[str, Mapping[str, str]]:
    """The plurals of Kubernetes' kinds, by group and kind."""
    found: dict[str, dict[str, str]] = {}
    for known in Kinds.builtin().known.values():
        found.setdefault(known.api_version.rpartition("/")[0], {})[known.kind] = known.plural
    return found
