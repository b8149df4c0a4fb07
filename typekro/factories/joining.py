"""Any other field: what a factory makes of its arguments, joined with the fields that are given beside them."""

from collections.abc import Iterable, Mapping
from typing import Any

from typekro.expressions import expression_of
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.factories.checks import Checks, shown
from typekro.openapi.naming import python_name


def joined(checks: Checks, made: Mapping[str, Any], more: Mapping[str, Any], at: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    """Both as one object: objects are joined field by field, lists one after the other; nothing else can be said twice.

    Args:
        checks: takes what is said twice.
        made: what the arguments say, as it stands in a manifest.
        more: what is given beside them, the same way.
        at: the argument that holds it (`spec`).
        arguments: which argument says a field, by the field's place (`spec.replicas`: `replicas`).
    """
    fields = dict(made)
    for key, value in more.items():
        place = f"{at}.{key}"
        fields[key] = _both(checks, made[key], value, place, arguments) if key in made else value
    return fields


def _both(checks: Checks, made: Any, more: Any, at: str, arguments: Mapping[str, str]) -> Any:
    if is_mapping(made) and is_mapping(more):
        return joined(checks, made, more, at, arguments)
    if is_sequence(made) and is_sequence(more):
        for name in sorted(_names(made) & _names(more)):
            checks.add(f"{_written(at)} has another {name!r}", _speaker(checks, at, arguments), "give it another name")
        return [*made, *more]
    argument = arguments.get(at)
    is_short = isinstance(more, str | int | float) or expression_of(more) is not None
    hint = "say it once" if not is_short else f"{argument}={shown(more)}" if argument else "leave it out"
    checks.add(f"{_written(at)} is {shown(more) if is_short else 'given'}", _speaker(checks, at, arguments), hint)
    return made


def _speaker(checks: Checks, at: str, arguments: Mapping[str, str]) -> str:
    return f"the argument {arguments[at]} says it already" if at in arguments else f"{checks.call} makes it already"


def _written(at: str) -> str:
    """The place as its user writes it: `pod.service_account_name`."""
    return ".".join(python_name(part) for part in at.split("."))


def _names(items: Iterable[Any]) -> set[str]:
    return {item["name"] for item in items if is_mapping(item) and isinstance(item.get("name"), str)}
