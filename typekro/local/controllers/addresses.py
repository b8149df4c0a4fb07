"""Addresses and ports that nobody else has: of pods, of Services, and on nodes."""

import ipaddress
from collections.abc import Collection, Iterable

POD_NETWORK = "10.244.0.0/16"
SERVICE_NETWORK = "10.96.0.0/16"

_FIRST_PORT, _LAST_PORT = 30000, 32767


class Numbers:
    """Numbers of a range, each taken once. What is free is offered in turn, so that one that was given back comes last again.

    An offer takes nothing: whoever uses it says so, when that has been stored.

    Args:
        first: the first number.
        last: the last one.
    """

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, last
        self._next = first
        self._taken: set[int] = set()

    def free(self, besides: Collection[int] = ()) -> int:
        """Offers a number that nobody has.

        Args:
            besides: numbers that are not wanted.

        Raises:
            LookupError: all are taken.
        """
        for _ in range(self._first, self._last + 1):
            if self._next not in self._taken and self._next not in besides:
                return self._next
            self._next = self._first if self._next == self._last else self._next + 1
        raise LookupError("range is full")

    def take(self, number: int) -> None:
        """Takes a number, which is not offered any more."""
        self._taken.add(number)
        if number == self._next:
            self._next = self._first if number == self._last else number + 1

    def release(self, number: int) -> None:
        """Gives a number back."""
        self._taken.discard(number)

    def is_taken(self, number: int) -> bool:
        """Somebody has the number."""
        return number in self._taken

    def __contains__(self, number: int) -> bool:
        return self._first <= number <= self._last


class NodePorts(Numbers):
    """The ports of Services on nodes, 30000 to 32767.

    Example:
        >>> ports = NodePorts()
        >>> ports.take(30000)
        >>> ports.free(), 80 in ports, ports.is_taken(30000)
        (30001, False, True)
    """

    def __init__(self) -> None:
        super().__init__(_FIRST_PORT, _LAST_PORT)


class Addresses:
    """The addresses of a network, each taken once; like `Numbers`.

    Args:
        network: the network, such as `10.96.0.0/16`.
        reserved: addresses that are taken from the start.

    Example:
        >>> addresses = Addresses("10.96.0.0/16", reserved=["10.96.0.1"])
        >>> addresses.free()
        '10.96.0.2'
        >>> addresses.take("10.96.0.2")
        >>> addresses.free(), "192.168.0.1" in addresses
        ('10.96.0.3', False)
    """

    def __init__(self, network: str, reserved: Iterable[str] = ()) -> None:
        self._network = ipaddress.IPv4Network(network)
        first = int(self._network.network_address) + 1
        self._numbers = Numbers(first, first + self._network.num_addresses - 3)
        for address in reserved:
            self.take(address)

    def free(self) -> str:
        """Offers an address that nobody has.

        Raises:
            LookupError: all are taken.
        """
        return str(ipaddress.IPv4Address(self._numbers.free()))

    def take(self, address: str) -> None:
        """Takes an address; nothing happens with one of another network."""
        if address in self:
            self._numbers.take(int(ipaddress.IPv4Address(address)))

    def release(self, address: str) -> None:
        """Gives an address back."""
        if address in self:
            self._numbers.release(int(ipaddress.IPv4Address(address)))

    def is_taken(self, address: str) -> bool:
        """Somebody has the address."""
        return address in self and self._numbers.is_taken(int(ipaddress.IPv4Address(address)))

    def __contains__(self, address: str) -> bool:
        try:
            return int(ipaddress.IPv4Address(address)) in self._numbers
        except ValueError:
            return False
