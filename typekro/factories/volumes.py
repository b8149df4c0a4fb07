"""Volumes: what a container finds below a path of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, overload

import attrs

from typekro.checking.text_rules import CONFIG_NAME, MOUNT_PATH, SECRET_NAME, SUBDOMAIN
from typekro.factories.checks import Checks
from typekro.openapi import k8s

_LONGEST_NAME = 63


@attrs.frozen(eq=False)  # comparing references would build expressions
class Volume:
    """What stands below a path in a container. Made by `simple.volume`.

    Args:
        source: where it comes from, as it stands in a manifest.
        read_only: whether the container can only read it.
        sub_path: the path inside the volume that is shown, where that is not its root.
    """

    source: Mapping[str, Any]
    read_only: bool
    sub_path: str | None


@overload
def volume(*, config_map: str, read_only: bool = False, sub_path: str | None = None) -> Volume: ...
@overload
def volume(*, secret: str, read_only: bool = False, sub_path: str | None = None) -> Volume: ...
@overload
def volume(*, claim: str, read_only: bool = False, sub_path: str | None = None) -> Volume: ...
@overload
def volume(*, read_only: bool = False, sub_path: str | None = None) -> Volume: ...
def volume(
    *,
    config_map: str | None = None,
    secret: str | None = None,
    claim: str | None = None,
    read_only: bool = False,
    sub_path: str | None = None,
) -> Volume:
    """Something that a container finds below a path: files, a disk, or an empty folder that lives as long as its pod.

    Args:
        config_map: the name of a ConfigMap, whose keys are files.
        secret: the name of a Secret, whose keys are files.
        claim: the name of a PersistentVolumeClaim. Without any of the three it is an empty folder.
        read_only: whether the container can only read it.
        sub_path: the file or folder inside that is shown, where it is not the whole.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> files = {"/etc/nginx": volume(config_map="nginx"), "/tmp": volume()}
    """
    checks = Checks("simple.volume")
    sources = {
        "config_map": (config_map, CONFIG_NAME, {"configMap": {"name": config_map}}),
        "secret": (secret, SECRET_NAME, {"secret": {"secretName": secret}}),
        "claim": (claim, SUBDOMAIN, {"persistentVolumeClaim": {"claimName": claim}}),
    }
    given = [argument for argument, (value, _, _) in sources.items() if value is not None]
    for argument in given:
        checks.text(argument, sources[argument][0], sources[argument][1])
    if len(given) > 1:
        checks.add(f"{' and '.join(given)} are given", "Kubernetes: a volume comes from one of them")
    checks.boolean("read_only", read_only)
    if sub_path is not None:
        checks.text("sub_path", sub_path)
    checks.finish()
    return Volume(sources[given[0]][2] if given else {"emptyDir": {}}, read_only, sub_path)


def mounts(checks: Checks, volumes: Mapping[str, Volume | k8s.core_v1.Volume]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The volumes of a pod, and where its container mounts them, as they stand in a manifest.

    Args:
        checks: takes what is wrong.
        volumes: volumes by the paths that they stand below.
    """
    made: list[dict[str, Any]] = []
    mounted: list[dict[str, Any]] = []
    for path, given in checks.mapping("volumes", volumes).items():
        checks.key("volumes", path, MOUNT_PATH)
        if isinstance(given, Volume):
            name = volume_name(path, {entry["name"] for entry in made})
            made.append({"name": name, **given.source})
            flags = {"readOnly": given.read_only} if given.read_only is not False else {}
            mounted.append({"name": name, "mountPath": path, **flags} | ({"subPath": given.sub_path} if given.sub_path is not None else {}))
        elif isinstance(given, k8s.core_v1.Volume):
            made.append(given.__typekro_wire__())
            mounted.append({"name": given.name, "mountPath": path})
        else:
            checks.add(
                f'volumes["{path}"] is {given!r}', "it is what simple.volume makes, or a k8s.core_v1.Volume", "simple.volume(claim=...)"
            )
    return made, mounted


def volume_name(path: str, taken: set[str]) -> str:
    """A name for what stands below a path, which no other volume of the pod has.

    Example:
        >>> volume_name("/var/lib/data", set()), volume_name("/", {"root"})
        ('var-lib-data', 'root-2')
    """
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")[-_LONGEST_NAME + 4 :].strip("-") or "root"
    count = next(count for count in range(1, len(taken) + 2) if (name if count == 1 else f"{name}-{count}") not in taken)
    return name if count == 1 else f"{name}-{count}"
