from typing import Any

import pytest

from tests.factories.parts import cel, conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.nodes import parts_of
from typekro.openapi import k8s


def spec_of(**arguments: Any) -> Any:
    given: dict[str, Any] = {"name": "web", "selector": {"app": "web"}, **arguments}
    return template(simple.service(**given))["spec"]


def refused(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "web", "selector": {"app": "web"}, "ports": [80], **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.service(**given)
    return message(caught)


def test_a_port_is_the_pods_port_too_where_no_other_is_said() -> None:
    node = simple.service(name="web", selector={"app": "web"}, ports=[80])

    assert template(node) == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"type": "ClusterIP", "selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 80}]},
    }


def test_a_pair_is_the_port_of_the_service_and_of_the_pods() -> None:
    assert spec_of(ports=[(80, 8080)])["ports"] == [{"port": 80, "targetPort": 8080}]


def test_several_ports_have_names_since_kubernetes_wants_them() -> None:
    assert spec_of(ports=[(80, 8080), 443])["ports"] == [
        {"name": "port-80", "port": 80, "targetPort": 8080},
        {"name": "port-443", "port": 443, "targetPort": 443},
    ]


def test_ports_in_a_dict_have_the_names_that_it_gives_them() -> None:
    assert spec_of(ports={"http": (80, 8080), "metrics": 9090})["ports"] == [
        {"name": "http", "port": 80, "targetPort": 8080},
        {"name": "metrics", "port": 9090, "targetPort": 9090},
    ]


def test_all_ports_can_be_a_reference_and_have_names_of_their_own() -> None:
    node = simple.service(name="web", selector={"app": "web"}, ports=references().ports)

    assert cel(parts_of(node).template["spec"]["ports"]) == (
        'spec.ports.map(port, {"name": dyn("port-" + string(port)), "port": dyn(port), "targetPort": dyn(port)})'
    )


def test_a_headless_one_has_no_address_of_its_own() -> None:
    assert spec_of(ports=[80], headless=True)["clusterIP"] == "None"


def test_any_other_field_of_its_spec_can_be_said() -> None:
    dns = k8s.core_v1.ServicePort(name="dns", port=53, protocol="UDP")

    spec = spec_of(ports={"http": 80}, spec={"session_affinity": "ClientIP", "ports": [dns]})

    assert spec["sessionAffinity"] == "ClientIP"
    assert spec["ports"] == [{"name": "http", "port": 80, "targetPort": 80}, {"name": "dns", "port": 53, "protocol": "UDP"}]


def test_type_labels_and_namespace_stand_where_kubernetes_wants_them() -> None:
    node = simple.service(name="web", selector={"app": "web"}, ports=[80], type="NodePort", labels={"tier": "front"}, namespace="sites")

    assert template(node)["metadata"] == {"name": "web", "namespace": "sites", "labels": {"tier": "front"}}
    assert template(node)["spec"]["type"] == "NodePort"


def test_references_stand_wherever_a_value_may() -> None:
    spec = references()

    node = simple.service(name=f"{spec.name}-web", selector={"app": spec.name}, ports=[(spec.port, 8080), (80, spec.port)])

    assert template(node)["metadata"] == {"name": 'f"{spec.name}-web"'}
    assert template(node)["spec"] == {
        "type": "ClusterIP",
        "selector": {"app": "spec.name"},
        "ports": [
            {"name": 'f"port-{spec.port}"', "port": "spec.port", "targetPort": 8080},
            {"name": "port-80", "port": 80, "targetPort": "spec.port"},
        ],
    }


def test_the_selector_can_be_what_another_node_has() -> None:
    deployment = simple.deployment(name="web", image="nginx:1.29")

    assert spec_of(selector=deployment.spec.selector.match_labels, ports=[80])["selector"] == "Deployment.spec.selector.match_labels"


