"""Names and sentences of an OpenAPI as Python people write them."""

import keyword
import re
import textwrap

WIDTH = 140

# Names that a class cannot give to a field without taking from the fields below it the types that are called so.
_TYPES = frozenset({"str", "int", "float", "bool", "list", "dict", "k8s"})

# Where the capitals of a name on the wire do not tell its words apart.
_IRREGULAR = {"openAPIV3Schema": "open_api_v3_schema"}


def python_name(wire_name: str) -> str:
    """The attribute for a field of the wire: `clusterIPs` is `cluster_ips`, `from` is `from_`.

    Example:
        >>> [python_name(name) for name in ("clusterIP", "podCIDRs", "httpGet", "$ref", "from", "bool", "2fa")]
        ['cluster_ip', 'pod_cidrs', 'http_get', 'ref', 'from_', 'bool_', 'field_2fa']
    """
    words = re.findall(r"[A-Z]{2,}s(?![a-z])|[A-Z]+[0-9]*(?![a-z0-9])|[A-Z]?[a-z0-9]+", wire_name)
    name = _IRREGULAR.get(wire_name) or "_".join(word.lower() for word in words)
    if not name[:1].isalpha():
        name = f"field_{name}".rstrip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in _TYPES else name


def first_sentence(description: str) -> str:
    """The first sentence of a description, on one line, fit to stand in a docstring.

    Example:
        >>> first_sentence("Ports, e.g. 80. More info: https://example.com")
        'Ports, e.g. 80.'
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in description)
    text = " ".join(printable.split()).partition(" More info: ")[0]
    match = re.search(r"(?<!e\.g)(?<!i\.e)(?<!etc)[.](?= [A-Z]|$)", text)
    sentence = text[: match.end()] if match else text
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def docstring(description: str, indent: str) -> str:
    """The lines of a docstring, wrapped to the width of a module, each with its end of line."""
    sentence = first_sentence(description).replace("\\", "\\\\").replace('"""', "'''")
    lines = textwrap.wrap(f'"""{sentence}', WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    closing = '"""' if len(lines) == 1 and len(lines[0]) + len(indent) + 3 <= WIDTH else f'\n{indent}"""'
    return indent + f"\n{indent}".join(lines) + closing + "\n"
