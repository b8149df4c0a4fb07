"""Reference views: every field has a type, none is optional."""

from typing import assert_type

from typekro.openapi.generated import apps_v1, core_v1


def service(spec: core_v1.ServiceSpec) -> None:
    assert_type(spec.cluster_ip, str)
    assert_type(spec.ports[0].port, int)
    assert_type(spec.ports[0].target_port, int | str)
    assert_type(spec.selector["app"], str)


def deployment(deployment: apps_v1.Deployment) -> None:
    assert_type(deployment.metadata.labels, dict[str, str])
    assert_type(deployment.spec.template.spec.containers[0].resources.limits["cpu"], str)
    assert_type(deployment.status.conditions[0].status, str)
