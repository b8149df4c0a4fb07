"""What the API server says of the volumes of pods."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.local.schemas.builtin.container_rules import Part, local_path_problems
from typekro.local.schemas.builtin.judging import named
from typekro.local.schemas.field_problems import FieldProblem, duplicate, forbidden, invalid, required
from typekro.local.schemas.names import dns_label
from typekro.local.schemas.shapes import is_object, items_of

_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "hostPath": ("path",),
    "configMap": ("name",),
    "secret": ("secretName",),
    "persistentVolumeClaim": ("claimName",),
    "nfs": ("server", "path"),
    "csi": ("driver",),
    "iscsi": ("targetPortal", "iqn"),
    "gcePersistentDisk": ("pdName",),
    "awsElasticBlockStore": ("volumeID",),
    "glusterfs": ("endpoints", "path"),
}
_MOST_MODE: Final = 0o777


def volume_problems(volumes: Sequence[Part], at: str, spec: Part) -> Iterator[FieldProblem]:
    """What is wrong with the volumes of a pod.

    Args:
        volumes: the volumes, with defaults.
        at: where they stand.
        spec: the spec of the pod.
    """
    names: set[str] = set()
    for index, volume in enumerate(volumes):
        here, name = f"{at}[{index}]", volume.get("name") or ""
        yield from _of_sources(volume, here, spec)
        problems = list(named(name, dns_label, f"{here}.name"))
        yield from problems
        if not problems and name in names:
            yield duplicate(f"{here}.name", name)
        names.add(name)


def _of_sources(volume: Part, at: str, spec: Part) -> Iterator[FieldProblem]:
    sources = [name for name, source in volume.items() if name != "name" and is_object(source)]
    first, *others = sorted(sources, key=_place)
    source = volume[first]
    yield from (required(f"{at}.{first}.{field}") for field in _REQUIRED.get(first, ()) if not source.get(field))
    mode = source.get("defaultMode")
    if mode is not None and not 0 <= mode <= _MOST_MODE:
        yield invalid(f"{at}.{first}.defaultMode", mode, "must be a number between 0 and 0777 (octal), both inclusive")
    for index, item in enumerate(items_of(source, "items")):
        yield from _of_item(item, f"{at}.{first}.items[{index}]", keyed=first != "downwardAPI")
    if first == "projected":
        yield from _of_projected(source, f"{at}.projected", spec)
    yield from (forbidden(f"{at}.{other}", "may not specify more than 1 volume type") for other in others)


def _place(name: str) -> int:
    """In which turn the API server asks for a source."""
    turns = ("emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs")
    later = ("flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc", "flexVolume", "configMap")
    last = ("azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi")
    known = (*turns, *later, *last, "ephemeral", "image")
    return known.index(name) if name in known else len(known)


def _of_item(item: Mapping[str, Any], at: str, *, keyed: bool) -> Iterator[FieldProblem]:
    if keyed and not item.get("key"):
        yield required(f"{at}.key")
    path = item.get("path") or ""
    if not path:
        yield required(f"{at}.path")
    yield from local_path_problems(path, f"{at}.path")


def _of_projected(source: Part, at: str, spec: Part) -> Iterator[FieldProblem]:
    for index, projection in enumerate(items_of(source, "sources")):
        here = f"{at}.sources[{index}]"
        token = projection.get("serviceAccountToken")
        if token is not None and not spec.get("serviceAccountName"):
            yield forbidden(f"{here}.serviceAccountToken", "must not be specified when serviceAccountName is not set")
        for name in ("secret", "configMap"):
            if projection.get(name) is not None and not projection[name].get("name"):
                yield required(f"{here}.{name}.name")
