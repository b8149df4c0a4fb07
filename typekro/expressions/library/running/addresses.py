"""IP addresses and networks, as Kubernetes' functions parse and compare them."""

import ipaddress
import re
from typing import Final

import attrs

from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.times import quoted
from typekro.expressions.library.running.values import register

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_BYTE: Final = 255
_FIELDS: Final = 4
_BITS: Final = re.compile(r"0|[1-9]\d{0,2}", re.ASCII)


@attrs.frozen
class Ip:
    """An address."""

    address: Address

    def __str__(self) -> str:
        return str(self.address)


@attrs.frozen
class Cidr:
    """An address and how many of its bits are the network's."""

    address: Address
    bits: int

    def __str__(self) -> str:
        return f"{self.address}/{self.bits}"

    @property
    def network(self) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
        """The network."""
        return ipaddress.ip_network((self.address, self.bits), strict=False)


def ip(value: str | Cidr) -> Ip:
    """The address that a text says, or that stands in a network's notation."""
    if isinstance(value, Cidr):
        return Ip(value.address)
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        raise CelValueError(f"IP Address {quoted(value)} parse error during conversion from string: {_wrong(value)}") from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            raise CelValueError(f"IP address {quoted(value)} with zone value is not allowed")
        if address.ipv4_mapped is not None:
            raise CelValueError(f"IPv4-mapped IPv6 address {quoted(value)} is not allowed")
    return Ip(address)


def _wrong(text: str) -> str:
    return f"ParseAddr({quoted(text)}): {_why(text)}"


def _why(text: str) -> str:
    """What Go says first of a text that is no address, as far as that can be told."""
    if not {".", ":", "%"} & set(text):
        return "unable to parse IP"
    if ":" in text:
        return f"multiple :: in address (at {quoted(text[text.rfind('::') + 1 :])})" if text.count("::") > 1 else "unexpected character"
    fields = text.split(".")
    for field in fields:
        if not (field.isascii() and field.isdigit()):
            return "unexpected character" if field else "IPv4 field must have at least one digit"
        if int(field) > _BYTE:
            return "IPv4 field has value >255"
        if len(field) > 1 and field.startswith("0"):
            return "IPv4 field has octet with leading zero"
    return "IPv4 address too short" if len(fields) < _FIELDS else "IPv4 address too long"


def cidr(text: str) -> Cidr:
    """The network that a text says."""
    found = "network address parse error during conversion from string: "
    address, slash, bits = text.rpartition("/")
    if not slash:
        raise CelValueError(f"{found}{found}netip.ParsePrefix({quoted(text)}): no '/'")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise CelValueError(f"{found}{found}netip.ParsePrefix({quoted(text)}): {_wrong(address)}") from None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.scope_id is not None:
        raise CelValueError(f"{found}{found}netip.ParsePrefix({quoted(text)}): IPv6 zones cannot be present in a prefix")
    if not _BITS.fullmatch(bits):
        raise CelValueError(f"{found}{found}netip.ParsePrefix({quoted(text)}): bad bits after slash: {quoted(bits)}")
    if int(bits) > parsed.max_prefixlen:
        raise CelValueError(f"{found}{found}netip.ParsePrefix({quoted(text)}): prefix length out of range")
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        raise CelValueError(f"{found}IPv4-mapped IPv6 address {quoted(text)} is not allowed")
    return Cidr(parsed, int(bits))


def is_canonical(text: str) -> bool:
    """`ip.isCanonical(text)`."""
    return str(ip(text)) == text


def is_global_unicast(value: Ip) -> bool:
    """`value.isGlobalUnicast()`: as Go sees it, private addresses are global ones."""
    address = value.address
    if str(address) == "255.255.255.255":
        return False
    return not (address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local)


def is_link_local_multicast(value: Ip) -> bool:
    """`value.isLinkLocalMulticast()`."""
    number = int(value.address)
    return number >> 8 == 0xE00000 if value.address.version == 4 else (number >> 112) & 0xFF0F == 0xFF02  # noqa: PLR2004 - of the standard


def contains_ip(network: Cidr, value: Ip | str) -> bool:
    """`network.containsIP(value)`."""
    try:
        other = ip(value) if isinstance(value, str) else value
    except CelValueError:
        raise no_overload() from None
    return other.address in network.network


def contains_cidr(network: Cidr, value: Cidr | str) -> bool:
    """`network.containsCIDR(value)`."""
    other = cidr(value) if isinstance(value, str) else value
    return network.bits <= other.bits and other.address in network.network


def masked(network: Cidr) -> Cidr:
    """`network.masked()`."""
    return Cidr(network.network.network_address, network.bits)


register(Ip, "net.IP")
register(Cidr, "net.CIDR")
