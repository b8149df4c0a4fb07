"""Google's CEL, to hold our evaluation against: the same text on the same value."""

from functools import cache
from typing import Any

import pytest

CONFIGURATION = """
name: tests
extensions:
- name: lists
- name: strings
- name: optional
- name: encoders
"""


@cache
def environment() -> Any:
    cel = pytest.importorskip("cel_expr_python.cel")
    return cel.NewEnv(config=cel.NewEnvConfigFromYaml(CONFIGURATION), variables={"s": cel.Type.DYN})


class CelError(Exception):
    """CEL has no value for it."""


def value_of(text: str, spec: dict[str, Any]) -> Any:
    """What CEL makes of a text, in which the root is called s."""
    result = environment().compile(text).eval(data={"s": spec})
    if str(result.type()) == "ERROR":
        raise CelError(result.plain_value())
    return result.plain_value()
