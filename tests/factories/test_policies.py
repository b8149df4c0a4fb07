from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def spec_of(**arguments: Any) -> Any:
    return template(simple.network_policy(name="db", **arguments))["spec"]


def refused(**arguments: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        simple.network_policy(name="db", **arguments)
    return message(caught)


def test_some_pods_may_connect_to_a_port_and_nobody_else() -> None:
    node = simple.network_policy(name="db", selector={"app": "db"}, allow_from=[{"app": "web"}], ports=[5432])

    assert template(node) == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "db"},
        "spec": {
            "podSelector": {"matchLabels": {"app": "db"}},
            "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "web"}}}], "ports": [{"port": 5432}]}],
            "policyTypes": ["Ingress"],
        },
    }
    assert conditions(node, "db") == []


def test_with_nothing_said_nobody_may_connect_to_any_pod() -> None:
    assert spec_of(selector={}) == {"podSelector": {}, "policyTypes": ["Ingress"]}


def test_nobody_is_no_rule_since_a_rule_without_peers_would_mean_everybody() -> None:
    assert spec_of(selector={"app": "db"}, allow_from=[])["ingress"] == []


def test_without_peers_everybody_may_connect_to_the_ports() -> None:
    spec = references()

    assert spec_of(selector=spec.labels, ports=["http", spec.port]) == {
        "podSelector": {"matchLabels": "spec.labels"},
        "ingress": [{"ports": [{"port": "http"}, {"port": "spec.port"}]}],
        "policyTypes": ["Ingress"],
    }


def test_peers_can_be_all_pods_those_of_a_reference_and_others() -> None:
    office = k8s.networking_v1.NetworkPolicyPeer(ip_block=k8s.networking_v1.IPBlock(cidr="10.0.0.0/8"))

    assert spec_of(selector={}, allow_from=[{}, references().labels, office])["ingress"][0]["from"] == [
        {"podSelector": {}},
        {"podSelector": {"matchLabels": "spec.labels"}},
        {"ipBlock": {"cidr": "10.0.0.0/8"}},
    ]


def test_rules_for_what_goes_out_leave_what_comes_in_alone() -> None:
    rule = k8s.networking_v1.NetworkPolicyEgressRule(to=[k8s.networking_v1.NetworkPolicyPeer(pod_selector=k8s.meta_v1.LabelSelector())])

    assert spec_of(selector={}, spec={"egress": [rule]})["policyTypes"] == ["Egress"]
    assert spec_of(selector={}, ports=[80], spec={"egress": [rule]})["policyTypes"] == ["Ingress", "Egress"]
    assert spec_of(selector={}, spec={"egress": [rule], "policy_types": ["Ingress"]})["policyTypes"] == ["Ingress"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"selector": {}, "ports": []},
            "simple.network_policy: ports is empty\n  Kubernetes reads no ports as all ports\nhint: leave it out",
        ),
        (
            {"selector": {}, "ports": references().ports},
            (
                "simple.network_policy: ports is spec.ports, a reference to list[int]\n"
                "  it is a list that is written out, in which references may stand"
            ),
        ),
        ({"selector": {}, "ports": [0]}, "simple.network_policy: ports[0] is 0\n  Kubernetes: 1 to 65535"),
        ({"selector": {}, "allow_from": ["web"]}, "simple.network_policy: allow_from[0] is 'web', a str\n  it is a dict"),
        (
            {"selector": {"app": "a b"}},
            (
                "simple.network_policy: selector[\"app\"] is 'a b', not a label's value\n"
                "  Kubernetes: at most 63 of letters, digits, -, _ and ., the first and the last a letter or a digit"
            ),
        ),
        (
            {"selector": {"app": "db"}, "spec": {"pod_selector": k8s.meta_v1.LabelSelector(match_labels={"app": "web"})}},
            (
                "simple.network_policy: spec.pod_selector.match_labels.app is 'web'\n"
                "  simple.network_policy makes it already\nhint: leave it out"
            ),
        ),
    ],
)
def test_what_cannot_be_a_policy_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text
