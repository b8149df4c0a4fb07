"""Which texts survive their way through the cluster."""

import re

# kro applies what it makes as JSON that the API server reads as YAML, in which these are refused or, U+0085, become a space.
_LOST = re.compile("[\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def problem_of_text(text: str) -> str | None:
    """Why a text cannot be in a manifest, or None where it can.

    Example:
        >>> problem_of_text("ok")
    """
    if match := _LOST.search(text):
        why = "which the API server does not take, or changes, in what kro applies"
        return f"it holds the control character U+{ord(match[0]):04X}, {why}"
    return "it holds half of a surrogate pair, which is no text in JSON" if _SURROGATE.search(text) else None
