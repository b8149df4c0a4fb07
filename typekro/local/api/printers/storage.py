"""The cells of volumes, and of what is kept: ConfigMaps, Secrets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from typekro.local.api.printers.cells import UNSET, name, part, since

Object = Mapping[str, Any]

_MODES: Final = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}
_CLASS: Final = "volume.beta.kubernetes.io/storage-class"
_DEFAULTS: Final = ("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")


def _modes(found: Sequence[str] | None) -> str:
    return ",".join(short for mode, short in _MODES.items() if mode in (found or ()))


def _class(manifest: Object) -> str:
    annotation = part(manifest, "metadata", "annotations").get(_CLASS)
    found = annotation if annotation is not None else part(manifest, "spec").get("storageClassName", "")
    return str(found)


def _phase(manifest: Object) -> str:
    return "Terminating" if "deletionTimestamp" in manifest["metadata"] else str(part(manifest, "status").get("phase", ""))


def _claim(manifest: Object, now: datetime) -> list[Any]:
    spec, status = part(manifest, "spec"), part(manifest, "status")
    bound = bool(spec.get("volumeName"))
    size = part(status, "capacity").get("storage", "0") if bound else ""
    modes = _modes(status.get("accessModes")) if bound else ""
    head = [name(manifest), _phase(manifest), spec.get("volumeName", ""), size, modes, _class(manifest)]
    return [*head, spec.get("volumeAttributesClassName") or UNSET, since(manifest, now), spec.get("volumeMode") or UNSET]


def _volume(manifest: Object, now: datetime) -> list[Any]:
    spec, claim = part(manifest, "spec"), part(manifest, "spec", "claimRef")
    claimed = f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else ""
    size = part(spec, "capacity").get("storage", "0")
    head = [name(manifest), size, _modes(spec.get("accessModes")), spec.get("persistentVolumeReclaimPolicy", ""), _phase(manifest), claimed]
    tail = [part(manifest, "status").get("reason", ""), since(manifest, now), spec.get("volumeMode") or UNSET]
    return [*head, _class(manifest), spec.get("volumeAttributesClassName") or UNSET, *tail]


def _storage_class(manifest: Object, now: datetime) -> list[Any]:
    annotations = part(manifest, "metadata", "annotations")
    default = " (default)" if any(annotations.get(each) == "true" for each in _DEFAULTS) else ""
    modes = [manifest.get("reclaimPolicy", "Delete"), manifest.get("volumeBindingMode", "Immediate")]
    return [
        name(manifest) + default,
        manifest.get("provisioner", ""),
        *modes,
        manifest.get("allowVolumeExpansion", False),
        since(manifest, now),
    ]


def _config_map(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), len(part(manifest, "data")) + len(part(manifest, "binaryData")), since(manifest, now)]


def _secret(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), manifest.get("type", ""), len(part(manifest, "data")), since(manifest, now)]


STORAGE = {
    "persistentvolumeclaims": _claim,
    "persistentvolumes": _volume,
    "storageclasses.storage.k8s.io": _storage_class,
    "configmaps": _config_map,
    "secrets": _secret,
}
"""The printers of what is kept."""
