"""Texts in which a reference was meant: written as YAML has it, or without the f in front of the text. Pure."""

import json
import re
from typing import Final

# A field of an instance or of an object, as kro's YAML reads it; ${server.port} is left to those whose texts are templates of their own.
_PATH: Final = r"(?P<path>(?P<root>[A-Za-z_]\w*)\.\??(?:spec|status|metadata|data)\b[\w.?\[\]\"]*)"
WRITTEN_OUT: Final = re.compile(rf"\$\{{\s*{_PATH}\s*(?:\}}|(?=[^}}]*\Z))")
"""A reference as YAML has it, also where its `${` is not closed."""
_WITHOUT_F: Final = re.compile(r"(?<![{$])\{[A-Za-z_]\w*(?:[.\[][^{}]*)?\}(?!\})")


def in_python(path: str) -> str:
    """How a reference that is written out is written in Python.

    Example:
        >>> print(in_python("schema.spec.name"))
        f"...{schema.spec.name}..." by the names of Python, or raw("schema.spec.name", str) in CEL
    """
    return f'f"...{{{path}}}..." by the names of Python, or raw("{path}", str) in CEL'


def as_reference(text: str) -> str | None:
    """What was meant by a text that was to be an expression; None where nothing in it looks like a reference.

    Example:
        >>> print(as_reference("http://{host}"))
        f"http://{host}", with f in front of the text
    """
    written = WRITTEN_OUT.search(text)
    if written is not None:
        return in_python(written["path"])
    return f"f{json.dumps(text, ensure_ascii=False)}, with f in front of the text" if _WITHOUT_F.search(text) else None
