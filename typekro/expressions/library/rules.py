"""Rules of Kubernetes about values: evaluated, as far as Google's library has their functions."""

import json
import re
from functools import cache, lru_cache
from typing import Any, Final

from typekro.expressions.library.google import google

_EXTENSIONS: Final = ("bindings", "encoders", "lists", "math", "optional", "sets", "strings", "two-var-comprehensions")

_MISSING: Final = re.compile(r'Key not found in map : "(.*)"')


def problem_of_rule(rule: str, value: Any) -> str | None:
    """Why a value breaks a rule, or None where it keeps it, or where that cannot be told here.

    Args:
        rule: CEL about `self` and `oldSelf`.
        value: JSON, which is both of them.

    Raises:
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> problem_of_rule("self.port > 0", {"port": 80}) is None
        True
        >>> problem_of_rule("self.port > 0", {"port": 0})
        'it is false'
        >>> problem_of_rule("self.port > 0", {})
        'there is no field port'
    """
    expression = _compiled(rule)
    if expression is None:
        return None
    found = expression.eval(data={"self": value, "oldSelf": value}).value()
    if isinstance(found, bool):
        return None if found else "it is false"
    code, _, said = str(found).partition(": ")
    # Where a function got what it does not take here, Kubernetes may take it: it has more of them.
    return None if code == "UNKNOWN" and "Index" not in said else _MISSING.sub(r"there is no field \1", said)


@lru_cache(maxsize=256)
def _compiled(rule: str) -> Any:
    """The rule with anything for `self`; None where the library cannot read it, as it may have functions that are Kubernetes' own."""
    try:
        return _environment().compile(rule)
    except RuntimeError:
        return None


@cache
def _environment() -> Any:
    variables = [{"name": name, "type_name": "dyn"} for name in ("self", "oldSelf")]
    said = {"name": "rules", "extensions": [{"name": name} for name in _EXTENSIONS], "variables": variables}
    cel = google().cel
    return cel.NewEnv(config=cel.NewEnvConfigFromYaml(json.dumps(said)))