@pytest.mark.parametrize("type_", ["ClusterIP", "NodePort"])
def test_it_is_ready_when_it_has_an_address(type_: simple.ServiceType) -> None:
    node = simple.service(name="web", selector={"app": "web"}, ports=[80], type=type_)

    assert conditions(node, "web") == ['web.?spec.?clusterIP.orValue("") != ""']


def test_a_load_balancer_is_ready_when_it_can_be_reached_by_an_address_or_a_name() -> None:
    node = simple.service(name="web", selector={"app": "web"}, ports=[80], type="LoadBalancer")

    ingress = "web.?status.?loadBalancer.?ingress[?0]"
    assert conditions(node, "web") == [
        'web.?spec.?clusterIP.orValue("") != ""',
        f'{ingress}.?ip.orValue("") != "" || {ingress}.?hostname.orValue("") != ""',
    ]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"name": "web.front"},
            (
                "simple.service: name is 'web.front', not a name\n"
                "  Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)\n"
                'hint: "web-front"'
            ),
        ),
        ({"ports": []}, "simple.service: ports is empty\n  Kubernetes: a Service has at least one port\nhint: ports=[80]"),
        ({"ports": 80}, "simple.service: ports is 80, an int\n  it is a list\nhint: [80]"),
        ({"ports": {}}, "simple.service: ports is empty\n  Kubernetes: a Service has at least one port\nhint: ports=[80]"),
        (
            {"ports": {"Http": 80, "https": 0}},
            (
                "simple.service: ports has the key 'Http', not a name of a port\n"
                "  Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)\n"
                'simple.service: ports["https"] is 0\n  Kubernetes: 1 to 65535'
            ),
        ),
        (
            {"headless": references().public},
            "simple.service: headless is spec.public\n  it is the constant True or False, since Kubernetes takes no change of it",
        ),
        (
            {"type": "NodePort", "headless": True},
            "simple.service: type is 'NodePort', and headless is True\n  Kubernetes: what has no address cannot be reached from outside",
        ),
        (
            {"headless": True, "spec": {"cluster_ip": "10.0.0.9"}},
            "simple.service: spec.cluster_ip is '10.0.0.9'\n  simple.service makes it already\nhint: leave it out",
        ),
        ({"ports": [(80, 0)]}, "simple.service: ports[0][1] is 0\n  Kubernetes: 1 to 65535"),
        (
            {"ports": [(80, 8080, "TCP")]},
            "simple.service: ports[0] is (80, 8080, 'TCP')\n  it is a port, or a pair: the Service's and the pods'\nhint: (80, 8080)",
        ),
        ({"ports": [(80, 8080), (80, 8081)]}, "simple.service: ports[1] is 80 once more\n  Kubernetes: each port is there once"),
        (
            {"type": "clusterip"},
            "simple.service: type is 'clusterip'\n  it is one of the constants ClusterIP, NodePort, LoadBalancer\nhint: \"ClusterIP\"",
        ),
        (
            {"type": "ExternalName"},
            "simple.service: type is 'ExternalName'\n  it is one of the constants ClusterIP, NodePort, LoadBalancer",
        ),
        (
            {"selector": {"app": "a b"}},
            (
                "simple.service: selector[\"app\"] is 'a b', not a label's value\n"
                "  Kubernetes: at most 63 of letters, digits, -, _ and ., the first and the last a letter or a digit"
            ),
        ),
        ({"selector": "web"}, "simple.service: selector is 'web', a str\n  it is a dict"),
    ],
)
def test_a_constant_that_kubernetes_would_refuse_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text


def test_the_type_is_no_reference_since_it_decides_what_ready_means() -> None:
    assert refused(type=references().name) == (
        "simple.service: type is spec.name\n  it is one of the constants ClusterIP, NodePort, LoadBalancer"
    )


def test_references_of_another_type_are_refused() -> None:
    spec = references()

    assert refused(ports=[spec.name]) == "simple.service: ports[0] is spec.name, a reference to str\n  what it takes is int"
    assert (
        refused(selector=spec.ports)
        == "simple.service: selector is spec.ports, a reference to list[int]\n  what it takes is dict[str, str]"
    )
