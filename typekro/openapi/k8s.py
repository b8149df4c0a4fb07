"""Kubernetes' own kinds, each group version when it is first used: `k8s.apps_v1.Deployment`; written by tools/generate_openapi.py."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typekro.openapi.generated import (
        admissionregistration_v1,
        admissionregistration_v1beta1,
        apiextensions_v1,
        apiregistration_v1,
        apps_v1,
        authentication_v1,
        authorization_v1,
        autoscaling_v1,
        autoscaling_v2,
        batch_v1,
        certificates_v1,
        certificates_v1beta1,
        coordination_v1,
        coordination_v1beta1,
        core_v1,
        discovery_v1,
        events_v1,
        flowcontrol_v1,
        meta_v1,
        networking_v1,
        networking_v1beta1,
        node_v1,
        policy_v1,
        rbac_v1,
        resource_v1,
        resource_v1beta1,
        resource_v1beta2,
        scheduling_v1,
        storage_v1,
        storage_v1beta1,
        storagemigration_v1beta1,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return importlib.import_module(f"typekro.openapi.generated.{name}")

    def __dir__() -> list[str]:
        return __all__


__all__ = [
    "admissionregistration_v1",
    "admissionregistration_v1beta1",
    "apiextensions_v1",
    "apiregistration_v1",
    "apps_v1",
    "authentication_v1",
    "authorization_v1",
    "autoscaling_v1",
    "autoscaling_v2",
    "batch_v1",
    "certificates_v1",
    "certificates_v1beta1",
    "coordination_v1",
    "coordination_v1beta1",
    "core_v1",
    "discovery_v1",
    "events_v1",
    "flowcontrol_v1",
    "meta_v1",
    "networking_v1",
    "networking_v1beta1",
    "node_v1",
    "policy_v1",
    "rbac_v1",
    "resource_v1",
    "resource_v1beta1",
    "resource_v1beta2",
    "scheduling_v1",
    "storage_v1",
    "storage_v1beta1",
    "storagemigration_v1beta1",
]
