"""The container of a workload: image, command, environment, ports, resources."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypedDict

from typekro.factories.checks import Checks
from typekro.factories.rules import IMAGE, MAX_PORT, QUANTITY, VARIABLE
from typekro.factories.secrets import SecretKey


class Resources(TypedDict, total=False):
    """What a container asks for and what it may use at most, as quantities: `{"requests": {"cpu": "100m", "memory": "128Mi"}}`."""

    requests: Mapping[str, str]
    limits: Mapping[str, str]


_RESOURCES: Final = ("requests", "limits")


def container(
    checks: Checks,
    *,
    name: str,
    image: str,
    command: Sequence[str] | None,
    args: Sequence[str] | None,
    env: Mapping[str, str | SecretKey] | None,
    ports: Sequence[int] | None,
    resources: Resources | None,
) -> dict[str, Any]:
    """The container as it stands in a pod's template; what is not given is not there. The name is checked where it comes from."""
    checks.text("image", image, IMAGE)
    parts = {
        "command": checks.texts("command", command),
        "args": checks.texts("args", args),
        "env": _environment(checks, env),
        "ports": [{"containerPort": port} for port in _ports(checks, ports)],
        "resources": _resources(checks, resources),
    }
    given = (command, args, env, ports, resources)
    return {"name": name, "image": image} | {
        key: part for (key, part), value in zip(parts.items(), given, strict=True) if value is not None
    }


def _environment(checks: Checks, env: Mapping[str, str | SecretKey] | None) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for name, value in checks.mapping("env", env).items():
        if not VARIABLE.allows(name):
            checks.add(f"env has the key {name!r}, not {VARIABLE.noun}", VARIABLE.says)
        if isinstance(value, SecretKey):
            entries.append({"name": name, "valueFrom": {"secretKeyRef": {"name": value.name, "key": value.key}}})
        else:
            checks.text(f'env["{name}"]', value)
            entries.append({"name": name, "value": value})
    return entries


def _ports(checks: Checks, ports: Sequence[int] | None) -> list[int]:
    numbers = checks.sequence("ports", ports)
    for position, number in enumerate(numbers):
        checks.integer(f"ports[{position}]", number, 1, MAX_PORT)
    checks.unique("ports", numbers)
    return numbers


def _resources(checks: Checks, resources: Resources | None) -> dict[str, Any]:
    given = checks.mapping("resources", resources)
    for key in given:
        checks.choice("a key of resources", key, _RESOURCES)
    found = {key: checks.mapping(f"resources.{key}", value) for key, value in given.items()}
    for key, quantities in found.items():
        for name, quantity in quantities.items():
            checks.text(f'resources.{key}["{name}"]', quantity, QUANTITY)
    return found
