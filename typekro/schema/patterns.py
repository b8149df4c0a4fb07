"""Regular expressions as kro and Kubernetes read them: Go's, which are RE2's."""

import re
import warnings

_LITERAL = re.compile(r"\\[^a-zA-Z0-9]")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
# Python reads these, RE2 does not: look-around, references back, conditions, comments, atomic groups, possessive repeats.
_PYTHON_ALONE = re.compile(r"\(\?(?:<?[=!]|[#(>]|P[=>])|\\[1-9](?![0-9])|\\Z|(?:[*+?]|\{\d+(?:,\d*)?\})\+")
# RE2 alone reads these, or it reads them otherwise.
_RE2_ALONE = re.compile(r"\[:|\\[pPQEzCxs]|\(\?<|\(\?[a-zA-Z]*[^imsP:=!#(>-]|\{,|\(\?[a-zA-Z]*-")

_WRONG_FOR_BOTH = ("missing )", "unbalanced parenthesis", "unterminated character set", "bad character range")


def problem_of_pattern(pattern: str) -> str | None:
    """Why a pattern is no regular expression of RE2, or None where it is one.

    Where Google's CEL library is absent, what Python cannot read either is found, and look-around and references back.

    Args:
        pattern: the regular expression.

    Example:
        >>> problem_of_pattern("^[a-z]+$") is None, problem_of_pattern("^(?=a)") is None
        (True, False)
    """
    if r"\C" in _LITERAL.sub("c", pattern).partition(r"\Q")[0]:  # which RE2 has, and Go has not
        return r"Go has no \C"
    from typekro.expressions import library  # noqa: PLC0415 - Google's library is loaded where it is needed

    return library.problem_of_pattern(pattern) if library.available() else problem_without_library(pattern)


def problem_without_library(pattern: str) -> str | None:
    """The same, as far as it can be told without Google's library."""
    bare = _LITERAL.sub("c", pattern)
    if r"\Q" in bare:
        return None
    if match := _PYTHON_ALONE.search(_CLASS.sub("c", bare)):
        return f"{match[0]} is not known to RE2, which has no look-around and no references back"
    if _RE2_ALONE.search(bare):
        return None
    try:
        _compiled(pattern)
    except re.error as error:
        return str(error) if error.msg.startswith(_WRONG_FOR_BOTH) and "\\" not in error.msg else None
    return None


def matches(pattern: str, text: str) -> bool | None:
    """Whether a pattern is found in a text; None where Python cannot tell what RE2 would say.

    Args:
        pattern: a regular expression of RE2.
        text: the text.

    Example:
        >>> matches("^[a-z]+$", "abc"), matches("^[a-z]+$", "ABC"), matches("[[:alpha:]]", "a")
        (True, False, None)
    """
    bare = _LITERAL.sub("c", pattern)
    if _RE2_ALONE.search(bare) or _PYTHON_ALONE.search(_CLASS.sub("c", bare)) or text.endswith("\n"):
        return None
    try:
        return _compiled(pattern).search(text) is not None
    except re.error:
        return None


def _compiled(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings(action="ignore"):
        return re.compile(pattern, re.ASCII)
