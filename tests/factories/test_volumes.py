from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.parts import message, references, template
from typekro.checking.text_rules import NAME
from typekro.errors import DefinitionError
from typekro.factories import simple
from typekro.factories.volumes import volume_name
from typekro.openapi import k8s


def pod_of(volumes: Any) -> Any:
    return template(simple.deployment(name="web", image="nginx:1.29", volumes=volumes))["spec"]["template"]["spec"]


def refused(volumes: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        pod_of(volumes)
    return message(caught)


def test_files_disks_and_empty_folders_stand_below_their_paths() -> None:
    pod = pod_of(
        {
            "/etc/nginx": simple.volume(config_map="nginx", read_only=True),
            "/etc/tls/key": simple.volume(secret=references().name, sub_path="tls.key"),
            "/data": simple.volume(claim="data"),
            "/cache": simple.volume(),
        }
    )

    assert pod["volumes"] == [
        {"name": "etc-nginx", "configMap": {"name": "nginx"}},
        {"name": "etc-tls-key", "secret": {"secretName": "spec.name"}},
        {"name": "data", "persistentVolumeClaim": {"claimName": "data"}},
        {"name": "cache", "emptyDir": {}},
    ]
    assert pod["containers"][0]["volumeMounts"] == [
        {"name": "etc-nginx", "mountPath": "/etc/nginx", "readOnly": True},
        {"name": "etc-tls-key", "mountPath": "/etc/tls/key", "subPath": "tls.key"},
        {"name": "data", "mountPath": "/data"},
        {"name": "cache", "mountPath": "/cache"},
    ]


def test_any_other_volume_is_one_of_kubernetes_own() -> None:
    logs = k8s.core_v1.Volume(name="logs", host_path=k8s.core_v1.HostPathVolumeSource(path="/var/log"))

    pod = pod_of({"/logs": logs})

    assert pod["volumes"] == [{"name": "logs", "hostPath": {"path": "/var/log"}}]
    assert pod["containers"][0]["volumeMounts"] == [{"name": "logs", "mountPath": "/logs"}]


def test_paths_that_read_alike_get_names_of_their_own() -> None:
    assert [volume["name"] for volume in pod_of({"/a/b": simple.volume(), "/a-b": simple.volume()})["volumes"]] == ["a-b", "a-b-2"]


@given(st.text(max_size=80), st.sets(st.sampled_from(["root", "root-2", "a", "a-2"])))
def test_a_name_of_a_volume_is_one_and_not_taken(path: str, taken: set[str]) -> None:
    name = volume_name(path, taken)

    assert NAME.allows(name)
    assert name not in taken


@pytest.mark.parametrize(
    ("volumes", "text"),
    [
        (
            {"data": simple.volume()},
            "simple.deployment: volumes has the key 'data', not a path in the container\n  Kubernetes: it begins with / and has no :",
        ),
        (
            {"/data": "data"},
            (
                "simple.deployment: volumes[\"/data\"] is 'data'\n"
                "  it is what simple.volume makes, or a k8s.core_v1.Volume\nhint: simple.volume(claim=...)"
            ),
        ),
    ],
)
def test_what_is_no_volume_is_refused(volumes: Any, text: str) -> None:
    assert refused(volumes) == text


def test_a_whole_resource_is_no_name() -> None:
    disk: Any = simple.persistent_volume_claim(name="data", size="1Gi")

    with pytest.raises(DefinitionError) as caught:
        simple.volume(claim=disk)

    assert message(caught) == (
        "simple.volume: claim is a whole PersistentVolumeClaim\n  Kubernetes: it is a text\nhint: the name of it is its .metadata.name"
    )


def test_a_volume_comes_from_one_thing_that_kubernetes_can_have() -> None:
    with pytest.raises(DefinitionError) as caught:
        simple.volume(config_map="nginx", secret="Tls", sub_path=5)  # type: ignore[call-overload] # pyright: ignore[reportCallIssue, reportArgumentType] # noqa: S106 - the mistakes; it is the name of a Secret

    assert message(caught) == (
        "simple.volume: secret is 'Tls', not a name of a Secret\n"
        "  Kubernetes: 1 to 253 of a-z, 0-9, - and ., each part between dots with a letter or a digit first and last"
        ' (a DNS-1123 subdomain)\nhint: "tls"\n'
        "simple.volume: config_map and secret are given\n  Kubernetes: a volume comes from one of them\n"
        'simple.volume: sub_path is 5, an int\n  Kubernetes: it is a text\nhint: "5"'
    )
