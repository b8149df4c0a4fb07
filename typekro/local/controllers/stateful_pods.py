"""The pods of StatefulSets and their claims, as they are made: pure."""

from collections.abc import Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.controllers.manifests import Manifest, name_of, namespace_of, spec_of
from typekro.local.controllers.replicas import pod_of

REVISION_LABEL: Final = "controller-revision-hash"


def start_of(stateful_set: Mapping[str, Any]) -> int:
    """The number of the first pod."""
    return int(part(spec_of(stateful_set), "ordinals").get("start", 0))


def ordinal_of(stateful_set: Mapping[str, Any], pod: Mapping[str, Any]) -> int:
    """The number of a pod; -1 for one that has another name."""
    beginning = f"{name_of(stateful_set)}-"
    rest = name_of(pod).removeprefix(beginning)
    return int(rest) if name_of(pod).startswith(beginning) and rest.isdigit() else -1


def stateful_pod(stateful_set: Mapping[str, Any], template: Mapping[str, Any], revision: str, ordinal: int) -> Manifest:
    """A pod of a StatefulSet.

    Args:
        stateful_set: the StatefulSet.
        template: the pod template.
        revision: the name of the template's revision.
        ordinal: its number.
    """
    name = f"{name_of(stateful_set)}-{ordinal}"
    labels = {
        "apps.kubernetes.io/pod-index": str(ordinal),
        REVISION_LABEL: revision,
        "statefulset.kubernetes.io/pod-name": name,
    }
    pod = pod_of(stateful_set, template, name=name, generateName=f"{name_of(stateful_set)}-", labels=labels)
    service = spec_of(stateful_set).get("serviceName")
    identity = {"hostname": name, **({"subdomain": service} if service else {})}
    claims = {each["metadata"]["name"]: _claim_name(stateful_set, each, ordinal) for each in _templates(stateful_set)}
    volumes: list[Mapping[str, Any]] = [{"name": volume, "persistentVolumeClaim": {"claimName": claim}} for volume, claim in claims.items()]
    volumes += [each for each in parts(pod["spec"], "volumes") if each["name"] not in claims]
    return {**pod, "spec": {**pod["spec"], **identity, **({"volumes": volumes} if volumes else {})}}


def claims_of(stateful_set: Mapping[str, Any], ordinal: int) -> list[Manifest]:
    """The claims of a pod of a StatefulSet."""
    labels = part(part(spec_of(stateful_set), "selector"), "matchLabels")
    return [_claim(stateful_set, each, ordinal, labels) for each in _templates(stateful_set)]


def _claim(stateful_set: Mapping[str, Any], template: Mapping[str, Any], ordinal: int, labels: Mapping[str, str]) -> Manifest:
    metadata = {key: value for key, value in template["metadata"].items() if key in {"labels", "annotations"}}
    merged = {**part(metadata, "labels"), **labels}
    name = _claim_name(stateful_set, template, ordinal)
    about = {**metadata, "name": name, "namespace": namespace_of(stateful_set), **({"labels": merged} if merged else {})}
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": about, "spec": template["spec"]}


def _claim_name(stateful_set: Mapping[str, Any], template: Mapping[str, Any], ordinal: int) -> str:
    return f"{template['metadata']['name']}-{name_of(stateful_set)}-{ordinal}"


def _templates(stateful_set: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(parts(spec_of(stateful_set), "volumeClaimTemplates"))
