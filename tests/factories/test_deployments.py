from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.nodes import parts_of

NAME_RULE = "  Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)\n"


def container(**arguments: Any) -> Any:
    return template(simple.deployment(name="web", image="nginx:1.29", **arguments))["spec"]["template"]["spec"]["containers"][0]


def refused(**arguments: Any) -> str:
    given: dict[str, Any] = {"name": "web", "image": "nginx:1.29", **arguments}
    with pytest.raises(DefinitionError) as caught:
        simple.deployment(**given)
    return message(caught)


def test_the_least_that_is_said_makes_one_pod_with_one_container_of_the_same_name() -> None:
    node = simple.deployment(name="web", image="nginx:1.29")

    assert template(node) == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "labels": {"app": "web"}},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx:1.29"}]}},
        },
    }


def test_all_that_can_be_said_stands_where_kubernetes_wants_it() -> None:
    node = simple.deployment(
        name="web",
        image="nginx:1.29",
        replicas=3,
        command=["nginx"],
        args=["-g", "daemon off;"],
        env={"MODE": "production", "PASSWORD": simple.secret_key("web-password", "password")},
        ports=[80, 443],
        resources={"requests": {"cpu": "100m"}, "limits": {"memory": "128Mi"}},
        labels={"tier": "front"},
        namespace="sites",
    )

    assert template(node) == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "sites", "labels": {"app": "web", "tier": "front"}},
        "spec": {
            "replicas": 3,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web", "tier": "front"}},
                "spec": {
                    "containers": [
                        {
                            "name": "web",
                            "image": "nginx:1.29",
                            "command": ["nginx"],
                            "args": ["-g", "daemon off;"],
                            "env": [
                                {"name": "MODE", "value": "production"},
                                {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "web-password", "key": "password"}}},
                            ],
                            "ports": [{"containerPort": 80}, {"containerPort": 443}],
                            "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "128Mi"}},
                        }
                    ]
                },
            },
        },
    }


def test_no_replicas_stay_no_replicas() -> None:
    assert template(simple.deployment(name="web", image="nginx:1.29", replicas=0))["spec"]["replicas"] == 0


def test_what_is_given_empty_is_there_and_empty() -> None:
    assert container(args=[], env={}) == {"name": "web", "image": "nginx:1.29", "args": [], "env": []}


def test_references_stand_wherever_a_value_may() -> None:
    spec = references()

    node = simple.deployment(
        name=spec.name,
        image=f"{spec.image}:17",
        replicas=spec.replicas,
        args=["--port", f"{spec.port}"],
        env={"NAME": spec.name, "TOKEN": simple.secret_key(f"{spec.name}-token", spec.name)},
        ports=[spec.port, 80],
        resources={"limits": {"memory": spec.name}},
        labels={"image": spec.image},
        namespace=spec.name,
    )

    labels = {"app": "spec.name", "image": "spec.image"}
    assert template(node)["metadata"] == {"name": "spec.name", "namespace": "spec.name", "labels": labels}
    assert template(node)["spec"] == {
        "replicas": "spec.replicas",
        "selector": {"matchLabels": {"app": "spec.name"}},
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "containers": [
                    {
                        "name": "spec.name",
                        "image": 'f"{spec.image}:17"',
                        "args": ["--port", 'f"{spec.port}"'],
                        "env": [
                            {"name": "NAME", "value": "spec.name"},
                            {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": 'f"{spec.name}-token"', "key": "spec.name"}}},
                        ],
                        "ports": [{"containerPort": "spec.port"}, {"containerPort": 80}],
                        "resources": {"limits": {"memory": "spec.name"}},
                    }
                ]
            },
        },
    }


def test_command_and_arguments_can_be_references_as_a_whole() -> None:
    spec = references()

    assert container(command=spec.arguments, args=spec.arguments) == {
        "name": "web",
        "image": "nginx:1.29",
        "command": "spec.arguments",
        "args": "spec.arguments",
    }


def test_labels_of_the_deployment_and_of_its_pods_are_two_dicts() -> None:
    manifest = parts_of(simple.deployment(name="web", image="nginx:1.29")).template

    assert manifest["metadata"]["labels"] is not manifest["spec"]["template"]["metadata"]["labels"]


def test_it_is_ready_when_all_its_pods_are_new_and_available_and_no_old_one_is_left() -> None:
    node = simple.deployment(name="web", image="nginx:1.29")

    assert conditions(node, "web") == [
        (
            "web.status.observedGeneration >= web.metadata.generation"
            " && web.?status.?updatedReplicas.orValue(0) >= web.spec.replicas"
            " && web.?status.?replicas.orValue(0) <= web.?status.?updatedReplicas.orValue(0)"
            " && web.?status.?availableReplicas.orValue(0) >= web.?status.?updatedReplicas.orValue(0)"
        )
    ]


