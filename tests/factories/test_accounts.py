from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s

GROUP = "rbac.authorization.k8s.io"


def refused(factory: Any, **arguments: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        factory(name="web", **arguments)
    return message(caught)


def test_an_account_is_its_name_and_what_is_said_of_it() -> None:
    node = simple.service_account(name="web", image_pull_secrets=["registry", references().name], automount_service_account_token=False)

    assert template(simple.service_account(name="web")) == {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}}
    assert template(node) == {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "web"},
        "imagePullSecrets": [{"name": "registry"}, {"name": "spec.name"}],
        "automountServiceAccountToken": False,
    }


def test_a_role_says_what_may_be_done_with_resources_that_are_called_as_kubectl_calls_them() -> None:
    node = simple.role(
        name="web", rules={"pods": ["get", "list"], "pods/log": ["get"], "deployments.apps/scale": ["update"], "*.example.com": ["*"]}
    )

    assert template(node) == {
        "apiVersion": f"{GROUP}/v1",
        "kind": "Role",
        "metadata": {"name": "web"},
        "rules": [
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]},
            {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
            {"apiGroups": ["apps"], "resources": ["deployments/scale"], "verbs": ["update"]},
            {"apiGroups": ["example.com"], "resources": ["*"], "verbs": ["*"]},
        ],
    }
    assert conditions(node, "role") == []


def test_a_rule_can_be_written_out() -> None:
    rule = k8s.rbac_v1.PolicyRule(api_groups=[""], resources=["secrets"], resource_names=[references().name], verbs=["get"])

    assert template(simple.role(name="web", rules=[rule]))["rules"] == [
        {"apiGroups": [""], "resourceNames": ["spec.name"], "resources": ["secrets"], "verbs": ["get"]}
    ]


def test_a_binding_lets_accounts_and_others_do_what_a_role_says() -> None:
    spec = references()
    group = k8s.rbac_v1.Subject(kind="Group", name="operators", api_group=GROUP)

    node = simple.role_binding(name="web", role=spec.name, service_accounts=["web", spec.name], subjects=[group])

    assert template(node) == {
        "apiVersion": f"{GROUP}/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "web"},
        "roleRef": {"apiGroup": GROUP, "kind": "Role", "name": "spec.name"},
        "subjects": [
            {"kind": "ServiceAccount", "name": "web"},
            {"kind": "ServiceAccount", "name": "spec.name"},
            {"apiGroup": GROUP, "kind": "Group", "name": "operators"},
        ],
    }


def test_the_role_of_a_binding_can_be_one_of_the_cluster() -> None:
    node = simple.role_binding(name="web", cluster_role="system:image-puller", service_accounts=["web"])

    assert template(node)["roleRef"] == {"apiGroup": GROUP, "kind": "ClusterRole", "name": "system:image-puller"}


@pytest.mark.parametrize(
    ("factory", "arguments", "text"),
    [
        (
            simple.service_account,
            {"image_pull_secrets": ["Registry"]},
            (
                "simple.service_account: image_pull_secrets[0] is 'Registry', not a name of a Secret\n"
                "  Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last"
                ' (a DNS-1123 subdomain)\nhint: "registry"'
            ),
        ),
        (
            simple.service_account,
            {"automount_service_account_token": "no"},
            "simple.service_account: automount_service_account_token is 'no', a str\n  Kubernetes: it is True or False",
        ),
        (
            simple.role,
            {"rules": {"pods": []}},
            'simple.role: rules["pods"] is empty\n  Kubernetes: a rule has at least one verb\nhint: "pods": ["get", "list", "watch"]',
        ),
        (simple.role, {"rules": {"pods": "get"}}, "simple.role: rules[\"pods\"] is 'get', a str\n  it is a list\nhint: ['get']"),
        (
            simple.role,
            {"rules": {"pods/": ["get"]}},
            (
                "simple.role: rules has the key 'pods/'\n"
                "  it is a resource, in the plural: pods, pods/log, deployments.apps, deployments.apps/scale"
            ),
        ),
        (
            simple.role,
            {"rules": [k8s.rbac_v1.PolicyRule(resources=["pods"], verbs=["get"])]},
            (
                "simple.role: rules[0] says no api_groups\n"
                '  Kubernetes: a rule of a namespace says groups, resources and verbs\nhint: api_groups=[""]'
            ),
        ),
        (simple.role, {"rules": ["pods"]}, "simple.role: rules[0] is 'pods', a str\n  it is a k8s.rbac_v1.PolicyRule"),
        (
            simple.role_binding,
            {"role": "a/b", "service_accounts": ["web"]},
            "simple.role_binding: role is 'a/b', not a name of a role\n  Kubernetes: neither / nor %, and not . or ..",
        ),
        (
            simple.role_binding,
            {"role": "reader"},
            (
                "simple.role_binding: nobody is bound\n"
                '  a binding without an account lets nobody do anything\nhint: service_accounts=["..."]'
            ),
        ),
        (
            simple.role_binding,
            {"role": "reader", "service_accounts": references().arguments},
            (
                "simple.role_binding: service_accounts is spec.arguments, a reference to list[str]\n"
                "  it is a list that is written out, in which references may stand"
            ),
        ),
        (
            simple.role_binding,
            {"service_accounts": ["web"]},
            "simple.role_binding: neither role nor cluster_role is given\n  Kubernetes: a binding is of one role",
        ),
        (
            simple.role_binding,
            {"role": "reader", "cluster_role": "view", "service_accounts": ["web"]},
            "simple.role_binding: role and cluster_role are both given\n  Kubernetes: a binding is of one role",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(factory: Any, arguments: dict[str, Any], text: str) -> None:
    assert refused(factory, **arguments) == text
