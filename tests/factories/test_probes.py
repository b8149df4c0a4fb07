import pytest

from tests.factories.parts import message, references
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.factories.checks import shown
from typekro.openapi import k8s


def test_a_probe_asks_by_http_by_a_connection_or_by_a_program() -> None:
    core = k8s.core_v1

    assert simple.http_probe("/ready", "http") == core.Probe(http_get=core.HTTPGetAction(path="/ready", port="http"))
    assert simple.tcp_probe(5432) == core.Probe(tcp_socket=core.TCPSocketAction(port=5432))
    assert simple.command_probe(["pg_isready"]) == core.Probe(exec=core.ExecAction(command=["pg_isready"]))


def test_when_it_asks_can_be_said_of_each() -> None:
    probe = simple.tcp_probe(80, initial_delay_seconds=0, period_seconds=5, timeout_seconds=2, failure_threshold=6)

    assert (probe.initial_delay_seconds, probe.period_seconds, probe.timeout_seconds, probe.failure_threshold) == (0, 5, 2, 6)


def test_port_path_and_command_can_be_references() -> None:
    spec = references()

    http, command = simple.http_probe(f"/{spec.name}", spec.port), simple.command_probe(spec.arguments)

    assert (shown(http.http_get.path), shown(http.http_get.port)) == ('f"/{spec.name}"', "spec.port")
    assert shown(command.exec.command) == "spec.arguments"
    assert shown(simple.tcp_probe(spec.name).tcp_socket.port) == "spec.name"


def test_what_kubernetes_would_refuse_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.http_probe("ready", 0, period_seconds=0, initial_delay=5)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] # the mistake

    assert message(caught) == (
        "simple.http_probe: there is no argument initial_delay\n"
        "  it takes failure_threshold, initial_delay_seconds, period_seconds, success_threshold, termination_grace_period_seconds,"
        " timeout_seconds\n"
        "hint: initial_delay_seconds=...\n"
        "simple.http_probe: period_seconds is 0\n  Kubernetes: 1 to 2147483647\n"
        "simple.http_probe: path is 'ready', not a path of a URL\n"
        "  Kubernetes: it begins with / and has no //, /./, /../ or %2F, nor /. or /.. at its end\n"
        "simple.http_probe: port is 0\n  Kubernetes: 1 to 65535"
    )


def test_a_name_of_a_port_follows_kubernetes_rules() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.tcp_probe("80")

    assert message(caught) == (
        "simple.tcp_probe: port is '80', not a name of a port\n"
        "  Kubernetes: 1 to 15 of a-z, 0-9 and -, at least one letter, no -- and no - at either end"
    )
