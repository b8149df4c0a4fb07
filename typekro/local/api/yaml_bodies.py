"""Bodies in YAML, read as the API server reads them."""

import re
from typing import Any, Final

import yaml
from yaml.scanner import ScannerError

from typekro.local.api.errors import YamlError

_GO_YAML: Final = {"mapping values are not allowed here": "mapping values are not allowed in this context"}


class _Loader(yaml.SafeLoader):
    """YAML with the types of JSON: no dates, and what Go takes for booleans."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _letter in "yYnN":
    _Loader.yaml_implicit_resolvers.setdefault(_letter, []).append(("tag:yaml.org,2002:bool", re.compile("^[yYnN]$")))
_Loader.bool_values = {**yaml.SafeLoader.bool_values, "y": True, "n": False}


def loaded(body: bytes) -> Any:
    """The document of a body.

    Args:
        body: YAML.

    Raises:
        YamlError: it is none.
    """
    try:
        return yaml.load(body, _Loader)  # noqa: S506 - a safe loader, without time stamps
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise YamlError(_said(error)) from error


def _said(error: Exception) -> str:
    """What Go says of YAML that is none."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line = error.problem_mark.line + isinstance(error, ScannerError)  # what go-yaml counts as lines
        said = _GO_YAML.get(error.problem or "", error.problem)
        return f"line {line}: {said}" if error.problem_mark.line else str(said)
    return str(error).splitlines()[0]
