"""What a program declares as objects of Kubernetes, and what objects say as things."""

import math
from collections.abc import Mapping
from typing import Any, Final

from tests.simulation.programs import Declared
from tests.simulation.world import Thing
from typekro import KubernetesObject
from typekro.kro.ownership import PREFIX
from typekro.orchestrator import Resource
from typekro.orchestrator.secrets import secret

KINDS: Final = ("ConfigMap", "Secret")
ZONES: Final = ("here", "there")
_PATIENCE = 30.0
_OF_THE_CLUSTER = "kube-root-ca.crt"


def name_of(one: Declared) -> str:
    """The name of an object; of what the made-up world names itself, one that stays for good."""
    return one.name or f"{one.kind.lower()}-{one.origin}"


def declare(one: Declared, resources: Mapping[int, Resource[Any]], handling: Mapping[str, Any]) -> Resource[Any]:
    """Declares an object: a ConfigMap, or a Secret where something in it is secret; its zone is the namespace."""
    needs = [resources[each] for each in one.needs]
    text = f"{one.text} of {needs[0].output.metadata['annotations']['text']}" if one.quotes and needs else one.text
    uids = {f"need-{number}": each.output.metadata["uid"] for number, each in enumerate(needs)}
    manifest: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Secret" if one.password else "ConfigMap",
        "metadata": {"name": name_of(one), "annotations": {"text": text, "kind": one.kind, **uids}},
    }
    if one.password:
        manifest["stringData"] = {"password": secret(one.password)}
    return KubernetesObject(one.id, manifest, namespace=one.zone, timeout=_PATIENCE, **handling)


class ObjectThing(Thing):
    """A thing that is an object: it has a name also where the program gave it none."""

    physical_name = ""

    @property
    def physical(self) -> str:
        return self.physical_name


def thing_of(live: Mapping[str, Any]) -> Thing | None:
    """An object as a thing; None where it is none of the schedule's."""
    metadata = live["metadata"]
    said: Mapping[str, str] = metadata.get("annotations") or {}
    if metadata["namespace"] not in ZONES or metadata["name"] == _OF_THE_CLUSTER:
        return None
    kind = said.get("kind", "Named")
    labels: Mapping[str, str] = metadata.get("labels") or {}
    owner = next((value for key, value in labels.items() if key.startswith(PREFIX)), "")
    thing = ObjectThing(
        uid=metadata["uid"],
        kind=kind,
        name=metadata["name"] if kind == "Named" else "",
        text=said.get("text", ""),
        zone=metadata["namespace"],
        needs=tuple(said[f"need-{number}"] for number in range(len(said)) if f"need-{number}" in said),
        label=owner,
        gone_at=math.inf if metadata.get("deletionTimestamp") else None,
    )
    thing.physical_name = f"/{live['kind']}/{metadata['namespace']}/{metadata['name']}"
    return thing
