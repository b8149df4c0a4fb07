"""Which proxy the environment names for a server, by the rules of Go's HTTP client, which are kubectl's."""

import ipaddress
from collections.abc import Mapping

from yarl import URL

from typekro.errors import compose
from typekro.kubernetes.errors import ClusterConfigError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def proxy_for(server: URL, environ: Mapping[str, str]) -> str | None:
    """The proxy that a server is reached through; None where it is reached directly.

    Source: golang.org/x/net/http/httpproxy.

    Args:
        server: the URL of the server.
        environ: the environment variables: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or not.

    Raises:
        ClusterConfigError: the proxy would itself be spoken to by TLS, which is not supported.

    Example:
        >>> proxy_for(URL("https://10.1.2.3:6443"), {"HTTPS_PROXY": "proxy:3128", "NO_PROXY": ".corp,192.168.0.0/16"})
        'http://proxy:3128'
        >>> proxy_for(URL("https://api.corp:6443"), {"HTTPS_PROXY": "proxy:3128", "NO_PROXY": ".corp,192.168.0.0/16"})
    """
    name = f"{server.scheme}_proxy"
    proxy = _variable(environ, name).strip()
    host, port = (server.host or "").lower().rstrip("."), server.port or 0
    passed_by = [each.strip().lower() for each in _variable(environ, "no_proxy").split(",")]
    if not proxy or _is_loopback(host) or any(_passes_by(each, host, port) for each in passed_by if each):
        return None
    if "://" not in proxy:
        return f"http://{proxy}"
    if not proxy.startswith("http://"):
        what = f"{name.upper()} is {URL(proxy).with_user(None)}, and a proxy is spoken to by plain HTTP only"
        raise ClusterConfigError(compose(what, (), [f"export {name.upper()}=http://...", f"or, to go past it: export NO_PROXY={host}"]))
    return proxy


def _variable(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name.upper()) or environ.get(name) or ""


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _passes_by(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY means a host: `*`, a network, an address or a domain, each of the last two with a port or without."""
    if entry == "*" or "/" in entry:
        return entry == "*" or _is_within(_address(host), entry)
    name, only = _parted(entry)
    if only is not None and only != port:
        return False
    meant = _address(name)
    return _is_of(host, name.removeprefix("*")) if meant is None else meant == _address(host)


def _is_of(host: str, domain: str) -> bool:
    return host.endswith(domain) if domain.startswith(".") else host == domain or host.endswith(f".{domain}")


def _is_within(address: "_Address | None", network: str) -> bool:
    try:
        return address is not None and address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _parted(entry: str) -> tuple[str, int | None]:
    name, colon, port = entry.rpartition(":")
    if not colon or not port.isdigit() or (":" in name and not name.startswith("[")):  # an address of IPv6 has colons of its own
        return entry.strip("[]"), None
    return name.strip("[]"), int(port)


def _address(text: str) -> "_Address | None":
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
