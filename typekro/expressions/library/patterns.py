"""Regular expressions in the dialect of kro and Kubernetes, RE2."""

from functools import cache
from typing import Any

from typekro.expressions.library.google import google


def problem_of_pattern(pattern: str) -> str | None:
    r"""What is wrong with a regular expression, or None where it is one that RE2 accepts (which knows no look-around and no `\1`).

    Args:
        pattern: the regular expression.

    Raises:
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> problem_of_pattern("^[a-z]+$") is None
        True
        >>> problem_of_pattern("(?=a)")
        'invalid perl operator: (?='
    """
    found = str(_matches().eval(data={"pattern": pattern}).value())
    return found.partition("invalid regular expression: ")[2] or None


@cache
def _matches() -> Any:
    cel = google().cel
    return cel.NewEnv(variables={"pattern": cel.Type.STRING}).compile('"".matches(pattern)')
