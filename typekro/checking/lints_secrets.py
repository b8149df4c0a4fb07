"""Passwords that stand as text in a definition, where everybody who may read the definition or the pod reads them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from typekro.checking.places import at
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis
from typekro.expressions.guards import is_mapping, is_sequence

_SECRET = re.compile(r"(.*_)?(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|(PRIVATE|SECRET|ACCESS)_KEY|CREDENTIALS?)_?\d*", re.IGNORECASE)
_SWITCHES: Final = frozenset({"", "true", "false", "yes", "no", "on", "off", "0", "1"})
_CONTAINERS: Final = ("containers", "initContainers", "ephemeralContainers")


def literal_secrets(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each variable of a container that is named like a secret and has a literal value."""
    for node in analysis.nodes.values():
        for path, variable in _variables(node.template):
            name, value = variable.get("name"), variable.get("value")
            if isinstance(name, str) and isinstance(value, str) and _is_secret(name) and _is_literal(value):
                yield _problem(at(f"resources.{node.id}", path), name)


def _problem(place: str, name: str) -> Problem:
    why = "whoever may read the definition, the instance's objects or the pod reads it"
    hint = f"- {{name: {name}, valueFrom: {{secretKeyRef: {{name: NAME-OF-A-SECRET, key: {name.lower().replace('_', '-')}}}}}}}"
    return problem("S", place, f"{name} has its value as text", why, hint)


def _is_secret(name: str) -> bool:
    return _SECRET.fullmatch(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)) is not None


def _is_literal(value: str) -> bool:
    # $(NAME) is another variable, and ${...} an expression.
    return value.lower() not in _SWITCHES and "${" not in value and "$(" not in value


def _variables(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The environment variables of all containers in a manifest, with their places."""
    if is_mapping(value):
        for key, part in value.items():
            containers = part if key in _CONTAINERS and is_sequence(part) else ()
            for index, container in enumerate(containers):
                yield from _of_container(container, (*path, str(key), index))
            yield from _variables(part, (*path, str(key)))
    elif is_sequence(value):
        for index, item in enumerate(value):
            yield from _variables(item, (*path, index))


def _of_container(container: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    variables = container.get("env") if is_mapping(container) else None
    for index, variable in enumerate(variables if is_sequence(variables) else ()):
        if is_mapping(variable):
            yield (*path, "env", index), variable
