"""URLs, as Go parses them."""

import re
from typing import Final

import attrs

from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.times import quoted
from typekro.expressions.library.running.values import register

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*", re.ASCII)
_PORT: Final = re.compile(r"(:\d*)?", re.ASCII)
_USER: Final = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*", re.ASCII)
_PERCENT: Final = re.compile(r"%(.{0,2})", re.DOTALL)
# What may stand in a host and in a path as it is.
_HOST: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~!$&'()*+,;=:[]<>\"")
_PATH: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@")
_GIVEN_PATH: Final = _PATH | frozenset("!'()*[]%")


@attrs.frozen
class Url:
    """A URL in its parts."""

    text: str = attrs.field(eq=True)
    scheme: str = attrs.field(eq=False)
    host: str = attrs.field(eq=False)
    path: str = attrs.field(eq=False)
    query: str = attrs.field(eq=False)


def url(text: str) -> Url:
    """The URL that a text says; it has a scheme, or is an absolute path.

    Raises:
        CelValueError: it is none.

    Example:
        >>> port(url("https://example.com:80/a b?c=d"))
        '80'
    """
    try:
        _parsed(text, fragment=False)
        return _parsed(text, fragment=True)
    except ValueError as error:
        raise CelValueError(f"URL parse error during conversion from string: parse {quoted(text)}: {error}") from None


def is_url(text: str) -> bool:
    """`isURL(text)`."""
    try:
        _parsed(text, fragment=False)
    except ValueError:
        return False
    return True


def _parsed(text: str, *, fragment: bool) -> Url:
    whole = text
    if fragment:
        text, _, _ = text.partition("#")
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):  # noqa: PLR2004 - the control characters of ASCII
        raise ValueError("net/url: invalid control character in URL")
    if not text and not fragment:
        raise ValueError("empty url")
    if text == "*":
        return Url(whole, "", "", "*", "")
    scheme, rest = _scheme(text)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return Url(whole, scheme, "", "", query)
        raise ValueError("invalid URI for request")
    host = ""
    if rest.startswith("//") and (scheme or (fragment and not rest.startswith("///"))):
        authority, slash, path = rest[2:].partition("/")
        host, rest = _authority(authority), slash + path
    _check_escapes(rest)
    return Url(whole, scheme, host, rest, query)


def _scheme(text: str) -> tuple[str, str]:
    scheme, colon, rest = text.partition(":")
    if colon and not scheme:
        raise ValueError("missing protocol scheme")
    if colon and _SCHEME.fullmatch(scheme):
        return scheme.lower(), rest
    return "", text


def _authority(authority: str) -> str:
    user, at, host = authority.rpartition("@")
    found = _host(host)
    if at:
        if not _USER.fullmatch(user):
            raise ValueError("net/url: invalid userinfo")
        _check_escapes(user)
    return found


def _host(host: str) -> str:
    bracket = host.rfind("[")
    if bracket > 0:
        raise ValueError("invalid IP-literal")
    if bracket == 0:
        inner, closing, port_ = host[1:].rpartition("]")
        if not closing:
            raise ValueError("missing ']' in host")
        _check_port(port_)
        return f"[{inner}]{port_}"
    if ":" in host:
        _check_port(host[host.rfind(":") :])
    _check_escapes(host)
    for letter in host:
        if ord(letter) < 128 and letter not in _HOST and letter != "%":  # noqa: PLR2004 - ASCII
            raise ValueError(f"invalid character {quoted(letter)} in host name")
    return _unescaped(host)


def _check_port(port_: str) -> None:
    if not _PORT.fullmatch(port_):
        raise ValueError(f"invalid port {quoted(port_)} after host")


def _check_escapes(text: str) -> None:
    for found in _PERCENT.finditer(text):
        if not re.fullmatch("[0-9a-fA-F]{2}", found[1]):
            raise ValueError(f"invalid URL escape {quoted(found[0])}")


def _unescaped(text: str) -> str:
    raw = re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())
    return raw.decode(errors="replace")


def hostname(value: Url) -> str:
    """`value.getHostname()`: without the port, and an address of IPv6 without its brackets."""
    return _without_port(value.host).removeprefix("[").removesuffix("]") if value.host.startswith("[") else _without_port(value.host)


def _without_port(host: str) -> str:
    before, colon, after = host.rpartition(":")
    return before if colon and re.fullmatch(r"\d*", after, re.ASCII) else host


def port(value: Url) -> str:
    """`value.getPort()`: empty where the URL says none."""
    return value.host[len(_without_port(value.host)) :].removeprefix(":")


def escaped_path(value: Url) -> str:
    """`value.getEscapedPath()`: as it was given where that is right, and else escaped anew."""
    if all(letter in _GIVEN_PATH for letter in value.path) or value.path == "*":
        return value.path
    plain = re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes.fromhex(found[1].decode()), value.path.encode())
    return "".join(chr(byte) if chr(byte) in _PATH else f"%{byte:02X}" for byte in plain)


def query(value: Url) -> dict[str, list[str]]:
    """`value.getQuery()`: the values of each name in their order; what cannot be read is left out."""
    found: dict[str, list[str]] = {}
    for part in value.query.split("&"):
        if not part or ";" in part:
            continue
        name, _, given = part.partition("=")
        try:
            for piece in (name, given):
                _check_escapes(piece)
        except ValueError:
            continue
        found.setdefault(_unescaped(name.replace("+", " ")), []).append(_unescaped(given.replace("+", " ")))
    return found


register(Url, "kubernetes.URL")
