from typing import Any

import pytest

from tests.factories.parts import conditions, message, references, template
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.openapi import k8s


def refused(**arguments: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        simple.stateful_set(name="db", image="postgres:17", **arguments)
    return message(caught)


def test_each_pod_has_a_disk_of_its_own_below_a_path() -> None:
    node = simple.stateful_set(name="db", image="postgres:17", storage={"/var/lib/postgresql/data": "10Gi"}, storage_class="fast")

    assert template(node) == {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "db", "labels": {"app": "db"}},
        "spec": {
            "serviceName": "db",
            "replicas": 1,
            "selector": {"matchLabels": {"app": "db"}},
            "template": {
                "metadata": {"labels": {"app": "db"}},
                "spec": {
                    "containers": [
                        {
                            "name": "db",
                            "image": "postgres:17",
                            "volumeMounts": [{"name": "var-lib-postgresql-data", "mountPath": "/var/lib/postgresql/data"}],
                        }
                    ]
                },
            },
            "volumeClaimTemplates": [
                {
                    "metadata": {"name": "var-lib-postgresql-data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": "10Gi"}},
                        "storageClassName": "fast",
                    },
                }
            ],
        },
    }


def test_disks_and_volumes_have_names_of_their_own() -> None:
    node = simple.stateful_set(name="db", image="postgres:17", storage={"/a-b": "1Gi"}, volumes={"/a/b": simple.volume()})

    spec = template(node)["spec"]
    assert [volume["name"] for volume in spec["template"]["spec"]["volumes"]] == ["a-b"]
    assert [claim["metadata"]["name"] for claim in spec["volumeClaimTemplates"]] == ["a-b-2"]
    assert spec["template"]["spec"]["containers"][0]["volumeMounts"] == [
        {"name": "a-b", "mountPath": "/a/b"},
        {"name": "a-b-2", "mountPath": "/a-b"},
    ]


def test_another_service_may_name_its_pods_and_an_autoscaler_may_count_them() -> None:
    spec = references()

    node = simple.stateful_set(
        name=spec.name, image=spec.image, replicas=None, service_name=f"{spec.name}-pods", storage={"/data": spec.name}
    )

    found = template(node)["spec"]
    assert "replicas" not in found
    assert found["serviceName"] == 'f"{spec.name}-pods"'
    assert found["volumeClaimTemplates"][0]["spec"]["resources"] == {"requests": {"storage": "spec.name"}}


def test_it_is_ready_when_its_pods_are_available_and_new_where_it_replaces_them_by_itself() -> None:
    node = simple.stateful_set(name="db", image="postgres:17")

    assert conditions(node, "db") == [
        (
            "db.status.observedGeneration >= db.metadata.generation"
            " && db.?status.?availableReplicas.orValue(0) >= db.spec.replicas"
            " && db.?status.?replicas.orValue(0) <= db.spec.replicas"
            ' && (db.spec.updateStrategy.type != "RollingUpdate" || db.?status.?updatedReplicas.orValue(0)'
            " >= db.spec.replicas - db.?spec.?updateStrategy.?rollingUpdate.?partition.orValue(0))"
        )
    ]


def test_any_other_field_of_its_spec_can_be_said() -> None:
    strategy = k8s.apps_v1.StatefulSetUpdateStrategy(type="OnDelete")

    node = simple.stateful_set(name="db", image="postgres:17", spec={"update_strategy": strategy, "pod_management_policy": "Parallel"})

    assert template(node)["spec"]["updateStrategy"] == {"type": "OnDelete"}
    assert template(node)["spec"]["podManagementPolicy"] == "Parallel"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"storage": {"/data": "10GB"}},
            (
                "simple.stateful_set: storage[\"/data\"] is '10GB', not a quantity\n"
                "  Kubernetes: a number from 0, with a unit or without: 500m, 1.5, 128Mi, 10G"
            ),
        ),
        (
            {"storage": {"data": "10Gi"}},
            "simple.stateful_set: storage has the key 'data', not a path in the container\n  Kubernetes: it begins with / and has no :",
        ),
        (
            {"storage": {"/data": "1Gi"}, "volumes": {"/data": simple.volume()}},
            "simple.stateful_set: storage and volumes have the path '/data'\n  Kubernetes: one thing stands below a path",
        ),
        (
            {"storage_class": "fast"},
            ('simple.stateful_set: storage_class is \'fast\'\n  there is no storage that it could be for\nhint: storage={"/data": "10Gi"}'),
        ),
        ({"replicas": -1}, "simple.stateful_set: replicas is -1\n  Kubernetes: 0 to 2147483647"),
        (
            {"service_name": "Db"},
            (
                "simple.stateful_set: service_name is 'Db', not a name\n"
                "  Kubernetes: 1 to 63 of a-z, 0-9 and -, the first and the last a letter or a digit (a DNS-1123 label)\n"
                'hint: "db"'
            ),
        ),
        (
            {"spec": {"service_name": "other"}},
            "simple.stateful_set: spec.service_name is 'other'\n  the argument service_name says it already\nhint: service_name='other'",
        ),
    ],
)
def test_a_constant_that_kubernetes_would_refuse_is_refused(arguments: dict[str, Any], text: str) -> None:
    assert refused(**arguments) == text
