"""The small parts of cells: names, ages, selectors, lists that are cut."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.local.api.ages import age

NONE: Final = "<none>"
UNSET: Final = "<unset>"


def name(manifest: Mapping[str, Any]) -> str:
    """The name of an object."""
    found: str = manifest["metadata"]["name"]
    return found


def since(manifest: Mapping[str, Any], now: datetime) -> str:
    """How old an object is."""
    return age(manifest["metadata"].get("creationTimestamp"), now)


def part(of: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    """A mapping inside an object; empty where it is not there."""
    for step in path:
        of = of.get(step) or {}
    return of


def parts(of: Mapping[str, Any], *path: str) -> Sequence[Mapping[str, Any]]:
    """A list inside an object; empty where it is not there."""
    found: Sequence[Mapping[str, Any]] | None = part(of, *path[:-1]).get(path[-1])
    return found or ()


def containers(template: Mapping[str, Any]) -> list[str]:
    """The names and the images of the containers of a pod template."""
    found = parts(template, "spec", "containers")
    return [",".join(each.get("name", "") for each in found), ",".join(each.get("image", "") for each in found)]


def labels(found: Mapping[str, str] | None) -> str:
    """Labels as text.

    Example:
        >>> labels({"b": "1", "a": "2"}), labels({})
        ('a=2,b=1', '<none>')
    """
    return ",".join(f"{key}={value}" for key, value in sorted((found or {}).items())) or NONE


def selector(found: Mapping[str, Any] | None) -> str:
    """A label selector as text; empty where it selects by nothing.

    Example:
        >>> selector({"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "In", "values": ["b", "a"]}]})
        'app=web,tier in (a,b)'
    """
    given = found or {}
    terms = [(key, f"{key}={value}") for key, value in part(given, "matchLabels").items()]
    for each in parts(given, "matchExpressions"):
        values = ",".join(sorted(each.get("values") or ()))
        said = {"In": f"{each['key']} in ({values})", "NotIn": f"{each['key']} notin ({values})", "Exists": each["key"]}
        terms.append((each["key"], said.get(each["operator"], f"!{each['key']}")))
    return ",".join(text for _, text in sorted(terms))


def shortened(found: Sequence[str], most: int, *, count: int | None = None) -> str:
    """The first of a list, and how many more there are.

    Example:
        >>> shortened(["a", "b", "c", "d"], 3)
        'a,b,c + 1 more...'
    """
    said = ",".join(found[:most])
    more = (len(found) if count is None else count) - most
    return f"{said} + {more} more..." if more > 0 and len(found) > most else said


def truth(value: bool | None) -> str:  # noqa: FBT001 - it is what is shown
    """A boolean as text."""
    return UNSET if value is None else str(value)