def test_another_condition_can_take_the_place_of_its_own() -> None:
    node = simple.deployment(name="web", image="nginx:1.29").with_ready_when(lambda node: node.status.ready_replicas > 0)

    assert conditions(node, "web") == ["web.status.readyReplicas > 0"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"name": "{name}-config"}, f"simple.deployment: name is '{{name}}-config', not a name\n{NAME_RULE}hint: f\"{{name}}-config\""),
        ({"name": "My App"}, f"simple.deployment: name is 'My App', not a name\n{NAME_RULE}hint: \"my-app\""),
        ({"name": 5}, 'simple.deployment: name is 5, an int\n  Kubernetes: it is a text\nhint: "5"'),
        ({"image": ""}, "simple.deployment: image is '', not an image\n  Kubernetes: a name such as postgres:17, without spaces"),
        ({"replicas": -1}, "simple.deployment: replicas is -1\n  Kubernetes: 0 to 2147483647"),
        ({"replicas": True}, "simple.deployment: replicas is True, a bool\n  Kubernetes: it is a whole number"),
        ({"replicas": 1.5}, "simple.deployment: replicas is 1.5, a float\n  Kubernetes: it is a whole number"),
        ({"command": "sh"}, "simple.deployment: command is 'sh', a str\n  it is a list\nhint: ['sh']"),
        ({"args": [8080]}, 'simple.deployment: args[0] is 8080, an int\n  Kubernetes: it is a text\nhint: "8080"'),
        ({"env": {"PORT": 5432}}, 'simple.deployment: env["PORT"] is 5432, an int\n  Kubernetes: it is a text\nhint: "5432"'),
        ({"env": {"DEBUG": True}}, 'simple.deployment: env["DEBUG"] is True, a bool\n  Kubernetes: it is a text\nhint: "true"'),
        ({"env": {"NONE": None}}, 'simple.deployment: env["NONE"] is None\n  Kubernetes: it is a text'),
        (
            {"env": {"A=B": "c"}},
            (
                "simple.deployment: env has the key 'A=B', not a name of an environment variable\n"
                "  Kubernetes: printable ASCII characters without =, at least one"
            ),
        ),
        ({"env": [("A", "b")]}, "simple.deployment: env is [('A', 'b')], a list\n  it is a dict"),
        ({"ports": [0]}, "simple.deployment: ports[0] is 0\n  Kubernetes: 1 to 65535"),
        ({"ports": [80, 65536]}, "simple.deployment: ports[1] is 65536\n  Kubernetes: 1 to 65535"),
        ({"ports": ["80"]}, "simple.deployment: ports[0] is '80', a str\n  Kubernetes: it is a whole number"),
        ({"ports": [80, 443, 80]}, "simple.deployment: ports[2] is 80 once more\n  Kubernetes: each port is there once"),
        ({"ports": 80}, "simple.deployment: ports is 80, an int\n  it is a list\nhint: [80]"),
        (
            {"resources": {"limit": {}}},
            "simple.deployment: a key of resources is 'limit'\n  it is one of the constants requests, limits\nhint: \"limits\"",
        ),
        (
            {"resources": {"limits": {"memory": "1GB"}}},
            (
                "simple.deployment: resources.limits[\"memory\"] is '1GB', not a quantity\n"
                "  Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G"
            ),
        ),
        (
            {"labels": {"app": "other"}},
            (
                'simple.deployment: labels has the key "app"\n'
                "  typekro: it holds the name that simple.deployment was given, and selects its pods\nhint: leave it out"
            ),
        ),
        (
            {"labels": {"tier": "front end"}},
            (
                "simple.deployment: labels[\"tier\"] is 'front end', not a label's value\n"
                "  Kubernetes: at most 63 of letters, digits, -, _ and ., the first and the last a letter or a digit"
            ),
        ),
        (
            {"labels": {"my tier": "front"}},
            (
                "simple.deployment: labels has the key 'my tier', not a label's key\n"
                "  Kubernetes: 1 to 63 of letters, digits, -, _ and ., the first and the last a letter or a digit;"
                " before it, if need be, a domain and /"
            ),
        ),
        ({"namespace": "Sites"}, f"simple.deployment: namespace is 'Sites', not a name\n{NAME_RULE}hint: \"sites\""),
    ],
)
def test_a_constant_that_kubernetes_would_refuse_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text


def test_references_of_another_type_are_refused() -> None:
    spec = references()

    assert refused(name=spec.port) == (
        'simple.deployment: name is spec.port, a reference to int\n  what it takes is str\nhint: f"{spec.port}"'
    )
    assert refused(env={"PORT": spec.port}) == (
        'simple.deployment: env["PORT"] is spec.port, a reference to int\n  what it takes is str\nhint: f"{spec.port}"'
    )
    assert refused(env={"LABELS": spec.labels}) == (
        'simple.deployment: env["LABELS"] is spec.labels, a reference to dict[str, str]\n  what it takes is str'
    )
    assert refused(replicas=spec.name) == "simple.deployment: replicas is spec.name, a reference to str\n  what it takes is int"
    assert refused(args=spec.ports) == "simple.deployment: args is spec.ports, a reference to list[int]\n  what it takes is list[str]"


def test_a_dict_that_is_written_out_has_constant_keys() -> None:
    spec = references()

    assert refused(env={f"{spec.name}": "value"}) == (
        'simple.deployment: env has the key f"{spec.name}"\n  kro evaluates no keys: each is a constant text'
    )


def test_where_an_autoscaler_decides_no_replicas_are_said() -> None:
    assert "replicas" not in template(simple.deployment(name="web", image="nginx:1.29", replicas=None))["spec"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.deployment(name="web", image="", replicas=-1)

    image = "simple.deployment: image is '', not an image\n  Kubernetes: a name such as postgres:17, without spaces"
    replicas = "simple.deployment: replicas is -1\n  Kubernetes: 0 to 2147483647"
    assert caught.value.problems == (replicas, image)
    assert str(caught.value) == f"{replicas}\n{image}"
