from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.parts import cel, message, references, template
from typekro.errors import DefinitionError, compose
from typekro.expressions import MisuseError
from typekro.factories import simple
from typekro.nodes import parts_of
from typekro.openapi import k8s


def test_a_key_of_a_secret_is_its_name_and_its_key() -> None:
    secret = simple.secret_key("database-password", "password")

    assert (secret.name, secret.key) == ("database-password", "password")


def test_both_may_be_references() -> None:
    spec = references()

    secret = simple.secret_key(spec.name, f"{spec.name}.key")

    assert repr(secret.name) == "<typekro reference spec.name>"


def test_what_kubernetes_would_refuse_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.secret_key("Database", "pass word")

    assert message(caught) == (
        "simple.secret_key: name is 'Database', not a name of a Secret\n"
        "  Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last"
        " (a DNS-1123 subdomain)\n"
        'hint: "database"\n'
        "simple.secret_key: key is 'pass word', not a key of a Secret\n"
        "  Kubernetes: 1 to 253 of letters, digits, -, _ and ., without .. in front"
    )


def test_a_reference_to_a_number_is_no_name() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.secret_key(references().port, "password")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # the mistake

    assert message(caught) == 'simple.secret_key: name is spec.port, a reference to int\n  what it takes is str\nhint: f"{spec.port}"'


def env_of(value: Any) -> Any:
    return template(simple.deployment(name="web", image="nginx:1.29", env=value))["spec"]["template"]["spec"]["containers"][0]["env"]


def test_a_variable_is_read_from_a_secret_a_config_map_or_the_pod_itself() -> None:
    address = k8s.core_v1.EnvVarSource(field_ref=k8s.core_v1.ObjectFieldSelector(field_path="status.podIP"))

    env = env_of({"MODE": simple.config_key("settings", "mode"), "TOKEN": simple.secret_key("web", "token"), "IP": address})

    assert env == [
        {"name": "MODE", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "mode"}}},
        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "web", "key": "token"}}},
        {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
    ]


def test_a_whole_map_becomes_variables_in_the_order_of_their_names() -> None:
    node = simple.deployment(name="web", image="nginx:1.29", env=references().labels)

    assert cel(parts_of(node).template["spec"]["template"]["spec"]["containers"][0]["env"]) == (
        'spec.labels.map(name, name).sort().map(name, {"name": dyn(name), "value": dyn(spec.labels[name])})'
    )


def test_a_key_of_a_config_map_follows_kubernetes_rules() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.config_key("Settings", "..mode")

    assert message(caught) == (
        "simple.config_key: name is 'Settings', not a name of a ConfigMap\n"
        "  Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last"
        " (a DNS-1123 subdomain)\n"
        'hint: "settings"\n'
        "simple.config_key: key is '..mode', not a key of a ConfigMap\n"
        "  Kubernetes: 1 to 253 of letters, digits, -, _ and ., without .. in front"
    )


def test_a_map_of_something_else_is_no_environment() -> None:
    with pytest.raises(DefinitionError) as caught:
        env_of(references().ports)

    assert message(caught) == "simple.deployment: env is spec.ports, a reference to list[int]\n  what it takes is dict[str, str]"


@pytest.mark.parametrize(("make", "function"), [(simple.secret_key, "simple.secret_key"), (simple.config_key, "simple.config_key")])
def test_a_key_is_formatted_into_no_text(make: Callable[[str, str], object], function: str) -> None:
    key = make("web", "password")

    with pytest.raises(MisuseError) as caught:
        _ = f"postgres://web:{key}@db"

    assert str(caught.value) == compose(
        f"{function}('web', 'password') is formatted into a text",
        "the cluster reads it when a container starts, and writes it into no text; Kubernetes puts $(A) of one variable into another",
        f'env={{"A": {function}(...), "B": "... $(A) ..."}}',
    )
