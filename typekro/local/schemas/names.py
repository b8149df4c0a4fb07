"""Names, labels and keys: what Kubernetes says of one that it does not take."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeAlias

Judge: TypeAlias = Callable[[str], list[str]]
"""Says what is wrong with a text; nothing where it is taken."""
_Given = ParamSpec("_Given")
_REMEMBERED: Final = 8192

_LABEL: Final = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN: Final = rf"{_LABEL}(\.{_LABEL})*"
_UNDERSCORED: Final = r"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_DNS_1035: Final = "[a-z]([-a-z0-9]*[a-z0-9])?"
_KEY: Final = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_KEY_SAYS: Final = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
_KEY_EXAMPLES: Final = ("MyName", "my.name", "123-abc")
_LONGEST_LABEL: Final = 63
_LONGEST_SUBDOMAIN: Final = 253
_LONGEST_PORT_NAME: Final = 15
_LAST_PORT: Final = 65535
_TWO: Final = 2

_LABEL_PATTERN: Final = re.compile(_LABEL)
_SUBDOMAIN_PATTERN: Final = re.compile(_SUBDOMAIN)
_DNS_1035_PATTERN: Final = re.compile(_DNS_1035)
_KEY_PATTERN: Final = re.compile(_KEY)
_VALUE_PATTERN: Final = re.compile(f"({_KEY})?")
_CONFIG_KEY_PATTERN: Final = re.compile(r"[-._a-zA-Z0-9]+")
_VARIABLE_PATTERN: Final = re.compile(r"[ -<>-~]*")


def _remembered(judge: Callable[_Given, list[str]]) -> Callable[_Given, list[str]]:
    """Judges each text once: the same names stand in many places of many objects."""
    judged = lru_cache(maxsize=_REMEMBERED)(judge)

    @wraps(judge)
    def found(*given: _Given.args, **named: _Given.kwargs) -> list[str]:
        return [*judged(*given, **named)]  # type: ignore[arg-type] # texts, which can be looked up

    return found


def says(text: str, pattern: str, *examples: str) -> str:
    """A rule, examples of it and its pattern, as Kubernetes writes them.

    Example:
        >>> says("a number", "[0-9]+", "1", "23")
        "a number (e.g. '1',  or '23', regex used for validation is '[0-9]+')"
    """
    shown = " or ".join(f"'{example}', " for example in examples)
    return (
        f"{text} (e.g. {shown}regex used for validation is '{pattern}')"
        if examples
        else f"{text} (regex used for validation is '{pattern}')"
    )


def longest(length: int, unit: str = "bytes") -> str:
    """That a text is too long."""
    return f"must be no more than {length} {unit}"


@_remembered
def dns_label(text: str, unit: str = "characters") -> list[str]:
    """Judge a label of DNS.

    Example:
        >>> dns_label("web"), dns_label("web.example.com")
        ([], ['must not contain dots'])
    """
    found = [longest(_LONGEST_LABEL, unit)] if len(text.encode()) > _LONGEST_LABEL else []
    if _LABEL_PATTERN.fullmatch(text):
        return found
    if _SUBDOMAIN_PATTERN.fullmatch(text):
        return [*found, "must not contain dots"]
    rule = (
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
        " and must start and end with an alphanumeric character"
    )
    return [*found, says(rule, _LABEL, "my-name", "123-abc")]


@_remembered
def dns_subdomain(text: str, unit: str = "characters") -> list[str]:
    """Judge a subdomain of DNS."""
    found = [longest(_LONGEST_SUBDOMAIN, unit)] if len(text.encode()) > _LONGEST_SUBDOMAIN else []
    if _SUBDOMAIN_PATTERN.fullmatch(text):
        return found
    rule = (
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
        " and must start and end with an alphanumeric character"
    )
    return [*found, says(rule, _SUBDOMAIN, "example.com")]


def dns_1035_label(text: str) -> list[str]:
    """Judge a label of DNS that begins with a letter."""
    found = [longest(_LONGEST_LABEL, "characters")] if len(text.encode()) > _LONGEST_LABEL else []
    if _DNS_1035_PATTERN.fullmatch(text):
        return found
    rule = (
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character,"
        " and end with an alphanumeric character"
    )
    return [*found, says(rule, _DNS_1035, "my-name", "abc-123")]


def wildcard_subdomain(text: str) -> list[str]:
    """Judge a subdomain of DNS with a star in front."""
    if re.fullmatch(rf"\*\.{_SUBDOMAIN}", text):
        return []
    rule = (
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case"
        " alphanumeric characters, '-' or '.' and end with an alphanumeric character"
    )
    return [says(rule, rf"\*\.{_SUBDOMAIN}", "*.example.com")]


def path_segment(text: str) -> list[str]:
    """Judge a name that has only to fit into a path, as that of a role.

    Example:
        >>> path_segment("system:admin"), path_segment("a/b")
        ([], ["may not contain '/'"])
    """
    if text in {".", ".."}:
        return [f"may not be '{text}'"]
    return [f"may not contain '{letter}'" for letter in "/%" if letter in text]


@_remembered
def label_key(text: str) -> list[str]:
    """Judge the key of a label, or a qualified name of another kind."""
    prefix, slash, name = text.rpartition("/")
    if "/" in prefix:
        suffix = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        return [f"a valid label key {says(_KEY_SAYS, _KEY, *_KEY_EXAMPLES)}{suffix}"]
    found: list[str] = []
    if slash and not prefix:
        found.append("prefix part must be non-empty")
    elif slash:
        found += [f"prefix part {problem}" for problem in dns_subdomain(prefix, "bytes")]
    if not name:
        found.append("name part must be non-empty")
    elif len(name.encode()) > _LONGEST_LABEL:
        found.append(f"name part {longest(_LONGEST_LABEL)}")
    if not _KEY_PATTERN.fullmatch(name):
        found.append(f"name part {says(_KEY_SAYS, _KEY, *_KEY_EXAMPLES)}")
    return found


@_remembered
def label_value(text: str) -> list[str]:
    """Judge the value of a label."""
    found = [longest(_LONGEST_LABEL)] if len(text.encode()) > _LONGEST_LABEL else []
    if _VALUE_PATTERN.fullmatch(text):
        return found
    rule = (
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
        " and must start and end with an alphanumeric character"
    )
    return [*found, says(rule, f"({_KEY})?", "MyValue", "my_value", "12345")]


def config_key(text: str) -> list[str]:
    """Judge a key of a ConfigMap or a Secret."""
    found = [longest(_LONGEST_SUBDOMAIN, "characters")] if len(text.encode()) > _LONGEST_SUBDOMAIN else []
    if not _CONFIG_KEY_PATTERN.fullmatch(text):
        rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        found.append(says(rule, "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"))
    if text in {".", ".."}:
        found.append(f"must not be '{text}'")
    elif text.startswith(".."):
        found.append("must not start with '..'")
    return found


def variable(text: str) -> list[str]:
    """Judge the name of an environment variable."""
    if not text:
        return ["environment variable name must be non-empty"]
    if _VARIABLE_PATTERN.fullmatch(text):
        return []
    return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]


def port_number(number: int) -> list[str]:
    """Judge the number of a port."""
    return in_range(number, 1, _LAST_PORT)


def in_range(number: int, least: int, most: int) -> list[str]:
    """Judge a whole number."""
    return [] if least <= number <= most else [f"must be between {least} and {most}, inclusive"]


def port_name(text: str) -> list[str]:
    """Judge the name of a port of a container."""
    found = [longest(_LONGEST_PORT_NAME, "characters")] if len(text) > _LONGEST_PORT_NAME else []
    if not re.fullmatch("[-a-z0-9]+", text):
        found.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search("[a-z]", text):
        found.append("must contain at least one letter (a-z)")
    if "--" in text:
        found.append("must not contain consecutive hyphens")
    if text.startswith("-") or text.endswith("-"):
        found.append("must not begin or end with a hyphen")
    return found


def quoted_choices(choices: Sequence[str]) -> str:
    """Some words, each between quotes."""
    return ", ".join(f'"{choice}"' for choice in choices)
