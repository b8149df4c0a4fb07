import pytest

from tests.factories.parts import message
from typekro.errors import DefinitionError, compose
from typekro.factories import simple

NAMES = "Kubernetes: a rule names resources in the plural and in small letters, with their group behind them where they have one"
VERBS = "Kubernetes: verbs are get, list, watch, create, update, patch, delete, deletecollection, and some of single resources"


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("Pods", "pods"),
        ("pod/log", "pods/log"),
        ("ConfigMap", "configmaps"),
        ("deployments", "deployments.apps"),
        ("deployment.apps", "deployments.apps"),
        ("deployments/scale", "deployments.apps/scale"),
        ("apps/deployments", "deployments.apps"),
        ("ingresses.networking", "ingresses.networking.k8s.io"),
    ],
)
def test_a_resource_of_kubernetes_that_is_called_otherwise_is_told(key: str, meant: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.role(name="reader", rules={key: ["get"]})

    assert message(caught) == compose(f"simple.role: rules has the key {key!r}", NAMES, f'"{meant}"')


@pytest.mark.parametrize(
    ("verb", "meant"), [("Get", '"get"'), ("read", '"get", "list", "watch"'), ("write", '"create", "update", "patch"')]
)
def test_a_verb_that_is_meant_to_be_one_of_the_common_ones_is_told(verb: str, meant: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.role(name="reader", rules={"pods": ["list", verb]})

    assert message(caught) == compose(f'simple.role: rules["pods"][1] is {verb!r}', VERBS, meant)


def test_what_may_be_meant_is_taken() -> None:
    simple.role(
        name="reader",
        rules={
            "pods": ["get"],
            "pods/exec": ["create"],
            "serviceaccounts/token": ["create"],
            "deployments.apps/scale": ["update"],
            "widgets.example.com": ["use"],
            "pods.metrics.k8s.io": ["get"],
            "unheardof": ["bind"],
            "apps/unheardof": ["get"],
            "unheardof.apps": ["get"],
            "*": ["*"],
            "*.apps": ["impersonate"],
        },
    )
