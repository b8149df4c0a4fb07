"""What the API server says of claims, volumes and classes of storage."""

from collections.abc import Iterator, Sequence
from typing import Final

from typekro.local.schemas.builtin.container_rules import Part
from typekro.local.schemas.builtin.judging import judged, one_of, unchanged
from typekro.local.schemas.field_problems import FieldProblem, forbidden, invalid, not_supported, required
from typekro.local.schemas.metadata import selector_problems
from typekro.local.schemas.names import dns_subdomain, label_key
from typekro.local.schemas.quantities import quantity
from typekro.local.schemas.shapes import is_object, items_of, part_of

_MODES: Final = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
_EXCLUSIVE: Final = "ReadWriteOncePod"
_OTHER_FIELDS: Final = frozenset(
    {"accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy", "storageClassName"}
    | {"volumeAttributesClassName", "volumeMode"}
)
_FIXED: Final = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"


def claim_spec_problems(spec: Part, at: str = "spec") -> Iterator[FieldProblem]:
    """What is wrong with what a claim asks for.

    Args:
        spec: the spec, with defaults.
        at: where it stands.
    """
    yield from _of_modes(items_of(spec, "accessModes"), at, "at least 1 access mode is required")
    yield from selector_problems(spec.get("selector"), f"{at}.selector")
    storage = part_of(part_of(spec, "resources"), "requests").get("storage")
    if storage is None:
        yield required(f"{at}.resources[storage]")
    elif quantity(storage).nanos <= 0:
        yield invalid(f"{at}.resources[storage]", storage, "must be greater than zero")
    if spec.get("storageClassName"):
        yield from judged(spec["storageClassName"], dns_subdomain, f"{at}.storageClassName")
    yield from one_of(spec.get("volumeMode"), ("Block", "Filesystem"), f"{at}.volumeMode")


def _of_modes(modes: Sequence[str], at: str, needed: str) -> Iterator[FieldProblem]:
    if not modes:
        yield required(f"{at}.accessModes", needed)
    for mode in modes:
        yield from one_of(mode, _MODES, f"{at}.accessModes")
    if _EXCLUSIVE in modes and len(set(modes)) > 1:
        yield forbidden(f"{at}.accessModes", f"may not use {_EXCLUSIVE} with other access modes")


def claim_problems(claim: Part) -> Iterator[FieldProblem]:
    """What is wrong with a PersistentVolumeClaim, beside its metadata."""
    yield from claim_spec_problems(part_of(claim, "spec"))


def claim_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a PersistentVolumeClaim."""
    after, before = dict(part_of(new, "spec")), dict(part_of(old, "spec"))
    bound = part_of(old, "status").get("phase") == "Bound"
    if not before.get("volumeName"):
        before["volumeName"] = after.get("volumeName")
    was = part_of(part_of(before, "resources"), "requests").get("storage")
    now = part_of(part_of(after, "resources"), "requests").get("storage")
    if bound:
        for spec in (after, before):
            spec["resources"] = {}
            spec.pop("volumeAttributesClassName", None)
    if {name: value for name, value in after.items() if value is not None} != {
        name: value for name, value in before.items() if value is not None
    }:
        yield forbidden("spec", _FIXED)
    elif bound and was and now and quantity(now) < quantity(was):
        yield forbidden("spec.resources.requests.storage", "field can not be less than status.capacity")


def volume_problems(volume: Part) -> Iterator[FieldProblem]:
    """What is wrong with a PersistentVolume, beside its metadata."""
    spec: Part = part_of(volume, "spec")
    yield from _of_modes(items_of(spec, "accessModes"), "spec", "")
    capacity = part_of(spec, "capacity")
    if not capacity:
        yield required("spec.capacity")
    if not capacity or set(capacity) != {"storage"}:
        yield not_supported("spec.capacity", capacity or None, ("storage",))
    for name, text in capacity.items():
        if quantity(text).nanos <= 0:
            yield invalid(f"spec.capacity[{name}]", text, "must be greater than zero")
    policy = spec.get("persistentVolumeReclaimPolicy")
    if policy:
        yield from one_of(policy, ("Delete", "Recycle", "Retain"), "spec.persistentVolumeReclaimPolicy")
    sources = [name for name, source in spec.items() if name not in _OTHER_FIELDS and is_object(source)]
    if not sources:
        yield required("spec", "must specify a volume type")
    yield from (forbidden(f"spec.{name}", "may not specify more than 1 volume type") for name in sorted(sources)[1:])
    if spec.get("storageClassName"):
        yield from judged(spec["storageClassName"], dns_subdomain, "spec.storageClassName")
    yield from one_of(spec.get("volumeMode"), ("Block", "Filesystem"), "spec.volumeMode")


def storage_class_problems(storage_class: Part) -> Iterator[FieldProblem]:
    """What is wrong with a StorageClass, beside its metadata."""
    provisioner = storage_class.get("provisioner") or ""
    if provisioner:
        yield from judged(provisioner.lower(), label_key, "provisioner")
    else:
        yield required("provisioner")
    yield from one_of(storage_class.get("reclaimPolicy"), ("Delete", "Retain"), "reclaimPolicy")
    yield from one_of(storage_class.get("volumeBindingMode"), ("Immediate", "WaitForFirstConsumer"), "volumeBindingMode")


def storage_class_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a StorageClass."""
    for field in ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"):
        yield from unchanged(new.get(field), old.get(field), field)
