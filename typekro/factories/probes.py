"""Probes: how the cluster finds out whether a container is alive and can be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict, Unpack

from typekro.checking.text_rules import URL_PATH
from typekro.factories.checks import Checks
from typekro.openapi import k8s


class Timing(TypedDict, total=False):
    """When a probe is made, and how often it has to succeed or fail to count."""

    initial_delay_seconds: int
    """Seconds from the start of the container to the first probe, 0 by default."""
    period_seconds: int
    """Seconds from one probe to the next, 10 by default."""
    timeout_seconds: int
    """Seconds after which a probe without an answer has failed, 1 by default."""
    failure_threshold: int
    """Failures in a row that count as one, 3 by default."""
    success_threshold: int
    """Successes in a row after a failure that count as one, 1 by default."""
    termination_grace_period_seconds: int
    """Seconds that a container has to end by itself after its probe failed."""


def http_probe(path: str, port: int | str, **timing: Unpack[Timing]) -> k8s.core_v1.Probe:
    """A probe that succeeds when a GET is answered with a status from 200 to 399.

    Args:
        path: what is asked for (`/healthz`).
        port: a port of the container, by number or by name.
        **timing: when it is made, in seconds (`simple.Timing`).

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> http_probe("/healthz", 8080, period_seconds=5).http_get.path
        '/healthz'
    """
    checks = _checks("simple.http_probe", http_probe, timing)
    checks.text("path", path, URL_PATH)
    checks.port("port", port)
    checks.finish()
    return k8s.core_v1.Probe(http_get=k8s.core_v1.HTTPGetAction(path=path, port=port), **timing)


def tcp_probe(port: int | str, **timing: Unpack[Timing]) -> k8s.core_v1.Probe:
    """A probe that succeeds when a connection can be opened.

    Args:
        port: a port of the container, by number or by name.
        **timing: when it is made, in seconds (`simple.Timing`).

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> tcp_probe(5432).tcp_socket.port
        5432
    """
    checks = _checks("simple.tcp_probe", tcp_probe, timing)
    checks.port("port", port)
    checks.finish()
    return k8s.core_v1.Probe(tcp_socket=k8s.core_v1.TCPSocketAction(port=port), **timing)


def command_probe(command: Sequence[str], **timing: Unpack[Timing]) -> k8s.core_v1.Probe:
    """A probe that succeeds when a program in the container ends with 0.

    Args:
        command: the program and its arguments; no shell reads it.
        **timing: when it is made, in seconds (`simple.Timing`).

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> command_probe(["pg_isready"]).exec.command
        ['pg_isready']
    """
    checks = _checks("simple.command_probe", command_probe, timing)
    given = checks.texts("command", command)
    checks.finish()
    return k8s.core_v1.Probe(exec=k8s.core_v1.ExecAction(command=given), **timing)


def _checks(call: str, probe: Callable[..., k8s.core_v1.Probe], timing: Timing) -> Checks:
    checks = Checks(call)
    checks.arguments(probe, timing, Timing)
    for name, seconds in timing.items():
        checks.integer(name, seconds, 0 if name == "initial_delay_seconds" else 1, 2**31 - 1)
    return checks
