"""The fields that a request cannot own: those of the machinery, and those that the server sets back in a subresource or beside it."""

from typekro.local.merging.field_sets import EMPTY, FieldSet

_META = (
    "name",
    "namespace",
    "creationTimestamp",
    "selfLink",
    "uid",
    "clusterName",
    "generation",
    "managedFields",
    "resourceVersion",
)

STRIPPED = FieldSet.of(["f:apiVersion"], ["f:kind"], ["f:metadata"], *(["f:metadata", f"f:{name}"] for name in _META))
"""What nobody owns, whoever wrote it."""

_STATUS = FieldSet.of(["f:status"])
_SPEC = FieldSet.of(["f:spec"])
_SPEC_AND_METADATA = FieldSet.of(["f:metadata"], ["f:spec"])
# Kinds whose /status sets back other fields than the spec.
_BESIDE_STATUS = {
    "apps/v1 Deployment": FieldSet.of(["f:metadata", "f:labels"], ["f:spec"]),
    "v1 Pod": FieldSet.of(["f:metadata", "f:deletionTimestamp"], ["f:metadata", "f:ownerReferences"], ["f:spec"]),
    "certificates.k8s.io/v1 CertificateSigningRequest": FieldSet.of(["f:spec"], ["f:status", "f:conditions"]),
    "storage.k8s.io/v1 VolumeAttachment": _SPEC_AND_METADATA,
}
_WHOLE_METADATA_GROUPS = frozenset(
    (
        "admissionregistration.k8s.io",
        "internal.apiserver.k8s.io",
        "networking.k8s.io/v1 ServiceCIDR",
        "resource.k8s.io",
        "storagemigration.k8s.io",
    )
)


def reset_fields(api_version: str, kind: str, subresource: str | None, *, has_status: bool, custom: bool) -> FieldSet:
    """The fields that the server sets back in a request, so that who writes them there does not own them.

    Args:
        api_version: group and version of the kind.
        kind: the kind.
        subresource: which one is written, or None for the object itself.
        has_status: whether the kind has the subresource `status`.
        custom: whether a CRD defines it.

    Example:
        >>> reset_fields("example.com/v1", "Web", "status", has_status=True, custom=True).to_fields()
        {'f:metadata': {}, 'f:spec': {}}
    """
    if not has_status:
        return EMPTY
    if subresource != "status":
        return _STATUS if subresource is None else EMPTY
    if custom or api_version.partition("/")[0] in _WHOLE_METADATA_GROUPS or f"{api_version} {kind}" in _WHOLE_METADATA_GROUPS:
        return _SPEC_AND_METADATA
    return _BESIDE_STATUS.get(f"{api_version} {kind}", _SPEC)
