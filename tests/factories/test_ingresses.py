from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def refused(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "shop", "paths": {"/": ("shop", 80)}, **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.ingress(**given)
    return message(caught)


def paths_of(paths: Any) -> list[Any]:
    routes = template(simple.ingress(name="shop", paths=paths))["spec"]["rules"][0]["http"]["paths"]
    return [route["backend"]["service"] for route in routes]


def test_requests_for_a_host_reach_a_service_by_its_name_and_port() -> None:
    node = simple.ingress(name="shop", host="shop.example.com", paths={"/": ("shop", 80)}, class_name="nginx", tls="shop-tls")

    backend = {"service": {"name": "shop", "port": {"number": 80}}}
    assert template(node) == {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "shop"},
        "spec": {
            "rules": [{"host": "shop.example.com", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}],
            "ingressClassName": "nginx",
            "tls": [{"hosts": ["shop.example.com"], "secretName": "shop-tls"}],
        },
    }


def test_it_does_not_wait_for_an_address_since_many_controllers_tell_none() -> None:
    assert conditions(simple.ingress(name="shop", paths={"/": ("shop", 80)}), "shop") == []


def test_a_service_of_the_graph_is_reached_by_its_first_port_or_by_another() -> None:
    service = simple.service(name="shop", selector={"app": "shop"}, ports={"http": 80, "metrics": 9090})
    name, spec = "Service.metadata.name", references()

    assert paths_of(
        {"/": service, "/metrics": (service, "metrics"), "/x": (service, 9090), "/y": (spec.name, spec.port), "/z": ("a", spec.name)}
    ) == [
        {"name": name, "port": {"number": "Service.spec.ports[0].port"}},
        {"name": name, "port": {"name": "metrics"}},
        {"name": name, "port": {"number": 9090}},
        {"name": "spec.name", "port": {"number": "spec.port"}},
        {"name": "a", "port": {"name": "spec.name"}},
    ]


def test_without_a_host_any_is_meant_and_further_rules_can_be_said() -> None:
    more = k8s.networking_v1.IngressRule(host="www.example.com")

    node = simple.ingress(name="shop", paths={"/": ("shop", 80)}, path_type="Exact", tls="shop-tls", spec={"rules": [more]})

    spec = template(node)["spec"]
    assert [rule.get("host") for rule in spec["rules"]] == [None, "www.example.com"]
    assert spec["rules"][0]["http"]["paths"][0]["pathType"] == "Exact"
    assert spec["tls"] == [{"secretName": "shop-tls"}]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"paths": {}},
            ('simple.ingress: paths is empty\n  Kubernetes: a rule of an Ingress has at least one path\nhint: paths={"/": service}'),
        ),
        (
            {"paths": references().labels},
            (
                "simple.ingress: paths is spec.labels, a reference to dict[str, str]\n"
                "  it is a dict that is written out, in which references may stand"
            ),
        ),
        (
            {"paths": {"api": ("shop", 80)}},
            (
                "simple.ingress: paths has the key 'api', not a path of a URL\n"
                "  Kubernetes: it begins with / and has no //, /./, /../ or %2F, nor /. or /.. at its end"
            ),
        ),
        (
            {"paths": {"/": "shop"}},
            (
                "simple.ingress: paths[\"/\"] is 'shop'\n"
                '  it is a Service of the graph, or a pair: a Service and a port\nhint: (service, 80), ("web", 80)'
            ),
        ),
        ({"paths": {"/": ("shop", 0)}}, 'simple.ingress: paths["/"][1] is 0\n  Kubernetes: 1 to 65535'),
        (
            {"host": "10.0.0.1"},
            (
                "simple.ingress: host is '10.0.0.1', not a host\n"
                "  Kubernetes: a DNS name of a-z, 0-9, - and ., such as web.example.com or *.example.com, and no address"
            ),
        ),
        (
            {"path_type": "prefix"},
            "simple.ingress: path_type is 'prefix'\n  it is one of the constants Prefix, Exact, ImplementationSpecific\nhint: \"Prefix\"",
        ),
        (
            {"class_name": "nginx", "spec": {"ingress_class_name": "traefik"}},
            "simple.ingress: spec.ingress_class_name is 'traefik'\n  the argument class_name says it already\nhint: class_name='traefik'",
        ),
    ],
)
def test_what_cannot_be_an_ingress_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text
