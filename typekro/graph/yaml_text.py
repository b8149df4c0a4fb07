"""Manifests as YAML that every reader takes alike: PyYAML, Go's, YAML 1.1 and 1.2."""

import re
from typing import Any

import yaml

# What no YAML, old or new, takes for anything but text: not 1e3, not 0o7, not 1:30, not 2025-01-01, not ~.
_PLAIN = re.compile(r"[A-Za-z/]([A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?|\$\{[A-Za-z0-9_.]+\}")
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, and indents lists inside of their key."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the base's signature
        super().increase_indent(flow, indentless=False)


def _text(_: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(value) and value.lower() not in _AMBIGUOUS
    quotes = "'" if value.isprintable() else '"'  # only these have escapes
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=None if plain else quotes)


_Dumper.add_representer(str, _text)


def to_yaml(manifest: dict[str, Any]) -> str:
    """The manifest as YAML, keys in their order; the same manifest gives the same bytes.

    Example:
        >>> print(to_yaml({"metadata": {"name": "on"}}), end="")
        metadata:
          name: 'on'
    """
    return yaml.dump(manifest, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"))
