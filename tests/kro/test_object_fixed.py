from typing import Any

import pytest

from typekro.kro.object_fixed import fixed_changes


def manifest(api_version: str, kind: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web"}, **parts}


@pytest.mark.parametrize(
    ("api_version", "kind", "before", "after", "found"),
    [
        ("apps/v1", "Deployment", {"spec": {"selector": {"a": 1}}}, {"spec": {"selector": {"a": 2}}}, ("spec.selector",)),
        ("apps/v1", "Deployment", {"spec": {"replicas": 1}}, {"spec": {"replicas": 2}}, ()),
        ("apps/v1", "StatefulSet", {"spec": {"serviceName": "a"}}, {"spec": {"serviceName": "b"}}, ("spec.serviceName",)),
        ("batch/v1", "Job", {"spec": {"template": {"a": 1}}}, {"spec": {"template": {"a": 2}, "parallelism": 2}}, ("spec.template",)),
        ("v1", "ConfigMap", {"data": {"a": "1"}}, {"data": {"a": "2"}}, ()),
        ("v1", "ConfigMap", {"data": {"a": "1"}, "immutable": True}, {"data": {"a": "2"}, "immutable": True}, ("data",)),
        ("v1", "Secret", {"type": "Opaque", "immutable": True}, {"type": "a/b", "immutable": True}, ("type",)),
        ("v1", "PersistentVolumeClaim", {"spec": {"storageClassName": "a"}}, {"spec": {"storageClassName": "b"}}, ()),
        ("example.com/v1", "Deployment", {"spec": {"selector": 1}}, {"spec": {"selector": 2}}, ()),
    ],
)
def test_what_kubernetes_lets_nobody_change_is_known(
    api_version: str, kind: str, before: dict[str, Any], after: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert fixed_changes(manifest(api_version, kind, **before), manifest(api_version, kind, **after)) == found
