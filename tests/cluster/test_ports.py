"""Free ports are different, free, and not where clients' ports come from."""

import socket

import pytest

from tests.cluster.ports import free_ports


def test_ports_are_different_and_can_be_listened_on() -> None:
    ports = free_ports(20)

    assert len(set(ports)) == 20
    for port in ports:
        with socket.create_server(("127.0.0.1", port)) as server:
            assert server.getsockname()[1] == port


def test_a_port_that_somebody_listens_on_is_not_among_them() -> None:
    with socket.create_server(("127.0.0.1", free_ports(1)[0])) as server:
        taken = server.getsockname()[1]

        assert taken not in free_ports(11_000)


def test_no_client_gets_such_a_port() -> None:
    """Systems give outgoing connections ports from 32768 upwards."""
    assert all(20_000 <= port < 32_000 for port in free_ports(100))


def test_more_than_there_are_is_refused() -> None:
    with pytest.raises(OSError, match=r"^fewer than 20000 ports of 127.0.0.1 between 20000 and 32000 are free$"):
        free_ports(20_000)
